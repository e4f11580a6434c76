"""The visible text of the CommonMark 0.31.2 examples, against the text content of their expected HTML."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from reader.formats.load import parse

EXCEPTIONS: dict[int, str] = {}
"""Examples without raw HTML whose text differs, by number, with the reason."""


class TextContent(HTMLParser):
    """The text of a page: that of its elements, and of images their alternative text."""

    BLOCKS = frozenset(
        ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "br", "hr", "ul", "ol")
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        elif tag in self.BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.parts.append(" ")


def text_content(html: str) -> str:
    page = TextContent()
    page.feed(html)
    page.close()
    return " ".join("".join(page.parts).split())


def test_the_visible_text_of_every_example_is_that_of_its_html(shared_data: Path) -> None:
    lines = (shared_data / "markdown" / "commonmark.jsonl").read_text(encoding="utf-8").strip().split("\n")
    assert len(lines) == 652
    compared, different = 0, set()
    for number, line in enumerate(lines, start=1):
        example = json.loads(line)
        document = parse(example["markdown"].encode("utf-8"), "example.md")
        if any(piece.kind == "html" for piece in (*document.styles, *document.blocks)):
            continue
        compared += 1
        if " ".join(document.text.split()) != text_content(example["html"]):
            different.add(number)
    assert compared >= 580
    assert different == set(EXCEPTIONS)
    assert len(EXCEPTIONS) <= compared // 100


def test_raw_html_keeps_its_text_once_its_tags_are_taken_off(shared_data: Path) -> None:
    lines = (shared_data / "markdown" / "commonmark.jsonl").read_text(encoding="utf-8").strip().split("\n")
    compared = same = 0
    for line in lines:
        example = json.loads(line)
        document = parse(example["markdown"].encode("utf-8"), "example.md")
        tags = [style for style in document.styles if style.kind == "html"]
        if not tags:
            continue
        kept = list(document.text)
        for tag in tags:
            kept[tag.start : tag.end] = " " * (tag.end - tag.start)
        compared += 1
        same += "".join("".join(kept).split()) == "".join(text_content(example["html"]).split())
    # The rest are scripts, style sheets and malformed tags, whose text no HTML parser agrees on.
    assert same >= compared * 0.8
