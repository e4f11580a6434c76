"""reStructuredText by docutils: structure and words come out, nothing is fetched or included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

TEXT = """Port of *Ostrel*
================

:Date: 2026-03-04
:Author: I. Maren

1. One item with 46,000 t
2. See :ref:`the harbour rules <rules>` and :made:`up`

.. versionadded:: 2.0
   The new rule applies.

.. unheard-of:: An argument

   Its content with ``code``.

Section
-------

A footnote [1]_ and https://o.example/x.

==== =====
Day  Boats
==== =====
Mon  7
==== =====

::

   literal  block

.. [1] The note.
"""


def read(text: str) -> Document:
    return parse(text.encode(), "port.rst")


def test_structure_metadata_and_unknown_roles(check_document: Callable[[Document], None]) -> None:
    document = read(TEXT)
    check_document(document)
    assert document.title == "Port of Ostrel"
    assert (document.published, document.published_from, document.source) == (
        "2026-03-04",
        "header",
        "I. Maren",
    )
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"][-1] == "Section"
    for words in (
        "1. One item with 46,000 t",
        "2. See the harbour rules and up",
        "2.0",
        "The new rule applies.",
        "An argument",
        "Its content with code.",
        "Mon\t7",
        "literal  block",
        "[1] The note.",
        "Date: 2026-03-04",
    ):
        assert words in document.text
    assert "Unknown" not in document.text


@pytest.mark.parametrize("directive", ["include", "literalinclude", "raw"])
def test_nothing_is_brought_in(directive: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    for text in (f".. {directive}:: {secret}\n", f".. raw:: html\n   :file: {secret}\n"):
        document = read(f"Words.\n\n{text}")
        assert "secret words" not in document.text
        assert any("not read" in warning for warning in document.warnings)
    table = read(f"Words.\n\n.. csv-table:: T\n   :file: {secret}\n")
    assert "secret words" not in table.text


def test_what_nests_too_deeply_or_is_broken_is_read_or_says_why() -> None:
    for text in (
        "* " * 3_000 + "x",
        "=\n" * 500,
        "+--+\n|",
        ".. |a| unicode:: 0x\n\n|a|",
        "`" * 999,
        ".. [",
        "\x0b",
    ):
        try:
            assert read(text) is not None
        except UnreadableFile as error:
            assert "deeply" in str(error) or "empty" in str(error)  # noqa: PT017 - either is right
