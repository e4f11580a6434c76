"""Each row of the README's table of search lines does what it says, through the real command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import run_reader

from reader.system.paths import bundled_seeds

SEEDS = bundled_seeds()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the bundled briefings are indexed, their names too."""
    home = tmp_path_factory.mktemp("home")
    reader(home, "index", str(SEEDS))
    return home


def reader(home: Path, *arguments: str) -> str:
    """What the program prints on standard output."""
    run = run_reader(home, *arguments)
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


def hits(home: Path, line: str) -> list[dict[str, object]]:
    """The hits on the briefings for a search line, the best first."""
    printed = reader(home, "search", "--json", "--limit", "50", line, str(SEEDS))
    return json.loads(printed)["hits"]


def names(answer: list[dict[str, object]]) -> set[str]:
    """The names of the files that the hits are in."""
    return {Path(str(hit["path"])).name for hit in answer}


def texts(answer: list[dict[str, object]]) -> list[str]:
    """The passages of the hits, in small letters."""
    return [str(hit["text"]).casefold() for hit in answer]


def test_words_are_found_however_they_are_spelt(home: Path) -> None:
    best = texts(hits(home, "tankr sezed"))[0]
    assert "tanker" in best
    assert "seize" in best


def test_the_last_word_may_be_unfinished(home: Path) -> None:
    assert "seize" in texts(hits(home, "tanker seiz"))[0]


def test_an_apostrophe_takes_the_word_exactly(home: Path) -> None:
    assert hits(home, "'tankr") == []
    assert all("tanker" in text for text in texts(hits(home, "'tanker")))


def test_words_in_quotation_marks_stand_next_to_each_other(home: Path) -> None:
    together = hits(home, '"turned back"')
    assert together
    assert all("turned back" in text for text in texts(together))
    assert hits(home, '"back turned"') == []


@pytest.mark.parametrize("sign", ["-", "!"])
def test_a_minus_leaves_out(home: Path, sign: str) -> None:
    every, without = names(hits(home, "dock")), names(hits(home, f"dock {sign}strike"))
    assert without < every
    read = {name: (SEEDS / name).read_text(encoding="utf-8").casefold() for name in without}
    assert all("strike" not in text.split() for text in read.values())


def test_a_bar_means_either(home: Path) -> None:
    assert names(hits(home, "'velm | 'helicopter")) == names(hits(home, "'velm")) | names(
        hits(home, "'helicopter")
    )


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title:report", "title", "report"),
        ("source:meridian", "source", "meridian"),
    ],
)
def test_fields(home: Path, line: str, field: str, value: str) -> None:
    rows = {
        Path(row["path"]).name: row
        for row in map(json.loads, reader(home, "list", "--json", str(SEEDS)).splitlines())
    }
    answer = names(hits(home, line))
    assert answer
    assert all(value in rows[name][field].casefold() for name in answer)


def test_tags(home: Path) -> None:
    answer = names(hits(home, "tag:shipping"))
    assert answer
    assert all("shipping" in (SEEDS / name).read_text(encoding="utf-8").casefold() for name in answer)


@pytest.mark.parametrize(
    ("line", "spelling"),
    [
        ("person:dorojan", "doroz?j?han|dorojan"),
        ('org:"coast guard"', "coast guard|kcg"),
        ("place:dravik", "dravik"),
    ],
)
def test_names_of_people_organisations_and_places(home: Path, line: str, spelling: str) -> None:
    answer = names(hits(home, line))
    assert answer
    for name in answer:
        text = " ".join((SEEDS / name).read_text(encoding="utf-8").casefold().split())
        assert re.search(spelling, text), name


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("date:2026-03", "2026-03-01", "2026-03-31"),
        ("date:2026-03-11..2026-03-13", "2026-03-11", "2026-03-13"),
        ("date:..2026", "0000", "2026-12-31"),
    ],
)
def test_dates(home: Path, line: str, first: str, last: str) -> None:
    rows = [json.loads(row) for row in reader(home, "list", "--json", str(SEEDS)).splitlines()]
    within = {Path(row["path"]).name for row in rows if first <= row["published"][:10] <= last}
    assert names(hits(home, line)) == within


def test_states_and_notes(home: Path, tmp_path: Path) -> None:
    """What is unread, and what has a note, is a matter of this person alone: a home of its own."""
    every = names(hits(home, "is:unread"))
    assert every == {path.name for path in SEEDS.iterdir()}
    assert hits(home, "is:read") == hits(home, "is:flagged") == hits(home, "has:note") == []
    path = SEEDS / "2026-03-11-meridian-calder-rose.txt"
    reader(home, "notes", "add", str(path), "--quote", "23 crew", "--body", "Check against the sitrep.")
    assert path.name in names(hits(home, "has:note"))
    assert path.name in names(hits(home, "note:check"))


def test_what_holds_more_of_the_words_closer_together_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    filler = "Nothing else of interest was reported from the coast on that day. " * 12
    (folder / "both-close.txt").write_text(f"First report\n\n{filler}\n\nThe grain envoy left.\n")
    (folder / "both-far.txt").write_text(
        f"Second report\n\nGrain was loaded.\n\n{filler}\n\nAn envoy left.\n"
    )
    (folder / "one.txt").write_text(f"Third report\n\n{filler}\n\nThe grain was loaded.\n")
    own = tmp_path / "home"
    reader(own, "index", "--no-names", str(folder))
    answer = json.loads(reader(own, "search", "--json", "grain envoy", str(folder)))["hits"]
    assert [Path(hit["path"]).name for hit in answer] == ["both-close.txt", "both-far.txt", "one.txt"]


def test_the_reader_says_which_spelling_was_used(home: Path) -> None:
    printed = reader(home, "search", "--json", "korvanean tankr", str(SEEDS))
    assert json.loads(printed)["corrections"] == {"korvanean": "korvanian", "tankr": "tanker"}
