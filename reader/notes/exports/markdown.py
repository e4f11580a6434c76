"""Markdown: one quoted block a note, with a block id and a citation, merged into what a person wrote.

Each note stands between two comments that name it. Exporting again replaces what stands between them and
nothing else; new notes come after the note before them, the first of a document under a heading of its own.
A note in the trash is taken out. Block ids and front matter are as Obsidian reads them
(https://help.obsidian.md/links, https://help.obsidian.md/properties).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from reader.notes.exports.format import by_document, citation, heading
from reader.notes.note import Note

_BEGIN = "<!-- reader:note {} -->"
_END = "<!-- reader:end {} -->"
_MARKER = re.compile(r"<!-- reader:(note|end) ([0-9a-z]+) -->")
_LIKE_MARKER = re.compile(r"<!--(?=\s*reader:)", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
# What acts in running Markdown text or in Obsidian's dialect of it, wherever it stands.
_ACTS = re.compile(r"[\\`*<>\[\]$|]|~~|==|%%|(?<![^\W_])_|_(?![^\W_])|#(?=\w)|&(?=#?\w+;)|\^(?=[\w-]+\s*$)")
_ACTS_FIRST = re.compile(r"(\s*)(?:([#+\-=~])|(\d+)([.)]))")


def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:
    """Return the existing text with the notes in it; without one a new text with front matter."""
    living = [note for note in notes if not note.deleted]
    if not existing.strip():
        return _front_matter(living, exported_at) + "".join(
            f"\n## {_literal(heading(group[0]))}\n" + "".join(f"\n{_block(note)}\n" for note in group)
            for group in by_document(living).values()
        )
    newline = "\r\n" if "\r\n" in existing else "\n"
    text = _merge(existing.replace("\r\n", "\n"), notes, living)
    return text.replace("\n", newline)


def holds_notes(text: str) -> bool:
    """Return whether notes were written into this text before."""
    return any(id_ for id_, _ in _parts(text.replace("\r\n", "\n")))


def _merge(existing: str, notes: Sequence[Note], living: Sequence[Note]) -> str:
    blocks = {note.id: _block(note) for note in living}
    removed = {note.id for note in notes if note.deleted}
    parts: list[tuple[str, str]] = []  # a note's id, or nothing for a person's text, and the text
    for id_, text in _parts(existing):
        if id_ in removed:
            continue
        parts.append((id_, blocks.get(id_, text) if id_ else text))
    for group in by_document(living).values():
        _insert(parts, group, blocks)
    return "".join(text for _, text in parts)


def _insert(parts: list[tuple[str, str]], group: Sequence[Note], blocks: dict[str, str]) -> None:
    """Put the notes of one document that have no block yet after the one before them, in place."""
    present_ids = {id_ for id_, _ in parts if id_}
    if not present_ids.intersection(note.id for note in group):
        _append(parts, f"## {_literal(heading(group[0]))}\n")
        for note in group:
            _append(parts, blocks[note.id] + "\n", note.id)
        return
    missing_first: list[Note] = []
    last = ""
    for note in group:
        if note.id in present_ids:
            for early in missing_first:
                position = _index(parts, note.id)
                parts[position:position] = [(early.id, blocks[early.id]), ("", "\n\n")]
            missing_first.clear()
            last = note.id
        elif not last:
            missing_first.append(note)
        else:
            position = _index(parts, last) + 1
            parts[position:position] = [("", "\n\n"), (note.id, blocks[note.id])]
            last = note.id


def _append(parts: list[tuple[str, str]], text: str, id_: str = "") -> None:
    end = parts[-1][1] if parts else ""
    parts.append(("", "\n" if end.endswith("\n") else "\n\n"))
    parts.append((id_, text.removesuffix("\n")))
    parts.append(("", "\n"))


def _index(parts: Sequence[tuple[str, str]], id_: str) -> int:
    return max(index for index, part in enumerate(parts) if part[0] == id_)


def _parts(text: str) -> list[tuple[str, str]]:
    """The text cut into blocks of ours, each with its note's id, and what stands between, with none.

    A block is ours only from its opening comment to the closing one of the same note, with no other opening
    between: where a person took one of the two away, the text is theirs.
    """
    parts: list[tuple[str, str]] = []
    done = begun = position = 0
    open_id = ""
    for line in text.splitlines(keepends=True):
        marker = _MARKER.fullmatch(line.strip())
        if marker and marker[1] == "note":
            open_id, begun = marker[2], position
        elif marker and marker[2] == open_id:
            if begun > done:
                parts.append(("", text[done:begun]))
            done = position + len(line.rstrip("\n"))
            parts.append((open_id, text[begun:done]))
            open_id = ""
        position += len(line)
    if done < len(text):
        parts.append(("", text[done:]))
    return parts


def _front_matter(notes: Sequence[Note], exported_at: str) -> str:
    tags = sorted({_obsidian_tag(tag) for note in notes for tag in note.tags})
    titles = {heading(note) for note in notes}
    title = f"Notes on {titles.pop()}" if len(titles) == 1 else "Notes"
    lines = ["---", f"title: {json.dumps(title, ensure_ascii=False)}"]
    if exported_at:
        lines.append(f"exported: {exported_at}")
    if tags:
        lines.append("tags:")
        lines.extend(f"  - {json.dumps(tag, ensure_ascii=False)}" for tag in tags)
    return "\n".join([*lines, "---"]) + "\n"


def _block(note: Note) -> str:
    """The note between its comments, without a newline at the end."""
    pieces = []
    if note.quote:
        quoted = "\n".join(f"> {_literal(line)}".rstrip() for line in note.quote.strip().split("\n"))
        pieces.append(f"{quoted}\n>\n> — {_literal(citation(note))}")
    else:
        pieces.append(f"> — {_literal(citation(note))}")
    pieces.append(f"^{note.id}")
    if note.body.strip():
        pieces.append(_body(note.body))
    pieces.append(_facts(note))
    inside = "\n\n".join(pieces)
    return f"{_BEGIN.format(note.id)}\n{inside}\n{_END.format(note.id)}"


def _facts(note: Note) -> str:
    facts = [f"*{_literal(note.kind)}*", note.created[:10]]
    if note.state in ("changed", "lost"):
        facts.append("the passage has changed" if note.state == "changed" else "the passage is gone")
    facts.extend(f"#{_obsidian_tag(tag)}" for tag in note.tags)
    facts.extend(_link(link.kind, link.target) for link in note.links)
    return " · ".join(facts)


def _link(kind: str, target: str) -> str:
    return f"[[#^{target}]]" if kind == "note" else _literal(target)


def _obsidian_tag(tag: str) -> str:
    """The tag as Obsidian takes it: letters, digits, - _ / and not digits alone."""
    cleaned = re.sub(r"[^\w/-]+", "-", tag).strip("-") or "tag"
    return f"{cleaned}_" if cleaned.isdigit() else cleaned


def _body(body: str) -> str:
    """A note's Markdown that cannot be taken for our comments and leaves no code block open behind it."""
    body = _LIKE_MARKER.sub("&lt;!--", body.strip("\n"))
    fence = ""
    for line in body.split("\n"):
        if (opening := _FENCE.match(line)) is None:
            continue
        if not fence:
            fence = opening[1]
        elif opening[1].startswith(fence) and line.strip() == opening[1]:
            fence = ""
    return f"{body}\n{fence}" if fence else body


def _literal(text: str) -> str:
    """One line of a document's text, so that Markdown shows it as it is."""
    text = _ACTS.sub(lambda match: "".join(f"\\{char}" for char in match.group()), text)
    first = _ACTS_FIRST.match(text)
    if first is None:
        return text
    space, mark, number, dot = first.groups()
    rest = text[first.end() :]
    return f"{space}\\{mark}{rest}" if mark else f"{space}{number}\\{dot}{rest}"
