"""Small lists of names and of words in names, for what a general model is unsure of.

The lists are text files in `lists/`, each with its source in its first lines. They are kept small on purpose:
what no list knows, the model and the document itself decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple


class Listed(NamedTuple):
    """What a list says of a spelling: the usual name, the type, and the list in words."""

    name: str
    type: str
    why: str


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
STYLES = frozenset(
    "lord lady baron baroness sir dame king queen prince princess pope saint st emperor".split(" ")
)
"""Titles that people are called by: they speak for a person and stay part of the name."""

COUNTRY_OF_PEOPLE: dict[str, str] = {
    people: name for name, _, peoples in _rows("countries") for people in peoples
}
"""Every adjective and name of a people → the country's usual short name."""


def _listed() -> dict[str, Listed]:
    table: dict[str, Listed] = {}
    for source, type_, why in (
        ("regions", "GPE", "list of states"),
        ("geography", "LOC", "list of regions"),
        ("organisations", "ORG", "list of institutions"),
        ("countries", "GPE", "list of countries"),
    ):
        for name, others, peoples in _rows(source):
            table.update(dict.fromkeys((name, *others), Listed(name, type_, why)))
            table.update({people: Listed(people, "NORP", "list of peoples") for people in peoples})
    table.update({name: Listed(name, "ORG", "list of news outlets") for name in _lines("outlets")})
    return table


LISTED = _listed()
"""Every spelling of a country, a people, a state, an institution or an outlet → what it is."""

VESSEL_PREFIXES = (
    "USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "HMNZS", "INS", "IRIS", "RFA", "FS", "ROKS", "JDS", "JS",
    "PNS", "BNS", "KRI", "ARA", "TCG", "HNLMS", "HDMS", "ORP", "RSS", "BRP", "MV", "M/V", "MT", "M/T", "SS",
    "RMS", "RV", "R/V", "MS",
)  # fmt: skip
"""Prefixes of navies' and merchant ships' names; the capitalised words after one are the vessel's name."""

ENDINGS: dict[str, str] = {
    **dict.fromkeys(
        (
            "Inc Inc. Corp Corp. Corporation Company Co. Ltd Ltd. LLC LLP PLC plc AG GmbH Group Holdings Bank "
            "Ministry Department Agency Authority Commission Committee Council Congress Parliament Senate Party "
            "Union Federation Association Foundation Institute Organization Organisation Society League Alliance "
            "Coalition Army Navy Corps Brigade Brigades Guards Forces Command Police Bureau Board Court "
            "Tribunal Services University College Academy Airlines Airways Industries Tribune Herald Gazette "
            "School Radio Fund Trust Club FC Partnership Secretariat Bancorp Securities Systems"
        ).split(" "),
        "ORG",
    ),
    **dict.fromkeys(
        (
            "Airport Airbase Bridge Building Tower Stadium Arena Street Avenue Boulevard Road Highway Square Plaza "
            "Palace Castle Cathedral Church Mosque Temple Synagogue Hospital Prison Station Terminal Dam Reactor "
            "Refinery Pipeline Museum Library Hotel Hall Barracks Checkpoint Monument Memorial Cemetery Canal"
        ).split(" "),
        "FAC",
    ),
    **dict.fromkeys(
        (
            "Sea Ocean Gulf Strait Straits River Lake Bay Mountain Mountains Hills Valley Desert Island Islands "
            "Peninsula Region Basin Delta Archipelago Plateau Plains Hemisphere"
        ).split(" "),
        "LOC",
    ),
}
"""The last word of a name of several words → the type that such names have."""
