"""Plain text shows its paragraphs, titles, lists and tables by its lines alone."""

from __future__ import annotations

from pathlib import Path

from reader.formats.load import load, parse
from reader.text.document import Document


def read(text: str, name: str = "note.txt") -> Document:
    return parse(text.encode("utf-8"), name)


def shown(document: Document) -> list[tuple[str, str]]:
    return [
        (
            " ".join(
                [
                    block.kind + (str(block.level) if block.level else ""),
                    *(c.marker for c in block.containers),
                ]
            ),
            document.text[block.start : block.end],
        )
        for block in document.blocks
    ]


WRAPPED = """\
The port of Velmora was closed on Friday evening after a storm that
tore two cranes from their rails, the harbour master said. She did
not say when it would open.

Fourteen ships were waiting off the cape on Saturday, among them the
grain carrier Aurora.
"""


def test_wrapped_lines_are_joined_and_blank_lines_part_paragraphs() -> None:
    first, second = shown(read(WRAPPED))
    assert first[0] == second[0] == "paragraph"
    assert "\n" not in first[1]
    assert first[1].startswith("The port of Velmora was closed on Friday evening after a storm that tore two")
    assert second[1].endswith("grain carrier Aurora.")


def test_indented_lines_begin_paragraphs() -> None:
    text = (
        "STORM CLOSES PORT OF VELMORA\n\n"
        "The port was closed on Friday evening after a storm that tore two\n"
        "cranes from their rails.\n"
        "    Fourteen ships were waiting off the cape on Saturday, among them\n"
        "the grain carrier Aurora.\n"
        "    No one was hurt, the harbour master said.\n"
    )
    document = read(text)
    assert [kind for kind, _ in shown(document)] == ["heading1", "paragraph", "paragraph", "paragraph"]
    assert document.title == "STORM CLOSES PORT OF VELMORA"
    assert document.title_from == "first line"
    assert shown(document)[2][1].endswith("among them the grain carrier Aurora.")


def test_one_paragraph_a_line() -> None:
    long = "The council of Velmora met on Monday to hear what the harbour master had to say of the storm."
    text = "\n".join([long + " It was long.", long, "It ended late.", long])
    document = read(text)
    assert [kind for kind, _ in shown(document)] == ["paragraph"] * 4
    assert document.text == text


def test_figures_under_one_another_keep_their_lines() -> None:
    document = read(
        "QUARTERLY FIGURES\n\nShips 12 vs 14\n    Cargo 3,400 vs 3,900\n    Dues 1.2 mln vs 1.4 mln\n"
    )
    assert shown(document)[1] == (
        "preformatted",
        "Ships 12 vs 14\nCargo 3,400 vs 3,900\nDues 1.2 mln vs 1.4 mln",
    )
    assert [document.quote(span) for span in document.sentences][1:] == [
        "Ships 12 vs 14",
        "Cargo 3,400 vs 3,900",
        "Dues 1.2 mln vs 1.4 mln",
    ]


def test_columns_keep_their_places() -> None:
    table = "Name        Tons     From\nAurora      12,000   Oslo\nBorealis     8,000   Riga"
    assert shown(read(f"{WRAPPED}\n{table}\n"))[-1] == ("preformatted", table)


def test_verse_is_not_joined() -> None:
    verse = "The lamp is out\nThe gulls are gone\nA rope swings slow\nAgainst the stone"
    assert shown(read(f"{WRAPPED}\n{verse}\n"))[-1] == ("preformatted", verse)


def test_bullets_and_numbers_become_items() -> None:
    text = (
        f"{WRAPPED}\nWaiting:\n- Aurora, with grain from\n  Oslo\n- Borealis\n"
        "  1. first hold\n  2. second hold\n- Cetus\n"
    )
    assert shown(read(text))[-5:] == [
        ("paragraph •", "Aurora, with grain from Oslo"),
        ("paragraph •", "Borealis"),
        ("paragraph • 1.", "first hold"),
        ("paragraph • 2.", "second hold"),
        ("paragraph •", "Cetus"),
    ]


def test_a_number_that_a_wrapped_line_begins_with_is_no_item() -> None:
    text = (
        "The council will meet again in the great hall of the town on March\n"
        "25. The mayor, who was away on Monday, is expected to be there this\n"
        "time around.\n"
    )
    assert [kind for kind, _ in shown(read(text))] == ["paragraph"]


def test_underlined_and_capital_lines_are_headings() -> None:
    document = read(
        f"Storm report\n============\n\n{WRAPPED}\nNEXT STEPS\n\n{WRAPPED}\nDamage\n------\nTwo cranes.\n"
    )
    headings = [text for kind, text in shown(document) if kind.startswith("heading")]
    assert headings == ["Storm report", "NEXT STEPS", "Damage"]
    assert document.title == "Storm report"
    assert "====" not in document.text


def test_a_dateline_is_no_heading() -> None:
    document = read(f"Port closed\n\nVELMORA, 16 January 2026 (Harbour Wire)\n\n{WRAPPED}")
    assert [kind for kind, _ in shown(document)] == ["heading1", "paragraph", "paragraph", "paragraph"]
    assert read("16 January 2026\n\nThe port was closed.", "port.txt").title == "Port"


def test_what_follows_a_list_is_not_its_last_item() -> None:
    text = f"{WRAPPED}\nWaiting:\n- Aurora\n- Borealis\nThe council met at nine on Monday.\n"
    assert shown(read(text))[-2:] == [
        ("paragraph •", "Borealis"),
        ("paragraph", "The council met at nine on Monday."),
    ]


def test_rows_of_marks_are_rules() -> None:
    assert [kind for kind, _ in shown(read(f"{WRAPPED}\n* * *\n\n{WRAPPED}\n----------\n"))][2::3] == [
        "rule",
        "rule",
    ]


def test_a_word_broken_at_its_hyphen_is_not_torn_apart() -> None:
    text = (
        "The council of Velmora met on Monday in order to hear about a four-\n"
        "year plan for the harbour and its many long and costly piers, which\nis late.\n"
    )
    assert "a four-year plan" in read(text).text


def test_lines_of_the_file_are_kept() -> None:
    assert [block.line for block in read(f"\n\n{WRAPPED}").blocks] == [2, 6]


def test_a_long_table_comes_in_several_blocks() -> None:
    document = read("\n".join(f"row {number}    {number}" for number in range(2_000)))
    assert len(document.blocks) == 5
    assert document.text.count("\n") == 1_999


def test_the_founding_seed_has_its_title_source_and_paragraphs(shared_data: Path) -> None:
    path = next((shared_data / "seeds").glob("000_*.txt"))
    document = load(path)
    assert (
        document.title == "David Barnea arrived in the United States on Friday for high-level talks on Iran"
    )
    assert document.title_from == "first sentence"
    assert document.source == "Newsmax"
    assert [block.kind for block in document.blocks] == [*["paragraph"] * 12, "furniture"]
    assert document.text == path.read_text(encoding="utf-8").strip()
    assert len(document.sentences) == 14
