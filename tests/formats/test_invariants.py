"""Whatever the bytes: a sound document or a plain reason, and never anything else."""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

Check = Callable[[Document], None]

PIECES = [
    "# ", "## ", "===", "---", "- ", "* ", "+ ", "1. ", "2) ", "> ", "    ", "\t", "```", "~~~ py", "`",
    "``", "*", "**", "_", "~~", "[", "]", "(", ")", "![", "](x.png)", "](<a b> 't')", "[^1]", "[^1]: ",
    "^[", "|", "|-|-|", "| a | b |", ":--:", "[ ] ", "[x] ", "<b>", "</b>", "<br>", "<!--", "-->", "<div>",
    "&#x1b;", "&#x202e;", "&amp;", "&#0;", "\\", "title: x", "tags: [a, *b]", "date: 2026-01-17", "word",
    "Velmora", "Dr.", "U.S.", "No. 5", "end.", "“Go!”", "é", "港。", "👩\u200d🚀", "\x1b[31m", "\u202e",
    "\u2028", "\x0c", "\xa0", "© 2026 Velmora Post. All rights reserved.", "(Reuters) -", "...",
]  # fmt: skip
GAPS = ["", "", " ", "\n", "\n", "\n\n", "\r\n"]
markup = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=50).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
names = st.sampled_from(
    ["a.txt", "note.md", "a.eml", "2026-01-17-port-status.md", "000_3909afc94bba1aed.txt", "\x1b[2J.md", "x"]
)


def attempt(data: bytes, name: str, modified: float = 0.0) -> tuple[Document | None, str]:
    """The document, or the sentence that says why there is none."""
    try:
        return parse(data, name, modified), ""
    except UnreadableFile as error:
        return None, str(error)


@given(markup, names)
@example("---\ntitle: 'a\n---\n", "a.md")
@example("- \n- \n\n>\n", "a.md")
@example("|a|\n|-|\n|<br>\t|", "a.md")
@example("* * *\n- -\n\n- - -", "a.txt")
def test_markup_of_any_sort_becomes_a_sound_document(check_document: Check, text: str, name: str) -> None:
    check_document(parse(text.encode("utf-8"), name, 1_768_640_000.0))


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=200), names)
def test_text_of_any_sort_becomes_a_sound_document(check_document: Check, text: str, name: str) -> None:
    check_document(parse(text.encode("utf-8"), name))


@given(st.binary(max_size=300), names, st.floats(allow_nan=True, allow_infinity=True))
def test_bytes_of_any_sort_become_a_document_or_a_reason(
    check_document: Check, data: bytes, name: str, modified: float
) -> None:
    document, reason = attempt(data, name, modified)
    assert document is not None or (reason and "\x1b" not in reason)
    if document is not None:
        check_document(document)


@given(markup)
def test_the_same_bytes_give_the_same_document(text: str) -> None:
    assert parse(text.encode(), "a.md") == parse(text.encode(), "a.md")


def test_real_markdown_comes_out_sound(check_document: Check, shared_data: Path) -> None:
    read = 0
    with tarfile.open(shared_data / "markdown" / "digitalgov.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None and member.name.endswith(".md"):
                document = parse(file.read(), Path(member.name).name)
                check_document(document)
                assert document.blocks or document.meta
                read += 1
    assert read == 500


def test_naughty_strings_come_out_sound(check_document: Check, shared_data: Path) -> None:
    lines = (shared_data / "hostile" / "blns.jsonl").read_text(encoding="utf-8").strip().split("\n")
    for row in (json.loads(line)["text"] for line in lines):
        for name in ("a.txt", "a.md"):
            check_document(parse(f"Some text {row}\n\n{row}\n".encode("utf-8", "surrogatepass"), name))


@pytest.mark.parametrize("archive", ["trojan_source", "xterm_escape"])
def test_hostile_files_come_out_sound(check_document: Check, shared_data: Path, archive: str) -> None:
    with tarfile.open(shared_data / "hostile" / f"{archive}.tar.gz") as files:
        for member in files:
            file = files.extractfile(member)
            if file is None:
                continue
            data = file.read()
            for name in ("a.txt", "a.md"):
                document, reason = attempt(data, name)
                assert document is not None or "not text" in reason
                if document is not None:
                    check_document(document)


# The parser's cost a byte grows with the nesting that it allows, never with the length of the file: four
# times the text may take four times the steps, give or take half.
GROWING = {
    "open brackets": "[",
    "images": "![",
    "notes": "^[",
    "quotations": "> ",
    "emphasis": "*a_ ",
    "comments": "<!--",
    "tags": "<b ",
    "stops": ". ",
    "initials": "A. ",
    "pipes": "|a",
    "bullets": "- a\n",
    "dashes": "- ",
    "indents": "\ta\n",
    "datelines": "A, ",
}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING.keys())
def test_work_grows_with_the_text_and_not_faster(piece: str, name: str) -> None:
    def calls(repeats: int) -> int:
        count = 0

        def tally(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tally)
        try:
            parse((piece * repeats).encode(), name)
        finally:
            sys.setprofile(None)
        return count

    parse(b"warm", name)
    assert calls(2_400) <= 6 * calls(600) + 2_000
