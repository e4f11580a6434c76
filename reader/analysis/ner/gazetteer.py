"""Small lists of names and of words in names, for what a general model is unsure of.

The lists are text files in `lists/`, each with its source in its first lines. They are kept small on purpose:
what no list knows, the model and the document itself decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple


class Listed(NamedTuple):
    """What a list says of a spelling: the usual name, the type, and what the list is of."""

    name: str
    type: str
    source: str


def _lines(name: str) -> Iterator[str]:
    for line in (files("reader.analysis") / "lists" / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _rows(name: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for line in _lines(name):
        columns = [*line.split("|"), "", ""]
        yield columns[0], list(filter(None, columns[1].split(","))), list(filter(None, columns[2].split(",")))


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


GIVEN_NAMES = _words("given_names")
TITLES = _words("titles")
ROLES = _words("roles")
STYLES = _words("styles")
"""Titles that people are called by: they speak for a person and stay part of the name."""
SMALL_WORDS = _words("small_words")
TABLE_WORDS = _words("table_words")
NOT_NAMES = frozenset(_lines("not_names"))
"""What is written with capitals and names nobody when it stands alone."""
COMMON_FIRST_WORDS = _words("common_first_words")
COMMON_WORDS = _words("common_words")
"""Words that English writes small inside a sentence, in small letters."""

COUNTRY_OF_PEOPLE: dict[str, str] = {
    people: name for name, _, peoples in _rows("countries") for people in peoples
}
"""Every adjective and name of a people → the country's usual short name."""


def _listed() -> dict[str, Listed]:
    table: dict[str, Listed] = {}
    for file, type_, source in (
        ("regions", "GPE", "states"),
        ("geography", "LOC", "regions"),
        ("organisations", "ORG", "institutions"),
        ("cities", "GPE", "cities"),
        ("countries", "GPE", "countries"),
    ):
        for name, others, peoples in _rows(file):
            table.update(dict.fromkeys((name, *others), Listed(name, type_, source)))
            table.update({people: Listed(people, "NORP", "peoples") for people in peoples})
    table.update({name: Listed(name, "ORG", "news outlets") for name in _lines("outlets")})
    for type_, names, _ in _rows("others"):
        table.update({name: Listed(name, type_, "other names") for name in names})
    return table


LISTED = _listed()
"""Every spelling of a country, a people, a state, an institution or an outlet → what it is."""

VESSEL_PREFIXES = (
    "USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "HMNZS", "INS", "IRIS", "RFA", "FS", "ROKS", "JDS", "JS",
    "PNS", "BNS", "KRI", "ARA", "TCG", "HNLMS", "HDMS", "ORP", "RSS", "BRP", "MV", "M/V", "MT", "M/T", "SS",
    "RMS", "RV", "R/V",
)  # fmt: skip
"""Prefixes of navies' and merchant ships' names; the capitalised words after one are the vessel's name."""

ENDINGS: dict[str, str] = {word: type_ for type_, words, _ in _rows("endings") for word in words}
"""The last word of a name of several words → the type that such names have."""
