"""Colours in code: what has them, and what is left plain because colouring it could take for ever."""

from __future__ import annotations

from time import process_time

import pytest
from pygments.lexers import find_lexer_class

from reader.tui.document_view.syntax_highlight import LANGUAGES, MOST, coloured


def test_roles_stand_where_the_code_has_them() -> None:
    text = "Before. x = 'a'  # why"
    assert [
        (text[item.start : item.end], item.role) for item in coloured(text, 8, len(text), "python 3")
    ] == [
        ("'", "string"),
        ("a", "string"),
        ("'", "string"),
        ("# why", "comment"),
    ]


@pytest.mark.parametrize("language", ["", " ", "no-such-language", "\x1b[31m", "java"])
def test_code_in_no_language_is_plain(language: str) -> None:
    assert coloured("x = 1", 0, 5, language) == []


@pytest.mark.parametrize(
    "code",
    [" \n" * 60, "x" + " " * 101, "\n" * 101, "a = '" + "b" * 500 + "'", "x = 1\n" * (MOST // 6 + 1)],
    ids=["blank lines", "spaces", "line ends", "one long line", "a long block"],
)
def test_long_runs_are_plain(code: str) -> None:
    assert coloured(code, 0, len(code), "python") == []
    assert coloured(f"x = 1\n{code}", 0, 6, "python") != []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_hostile_block_does_not_stop_the_painting(language: str) -> None:
    alias = find_lexer_class(language).aliases[0]
    for piece in ("a ", "<?"):
        code = (f"x{piece * (90 // len(piece))}\n" * MOST)[:MOST]
        began = process_time()
        coloured(code, 0, len(code), alias)
        assert process_time() - began < 3
