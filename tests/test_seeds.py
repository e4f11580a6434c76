"""The bundled briefings: they show the program at work, are ours, and say what is invented."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from reader.analysis.summary.boilerplate import boilerplate, plain, points_back
from reader.analysis.summary.structure import structure_lines
from reader.analysis.summary.summarise import summarise
from reader.formats.load import load
from reader.formats.registry import suffixes
from reader.text.document import Document

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
PATHS = sorted(path for path in SEEDS.iterdir() if path.is_file())
# Retold from a published report about real people; everything else is an exercise.
RETOLD = {"2026-01-17-barnea-talks-in-us.txt", "2026-01-17-iran-consultations-brief.md"}
RUN = 8

every_seed = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower().replace("’", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {path.name: load(path) for path in PATHS}


def test_how_many() -> None:
    assert 12 <= len(PATHS) <= 20
    assert {path.name for path in PATHS} >= RETOLD


def test_both_formats() -> None:
    assert {path.suffix for path in PATHS} == {".txt", ".md"} <= suffixes()


@every_seed
def test_reads_without_warnings(path: Path) -> None:
    document = load(path)
    assert document.warnings == ()
    assert document.encoding in ("utf-8", "ascii")
    assert 150 <= document.words <= 900


@every_seed
def test_has_a_title_and_a_date(path: Path) -> None:
    document = load(path)
    assert document.title
    assert document.title_from in ("front matter", "header", "heading", "first line")
    assert document.published_from != "file time"
    assert datetime.fromisoformat(document.published).year == 2026


@every_seed
def test_has_a_summary_that_stands_alone(path: Path) -> None:
    document = load(path)
    found = summarise(document)
    assert 1 <= len(found) <= 3
    said = [document.text[each.start : each.end] for each in found]
    assert not any(boilerplate(plain(each)) for each in said)
    assert not points_back(said[0])


@every_seed
def test_says_near_the_top_what_it_is(path: Path) -> None:
    top = load(path).text[:400].lower()
    if path.name in RETOLD:
        assert "newsmax" in top
        assert "2026" in top
    else:
        assert "exercise" in top
        assert "invented" in top


@every_seed
def test_none_repeats_the_founding_seed(path: Path, shared_data: Path) -> None:
    founding = set[tuple[str, ...]]().union(
        *(runs(each.read_text(encoding="utf-8")) for each in (shared_data / "seeds").iterdir())
    )
    assert founding
    assert not runs(path.read_text(encoding="utf-8")) & founding


@pytest.mark.parametrize(
    "spellings",
    [
        ("Yevhen Dorozhan", "Evgen Dorojan", "Yevgeny Dorozhan"),
        ("Amina al-Rashidi", "Amina Al Rasheedi", "Amina El-Rashidy"),
        ("Ingrid Søndervik", "Ingrid Sondervik"),
        ("João Ferraz", "Joao Feraz"),
        ("Mukhtar Sayidov", "Muhtar Saidov"),
        ("Joint Maritime Coordination Centre", "JMCC"),
        ("Union of Dock and Harbour Workers", "UDHW"),
        ("Tessel Strait Traffic Authority", "TSTA"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_names_are_spelt_differently(spellings: tuple[str, ...], documents: dict[str, Document]) -> None:
    for spelling in spellings:
        assert any(spelling in document.text for document in documents.values()), spelling


def test_dispatches_contradict_one_another(documents: dict[str, Document]) -> None:
    of_the_day = [document.text for name, document in documents.items() if name.startswith("2026-03-1")]
    for versions in (("04:40", "05:15"), ("21 persons", "23 crew", "crew of 24"), ("31,000", "34,000")):
        for version in versions:
            assert any(version in text for text in of_the_day), version


def test_every_kind_of_text_occurs(documents: dict[str, Document]) -> None:
    blocks = {block.kind for document in documents.values() for block in document.blocks}
    assert blocks >= {"heading", "paragraph", "table", "code"}
    containers = [c for d in documents.values() for block in d.blocks for c in block.containers]
    assert {container.kind for container in containers} == {"quote", "item", "footnote"}
    assert {container.checked for container in containers} == {None, True, False}
    styles = {style.kind for document in documents.values() for style in document.styles}
    assert styles >= {"emphasis", "strong", "strike", "link", "image", "footnote"}
    assert any(line.text.startswith("task list") for d in documents.values() for line in structure_lines(d))


def test_links_between_seeds_lead_somewhere(documents: dict[str, Document]) -> None:
    targets = {style.target for d in documents.values() for style in d.styles if style.kind == "link"}
    inside = {target for target in targets if "://" not in target}
    assert inside
    assert inside <= set(documents)
