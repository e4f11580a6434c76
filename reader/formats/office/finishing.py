"""What the readers of office texts do with a draft at the end: links, properties, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reader.formats.builder import Draft
from reader.formats.metadata.dates import parse_date
from reader.text.plural import plural

_LETTERS_BESIDE_A_NUMBER = 12
_LONGEST_NUMBER = 4
_LONGEST_PROPERTY = 200


def is_page_number(line: str, has_number: bool) -> bool:
    """Return whether the head or foot of pages is only a number, in digits or by a field (`has_number`)."""
    letters = sum(map(str.isalpha, line))
    if has_number:
        return letters <= _LETTERS_BESIDE_A_NUMBER
    return not letters and sum(map(str.isdigit, line)) <= _LONGEST_NUMBER


def lead_to_headings(draft: Draft, bookmarks: Mapping[str, int]) -> None:
    """Have links to the bookmark of a heading name its words, as links do in other formats.

    `bookmarks` gives the number of the block that each name stands in.
    """
    names: dict[str, str] = {}
    for name, number in bookmarks.items():
        block = draft.blocks[number] if number < len(draft.blocks) else None
        if block is not None and block.kind == "heading":
            names[f"#{name}"] = f"#{'-'.join(draft.text[block.start : block.end].lower().split())}"
    draft.styles = [replace(style, target=names.get(style.target, style.target)) for style in draft.styles]


def set_properties(draft: Draft, title: str, created: str, author: str, keywords: str) -> None:
    """Take what the properties of the file say; it counts only where the text says nothing."""
    draft.property_title = " ".join(title.split())
    draft.property_date = parse_date(created.strip())
    pairs = (("author", author), ("keywords", keywords))
    lines = ((name, " ".join(value.split())[:_LONGEST_PROPERTY]) for name, value in pairs)
    draft.meta += tuple((name, line) for name, line in lines if line)


def warn(draft: Draft, deletions: int = 0, hidden: int = 0, pictures: int = 0) -> None:
    """Say what is left out, and when there is no text to read. `hidden` counts characters."""
    if deletions:
        draft.warnings.append(f"{plural(deletions, 'tracked deletion')} left out of the text.")
    if hidden:
        draft.warnings.append(f"Hidden text is left out: {plural(hidden, 'character')}.")
    if not draft.text.strip():
        draft.warnings.append("The document has no text.")
    elif pictures and not draft.text.replace("[picture]", "").strip():
        draft.warnings.append("The document has only pictures; nothing in them can be searched.")
