"""The visible text of the CommonMark 0.31.2 examples, against the text content of their expected HTML."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt

from reader.formats.load import parse
from reader.text.document import Document

EXCEPTIONS: dict[int, str] = {
    590: "`![[foo]]` embeds a file in wikis; it is shown as the name of it",
}
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


def without_labels(document: Document) -> str:
    """The text without bullets, numbers and footnotes' labels: pages draw those."""
    text = list(document.text)
    for label in (label for block in document.blocks for label in block.labels):
        text[label.start : label.end] = " " * (label.end - label.start)
    return "".join(text)


def has_raw_html(markdown: str) -> bool:
    """Whether CommonMark finds raw HTML in a text."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return any(
        token.type.startswith("html_") for outer in tokens for token in (outer, *(outer.children or []))
    )


def test_the_visible_text_of_every_example_is_that_of_its_html(shared_data: Path) -> None:
    lines = (shared_data / "markdown" / "commonmark.jsonl").read_text(encoding="utf-8").strip().split("\n")
    assert len(lines) == 652
    compared, different = 0, set()
    for number, line in enumerate(lines, start=1):
        example = json.loads(line)
        if has_raw_html(example["markdown"]):
            continue
        document = parse(example["markdown"].encode("utf-8"), "example.md")
        compared += 1
        if " ".join(without_labels(document).split()) != text_content(example["html"]):
            different.add(number)
    assert compared >= 580
    assert different == set(EXCEPTIONS)
    assert len(EXCEPTIONS) <= compared // 100


def test_raw_html_keeps_its_words_without_its_tags(shared_data: Path) -> None:
    lines = (shared_data / "markdown" / "commonmark.jsonl").read_text(encoding="utf-8").strip().split("\n")
    compared = same = 0
    for line in lines:
        example = json.loads(line)
        if not has_raw_html(example["markdown"]):
            continue
        document = parse(example["markdown"].encode("utf-8"), "example.md")
        compared += 1
        same += "".join(without_labels(document).split()) == "".join(text_content(example["html"]).split())
    # The rest are scripts, style sheets, markers and malformed tags, whose text no HTML parser agrees on.
    assert same >= compared * 0.7
