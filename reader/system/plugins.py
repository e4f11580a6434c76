"""What other installed packages add: objects behind entry points; a broken one breaks nothing.

See https://packaging.python.org/en/latest/specifications/entry-points/. A package that adds something
declares an entry point in one of the groups `briefing_reader.formats` and `briefing_reader.exports`; the room
that the group belongs to says what the object must be.
"""

from __future__ import annotations

import logging
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import NamedTuple

from reader.text.safety import safe_line

_log = logging.getLogger(__name__)


class Plugin(NamedTuple):
    """An object that another package adds, with its entry point's name, and the package and its version."""

    name: str
    package: str
    value: object


class Plugins(NamedTuple):
    """What could be loaded of one group, by name, and a sentence for each entry point that could not."""

    loaded: tuple[Plugin, ...]
    problems: tuple[str, ...]


def load_plugins(group: str) -> Plugins:
    """Load every entry point of a group, in the order of their names; nothing that one raises leaves here."""
    if not _may_be_declared(group):
        return Plugins((), ())
    from importlib.metadata import entry_points

    loaded: list[Plugin] = []
    problems: list[str] = []
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        name = safe_line(point.name)
        package = safe_line(f"{point.dist.name} {point.dist.version}") if point.dist else "an unknown package"
        try:
            loaded.append(Plugin(name, package, point.load()))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - foreign code may raise anything
            problems.append(refusal(name, package, f"it cannot be loaded: {reason(error)}"))
    for problem in problems:
        _log.warning("%s", problem)
    return Plugins(tuple(loaded), tuple(problems))


def _may_be_declared(group: str) -> bool:
    """Return whether some installed package may declare an entry point of a group; False is certain.

    Most people have none, and importing importlib.metadata would cost each start a sixth of its time.
    """
    if any(finder is not PathFinder and hasattr(finder, "find_distributions") for finder in sys.meta_path):
        return True
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)  # noqa: PTH208 - in a third of the time
        except NotADirectoryError:
            return True  # an archive
        except OSError:
            continue
        for name in names:
            if name.endswith((".egg", "EGG-INFO")):
                return True
            if name.endswith((".dist-info", ".egg-info")) and _names(Path(folder, name), group):
                return True
    return False


def _names(package: Path, group: str) -> bool:
    try:
        return group.encode() in (package / "entry_points.txt").read_bytes()
    except OSError:
        return False


def refusal(name: str, package: str, why: str) -> str:
    """Return the sentence that says why a plug-in is not used; `why` is a phrase."""
    return f"The plug-in “{name}” of {package} is not used: {why.rstrip('.')}."


def reason(error: BaseException) -> str:
    """Return what went wrong in foreign code as a phrase on one safe line."""
    return safe_line(f"{type(error).__name__}: {error}"[:300]).rstrip(": ")
