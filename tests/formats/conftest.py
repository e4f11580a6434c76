"""What holds of every document, as a fixture; and that no test here reads a file that loses a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from invariants import check_document as check
from words_of_files import CHECKED, invented_words, lost_words

from reader.formats import load
from reader.formats.nesting import LoadedPart
from reader.formats.registry import format_of
from reader.text.document import Document


@pytest.fixture(scope="session")
def check_document() -> Callable[[Document], None]:
    """Asserts what holds of every document."""
    return check


LONGEST = 100_000
ANY_MARKUP = ("test_commonmark", "test_invariants")
"""Modules that read tags and link definitions of any make: a rough rule cannot tell what is markup there."""


@pytest.fixture(scope="module", autouse=True)
def _every_word(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check of each file that a test reads that its words are in its text."""
    parse_all = load.parse_all
    formats = ("text",) if request.node.path.stem in ANY_MARKUP else CHECKED

    def checked(
        data: bytes, name: str, modified: float = 0.0, only: str | None = None
    ) -> Iterator[LoadedPart]:
        for part in parse_all(data, name, modified, only):
            document = part.document
            # A packed file gives the document of another format that is in it.
            if document is not None and document.format == format_of(name, data).name and not part.inner:
                if document.format in formats and len(data) < LONGEST:
                    assert not lost_words(data, document)
                if document.format == "text" and len(data) < LONGEST:
                    assert not invented_words(data, document)
            yield part

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "parse_all", checked)
        yield
