"""The tokens of Markdown → reading text, blocks and styles.

The tokens are walked once; what they mark up becomes spans, and the markup itself leaves the text. Footnote
definitions come last, in the order in which they are referred to, and those that nothing refers to after
them. HTML goes through the walk that reads pages.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from reader.formats.builder import Builder, Draft
from reader.formats.html.inline_tags import (
    INLINE_STYLES,
    is_known_tag,
    link_marks,
    lowered_marks,
    raised_marks,
    read_tag,
)
from reader.formats.markdown.inline_marks import with_marks
from reader.formats.markdown.parser import with_bars
from reader.text.document import Align, Container, StyleKind
from reader.text.spans import Span

MAX_TAGS = 100
"""How many tags in a text are taken as tags of the document."""

_BOX = re.compile(r"\[(?P<done>[ xX])\][ \t]+")
_CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]{0,30})\][+-]?[ \t]*")
_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]{0,80})")
_INLINE_STYLES: dict[str, StyleKind] = {
    "em": "emphasis",
    "strong": "strong",
    "s": "strike",
    "link": "link",
    "mark": "mark",
}
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|tiff?)\Z", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?\Z")
_ADDRESS_AS_TAG = re.compile(r"<(https?://[^\s<>\"']{1,2000})>")
"""An address that Markdown makes a link of, and HTML a tag that is not shown."""
_LINES_OF_THEIR_OWN = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "blockquote",
        "dt",
        "dd",
        "hr",
        "section",
    ]
)
_LOOKED_BACK = 40


class Writer:
    """A writer of the tokens of one text into a builder."""

    def __init__(self, env: dict[str, Any], first_line: int) -> None:
        self.builder = Builder(first_line)
        self._line = 0
        notes = env.get("footnotes", {"refs": {}, "list": {}})
        self._notes: dict[int, dict[str, Any]] = notes["list"]
        self._numbers: dict[str, int] = notes["refs"]
        self._containers: list[Container] = []
        self._lists: list[tuple[str, int]] = []
        self._tight_before = False
        self._recent = ""
        self._left_out = ""
        self._tags: dict[str, None] = {}
        self._warnings: list[str] = []

    def draft(self) -> Draft:
        """Return what was written, with the tags that stand in the text."""
        draft = self.builder.draft()
        draft.tags = tuple(self._tags)
        draft.warnings = list(dict.fromkeys(self._warnings))
        return draft

    def write(self, tokens: list[Token]) -> None:
        """Write everything but the footnotes, then those."""
        body, notes = _part_footnotes(tokens)
        self._blocks(body)
        for label, content in self._ordered(notes):
            container = self.builder.container("footnote", label)
            self._containers.append(container)
            before = len(self.builder.blocks)
            self._blocks(content)
            if len(self.builder.blocks) == before:
                self._begin(tight=False)
                self._end("paragraph", content[0] if content else None)
            self.builder.footnotes.append((label, self.builder.blocks[before].start))
            self._containers.pop()

    def _ordered(self, notes: dict[str, list[Token]]) -> list[tuple[str, list[Token]]]:
        ordered: list[tuple[str, list[Token]]] = []
        for number, note in self._notes.items():
            if "tokens" in note:
                inline = Token("inline", "", 0, children=note["tokens"], content=note["content"])
                ordered.append((self._label(number), [Token("paragraph_open", "p", 1), inline]))
            elif note["label"] in notes:
                ordered.append((note["label"], notes.pop(note["label"])))
        return ordered + list(notes.items())

    def _label(self, number: int) -> str:
        return str(self._notes[number].get("label") or number + 1)

    # Blocks

    def _blocks(self, tokens: list[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind in ("paragraph_open", "heading_open", "dt_open"):
                self._inline_block(token, tokens[index + 1])
                index += 1
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "hr":
                self.builder.begin(1, tuple(self._containers))
                self._end("rule", token)
                self._tight_before = True
            elif kind == "html_block":
                index = self._html_blocks(tokens, index)
            elif kind == "metadata":
                self._metadata(token)
            elif kind == "formula":
                self._begin(tight=False)
                self.builder.add(with_bars(token.content))
                self._end("code", token)
            elif kind == "table_open":
                index = self._table(tokens, index)
            else:
                self._enter_or_leave(tokens, index)
            index += 1

    def _enter_or_leave(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        match token.type:
            case "blockquote_open":
                self._containers.append(self.builder.container("quote"))
                self._callout(tokens, index)
            case "dd_open":
                self._containers.append(self.builder.container("item", ":"))
            case "bullet_list_open":
                self._lists.append(("•", 0))
            case "ordered_list_open":
                self._lists.append(("", int(token.attrs.get("start", 1))))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                # After a list inside an item the outer list goes on as closely as before.
                self._tight_before = self._tight_before and bool(self._lists)
            case "list_item_open":
                self._containers.append(self._item(token, tokens, index))
                if tokens[index + 1].type == "list_item_close":
                    self._begin(tight=True)
                    self._end("paragraph", token)
            case "list_item_close" | "blockquote_close" | "dd_close":
                self._containers.pop()

    def _item(self, token: Token, tokens: list[Token], index: int) -> Container:
        bullet, number = self._lists[-1]
        checked = (
            _take_task(tokens[index + 2].children) if tokens[index + 1].type == "paragraph_open" else None
        )
        if bullet:
            return self.builder.container("item", bullet, checked)
        self._lists[-1] = ("", number + 1)
        return self.builder.container("item", f"{number}{token.markup}", checked)

    def _begin(self, *, tight: bool) -> int:
        """Begin a block; the items of a tight list follow one another without an empty line."""
        start = self.builder.begin(1 if tight and self._tight_before else 2, tuple(self._containers))
        self._tight_before = tight
        return start

    def _end(self, kind: Any, token: Token | None, **more: Any) -> None:
        if token is not None and token.map:
            self._line = token.map[0]
        self.builder.end(kind, line=self._line, **more)

    def _inline_block(self, token: Token, inline: Token) -> None:
        if token.type == "paragraph_open" and not inline.content:
            return
        if token.type == "paragraph_open" and _is_remark(inline.children):
            return
        self._begin(tight=token.hidden)
        start = self.builder.length
        self._inline(inline.children or [])
        if token.type == "dt_open":
            self.builder.style("strong", start)
            self._tight_before = True
        if token.type == "heading_open":
            self._end("heading", token, level=int(token.tag[1:]))
        else:
            self._end("paragraph", token)

    def _code(self, token: Token) -> None:
        self._begin(tight=False)
        self.builder.add(with_bars(token.content.removesuffix("\n")))
        words = token.info.split()
        self._end("code", token, info=words[0] if words else "")

    def _callout(self, tokens: list[Token], index: int) -> None:
        """Write the label of a callout, and its title, as a line of its own."""
        if tokens[index + 1].type != "paragraph_open":
            return
        inline = tokens[index + 2]
        children = inline.children or []
        callout = _CALLOUT.match(children[0].content) if children and children[0].type == "text" else None
        if callout is None:
            return
        children[0].content = children[0].content[callout.end() :]
        line_end = next(
            (n for n, child in enumerate(children) if child.type.endswith("break")), len(children)
        )
        title, inline.children = children[:line_end], children[line_end + 1 :]
        self._begin(tight=False)
        start = self.builder.length
        label = callout["kind"].replace("-", " ").capitalize()
        self.builder.add(f"{label}:" if any(child.content for child in title) else label)
        self.builder.style("strong", start)
        if any(child.content for child in title):
            self.builder.add(" ")
            self._inline(title)
        self._end("furniture", tokens[index + 1])
        if not inline.children:
            inline.content = ""

    def _metadata(self, token: Token) -> None:
        """Write front matter within the text: a rule, and its lines as they stand around the text."""
        self.builder.begin(2, tuple(self._containers))
        self._end("rule", token)
        self._begin(tight=False)
        self.builder.add(with_bars(token.content))
        self._end("furniture", token)

    def _html_blocks(self, tokens: list[Token], index: int) -> int:
        """Write a block of HTML with those that follow it at once; return the place of the last."""
        first = tokens[index]
        last = index
        while last + 1 < len(tokens) and tokens[last + 1].type == "html_block":
            last += 1
        html = with_bars("\n".join(token.content for token in tokens[index : last + 1]))
        opening = html.lstrip()
        name, _closes, _attributes = read_tag(opening)
        if name and not is_known_tag(name):
            self._begin(tight=False)
            self.builder.add(" ".join(html.split()))
            self._end("paragraph", first)
            return last
        if opening.startswith("<!--") and opening.find("-->") + 3 == len(opening.rstrip()):
            return last
        from reader.formats.html.tree import parse_html
        from reader.formats.html.walk import HtmlWalk

        first_map, last_map = first.map or [self._line, self._line], tokens[last].map
        line = first_map[0]
        walk = HtmlWalk(
            self.builder,
            containers=tuple(self._containers),
            first_line=line,
            last_line=last_map[1] - 1 if last_map else line,
        )
        walk.write(parse_html(_ADDRESS_AS_TAG.sub(r'<a href="\1">\1</a>', html)))
        self._warnings += walk.left_out.warnings()
        self._line = max(self._line, line)
        self._tight_before = False
        return last

    def _table(self, tokens: list[Token], index: int) -> int:
        """Write the table that opens at this token; gives the place of the token that closes it."""
        opened = tokens[index]
        self._begin(tight=False)
        rows: list[tuple[Span, ...]] = []
        cells: list[Span] = []
        aligns: list[Align] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                if rows:
                    self.builder.add("\n")
                cells = []
            elif token.type == "tr_close":
                rows.append(tuple(cells))
            elif token.type in ("th_open", "td_open"):
                if cells:
                    self.builder.add("\t")
                start = self.builder.length
                self._inline(tokens[index + 1].children or [], in_cell=True)
                cells.append(Span(start, self.builder.length))
                if token.type == "th_open":
                    align = _ALIGN.search(str(token.attrs.get("style", "")))
                    aligns.append(align[1] if align else "")  # type: ignore[arg-type]
            index += 1
        self._end("table", opened, rows=tuple(rows), aligns=tuple(aligns))
        return index

    # Inline

    def _inline(self, children: list[Token], *, in_cell: bool = False) -> None:
        self._recent, self._left_out = "", ""
        opened: list[tuple[int, str, str]] = []
        tags: list[tuple[str, int, str, str]] = []
        children = with_marks(children)
        for number, child in enumerate(children):
            kind = child.type
            if kind == "text" and not any(target for _, target, _ in opened):
                self._add(child.content, in_cell=in_cell, with_tags=True)
            elif kind in ("text", "text_special"):
                self._add(child.content, in_cell=in_cell)
            elif kind == "softbreak":
                self._add(" ")
            elif kind == "hardbreak":
                self._add("\n")
            elif kind == "html_inline":
                self._html_tag(child.content, _following_text(children, number), tags, in_cell=in_cell)
            elif kind.endswith("_open"):
                suffix = ""
                if kind == "link_open":
                    prefix, suffix = link_marks(self._recent, _text_to(children, number, "link_close"))
                    self._add(prefix)
                opened.append((self.builder.length, str(child.attrs.get("href", "")), suffix))
            elif kind.endswith("_close"):
                start, target, suffix = opened.pop()
                self.builder.style(_INLINE_STYLES[kind.removesuffix("_close")], start, target)
                self._add(suffix)
            else:
                self._leaf(child, in_cell=in_cell)
        while tags:
            self._close_tag(tags.pop())

    def _add(self, text: str, *, in_cell: bool = False, with_tags: bool = False) -> None:
        """Write text; a space goes where two would meet because what was between them is not shown."""
        text = with_bars(text)
        if self._left_out:
            if self._recent[-1:].isspace() or not self._recent:
                text = text.lstrip(" ")
            self._left_out = "" if text else self._left_out
        if in_cell:
            text = text.replace("\t", " ")
        if with_tags and "#" in text and len(self._tags) < MAX_TAGS:
            self._tags |= dict.fromkeys(tag.rstrip("/-") for tag in _TAG.findall(text))
        self.builder.add(text)
        self._recent = (self._recent + text)[-_LOOKED_BACK:]

    def _html_tag(
        self, html: str, following: str, tags: list[tuple[str, int, str, str]], *, in_cell: bool
    ) -> None:
        """Begin or end what a tag in a line marks up; what HTML does not know is words in angle brackets."""
        name, closes, attributes = read_tag(html)
        if name and not is_known_tag(name):
            self._add(html.replace("\n", " "), in_cell=in_cell)
        elif name == "br":
            self._add("\n")
        elif name == "img" and attributes.get("alt"):
            start = self.builder.length
            self._add(" ".join(attributes["alt"].split()))
            self.builder.style("image", start, attributes.get("src", ""))
        elif closes:
            place = next((n for n in reversed(range(len(tags))) if tags[n][0] == name), None)
            if place is not None:
                self._close_tag(tags.pop(place))
        elif name in INLINE_STYLES or name in ("sup", "sub"):
            marks = {"sup": raised_marks, "sub": lowered_marks, "a": link_marks}.get(name)
            prefix, suffix = marks(self._recent, following) if marks else ("", "")
            self._add(prefix)
            tags.append((name, self.builder.length, attributes.get("href", ""), suffix))
        elif name in _LINES_OF_THEIR_OWN and self._recent.strip():
            self._add("\n")
        else:
            self._left_out = html

    def _close_tag(self, tag: tuple[str, int, str, str]) -> None:
        name, start, target, suffix = tag
        if name in INLINE_STYLES:
            self.builder.style(INLINE_STYLES[name], start, target)
        self._add(suffix)

    def _leaf(self, child: Token, *, in_cell: bool) -> None:
        """Write inline code, an image, a wiki link, a footnote reference, a sub- or superscript."""
        builder = self.builder
        start = builder.length
        match child.type:
            case "code_inline":
                self._add(child.content, in_cell=in_cell)
                builder.style("code", start)
            case "image":
                self._add(_plain_text(child.children or []))
                builder.style("image", start, str(child.attrs.get("src", "")))
            case "wiki_link":
                self._wiki_link(child)
            case "raised" | "lowered":
                marks = raised_marks if child.type == "raised" else lowered_marks
                self._add(child.content.join(marks(self._recent, child.content)))
            case "remark":
                self._left_out = "%%"
            case "footnote_ref":
                label = str(child.meta.get("label") or self._label(child.meta["id"]))
                self._add(f"[{label}]")
                builder.style("footnote", start, label)

    def _wiki_link(self, token: Token) -> None:
        """Write a wiki link as its text, or as the name of what it leads to."""
        start = self.builder.length
        target, embedded = token.meta["target"], token.meta["embedded"]
        file, _, heading = target.partition("#")
        name = " > ".join(part.strip() for part in (file, *heading.split("#")) if part.strip())
        label = "" if embedded and _SIZE.match(token.content) else token.content
        self._add(label or name)
        kind: StyleKind = "image" if embedded and _PICTURE.search(file) else "link"
        self.builder.style(kind, start, f"[[{target}]]")


def _take_task(children: list[Token] | None) -> bool | None:
    """Whether the task is done that a list item's first paragraph opens with, its box now taken away.

    None when it opens with no box: see https://github.github.com/gfm/#task-list-items-extension-.
    """
    box = _BOX.match(children[0].content) if children and children[0].type == "text" else None
    if box is None or not children:
        return None
    children[0].content = children[0].content[box.end() :]
    return box["done"] != " "


def _part_footnotes(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens outside footnote definitions, and those of each definition by its label."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    open_notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_notes.append(notes.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else body).append(token)
    return body, notes


def _plain_text(children: list[Token]) -> str:
    """The text of an image's description, without markup."""
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(_plain_text(child.children or []))
        else:
            parts.append(child.content)
    return "".join(parts)


def _is_remark(children: list[Token] | None) -> bool:
    """Whether a paragraph consists of what is not shown."""
    return bool(children) and all(
        child.type in ("remark", "softbreak")
        or (child.type == "html_inline" and child.content.startswith("<!--"))
        or (child.type == "text" and not child.content.strip())
        for child in children or []
    )


def _text_to(children: list[Token], number: int, closing: str) -> str:
    """Return the text of the few tokens after one up to that which closes it; nothing when they are many."""
    parts: list[str] = []
    for child in children[number + 1 : number + 6]:
        if child.type == closing:
            return "".join(parts)
        if child.type != "html_inline":
            parts.append(child.content)
    return ""


def _following_text(children: list[Token], number: int) -> str:
    """Return the text between a tag of HTML and the one that closes it, when that is near."""
    name = read_tag(children[number].content)[0]
    parts: list[str] = []
    for child in children[number + 1 : number + 6]:
        if child.type == "html_inline" and read_tag(child.content)[:2] == (name, True):
            return "".join(parts)
        if child.type != "html_inline":
            parts.append(child.content)
    return ""
