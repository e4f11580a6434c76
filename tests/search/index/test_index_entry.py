"""A text cut into passages."""

from __future__ import annotations

from reader.search.index.index_entry import LONGEST_PASSAGE, cut
from reader.text.spans import Span


def test_long_white_space_is_no_passage() -> None:
    text = "Talks." + " " * (3 * LONGEST_PASSAGE) + "Oil."
    bounds, _ = cut(text, [Span(0, len(text))])
    pieces = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    assert pieces == ["Talks.", "Oil."]


def test_a_long_stretch_is_parted_between_words_where_there_is_a_gap() -> None:
    text = f"{'a' * (LONGEST_PASSAGE - 5)} {'b' * 50}\n{'c' * LONGEST_PASSAGE}{'d' * 9}"
    bounds, firsts = cut(text, [])
    pieces = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    assert "".join("".join(pieces).split()) == text.replace(" ", "").replace("\n", "")
    assert pieces[0] == "a" * (LONGEST_PASSAGE - 5)
    assert all(len(piece) <= LONGEST_PASSAGE for piece in pieces)
    assert list(firsts) == [0, 1, 3]  # the second piece has two words
