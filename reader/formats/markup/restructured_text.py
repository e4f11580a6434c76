"""reStructuredText → its document: docutils makes a page of it, and the walk of pages reads that.

No file is included and no raw HTML passed on. Roles and directives that docutils does not know, Sphinx's
above all, keep their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.errors import FormatError
from reader.formats.builder import Builder
from reader.formats.decoding.text_file import TextFile, read_text
from reader.formats.format import Context, Part
from reader.formats.html.tree import Element, parse_html
from reader.formats.html.walk import HtmlWalk
from reader.formats.metadata.dates import parse_date
from reader.formats.plain import plain_text

MAX_LENGTH = 4_000_000
"""The code points that are parsed, at about a million a second; what is longer is read as plain text."""
_ROLE = re.compile(r":([A-Za-z][\w.+:-]{0,60}):`|`:([A-Za-z][\w.+:-]{0,60}):")
_DIRECTIVE = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([A-Za-z][\w.+:-]{0,60})[ \t]?::", re.MULTILINE
)
_TARGET = re.compile(r"\A(.+?)\s*<[^<>]+>\Z", re.DOTALL)
_REFUSED = re.compile(r"^[ \t]*\.\.[ \t]+(include|literalinclude|raw)[ \t]?::", re.MULTILINE)
_FIELD = re.compile(r"^:(date|author|organization):[ \t]+(.{1,200})$", re.MULTILINE | re.IGNORECASE)
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 6,
    "traceback": True,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "line_length_limit": 100_000,
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "stylesheet": None,
    "doctitle_xform": True,
    "smart_quotes": False,
    "math_output": "LaTeX",
    "syntax_highlight": "none",
}


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the one document of a text. Raises FormatError when the bytes are no text."""
    file = read_text(data)
    page = _page(file.body) if len(file.body) <= MAX_LENGTH else None
    if page is None:
        yield from plain_text.load(data, context)
        return
    builder = Builder(file.first_line)
    walk = HtmlWalk(builder)
    root = parse_html(page["html_body"])
    _join_labels(root)
    walk.write(root)
    draft = file.described(builder.draft())
    _describe(draft, file, page)
    draft.warnings += walk.left_out.warnings()
    refused = sorted({match[1] for match in _REFUSED.finditer(file.body)})
    if refused:
        draft.warnings.append(f"What these directives would bring in is not read: {', '.join(refused)}.")
    if not draft.blocks:
        draft.warnings.append("There is no text in it.")
    yield "", draft


def _describe(draft: Any, file: TextFile, page: Any) -> None:
    """Fill in what the field list at the top of the text says."""
    if not draft.title:
        draft.title, draft.title_from = _words(parse_html(page["title"])), "heading"
    fields = {match[1].lower(): match[2].strip() for match in _FIELD.finditer(file.body[:4_000])}
    if not draft.published and (day := parse_date(fields.get("date", ""))):
        draft.published, draft.published_from = day, "header"
    draft.source = draft.source or fields.get("organization", "") or fields.get("author", "")


def _join_labels(root: Element) -> None:
    """Put names of fields and labels of notes on the line of what they label, where the source has them."""
    for name in list(root.iter("dt")):
        fields, value = name.getparent(), name.getnext()
        if "field-list" in (fields.get("class") or "") or "docinfo" in (fields.get("class") or ""):
            line = root.makeelement("p")
            line.text = f"{_words(name)} {_words(value) if value is not None else ''}"
            fields.addprevious(line)
    for fields in list(root.iter("dl")):
        if "field-list" in (fields.get("class") or "") or "docinfo" in (fields.get("class") or ""):
            fields.getparent().remove(fields)
    for note in root.iter("aside", "div"):
        label = note.find("span")
        first = note.find("p")
        if label is not None and first is not None and "label" in (label.get("class") or ""):
            first.text = f"{_words(label)} {first.text or ''}"
            note.remove(label)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _page(text: str) -> Any:
    """Return the parts of the page that docutils makes; None when it cannot."""
    from docutils.core import publish_parts
    from docutils.utils import SystemMessage

    _know(text)
    try:
        return publish_parts(text, writer="html5", settings_overrides=_SETTINGS)
    except RecursionError as error:
        raise FormatError("it nests too deeply", "too-large") from error
    except (SystemMessage, ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError):
        return None  # what docutils itself stumbles over


def _know(text: str) -> None:
    """Let docutils keep the text of the roles and directives that it does not know."""
    from docutils.parsers.rst import directives, roles
    from docutils.parsers.rst.languages import en

    for name in {(match[1] or match[2]).lower() for match in _ROLE.finditer(text)}:
        if name not in en.roles:
            roles.register_local_role(name, _text_of_role)
    for name in {match[1].lower() for match in _DIRECTIVE.finditer(text)}:
        if name not in en.directives:
            directives.register_directive(name, _directive())


def _text_of_role(
    _name: str, rawtext: str, text: str, _line: int, _inliner: Any, _options: Any = None, _content: Any = None
) -> tuple[list[Any], list[Any]]:
    from docutils import nodes
    from docutils.utils import unescape

    words = unescape(text)
    title = _TARGET.match(words)
    return [nodes.literal(rawtext, title[1] if title else words.lstrip("~!"))], []


def _directive() -> Any:
    """Return a directive that keeps its argument as a line and its content as text."""
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class KeepText(Directive):  # type: ignore[misc]
        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True

        def run(self) -> list[Any]:
            children: list[Any] = []
            if self.arguments:
                children.append(nodes.paragraph("", " ".join(self.arguments[0].split())))
            body = nodes.container()
            self.state.nested_parse(self.content, self.content_offset, body)
            return [*children, *body.children]

    return KeepText
