"""What the doctor is told about the files whose meaning the interface alone knows."""

from __future__ import annotations

from collections.abc import Iterator

from reader.errors import SettingsError
from reader.library import Finding
from reader.system.paths import Places
from reader.tui.session.commands import Keymap, load_keys
from reader.tui.theme.palettes import own_palettes


def examine_own_files(places: Places) -> Iterator[Finding]:
    """Report whether the person's keys and themes can be used."""
    try:
        keymap = Keymap(load_keys(places.keys))
    except SettingsError as error:
        yield Finding("keys", False, str(error), f"Mend or remove {places.keys}.")
    else:
        used = str(places.keys) if places.keys.exists() else "none set; the usual ones hold"
        conflicts = " ".join(keymap.conflicts)
        yield Finding("keys", not conflicts, conflicts or used, f"Mend {places.keys}." if conflicts else "")
    palettes, problems = own_palettes(places.themes)
    names = ", ".join(palette.name for palette in palettes) or "none of your own"
    yield Finding(
        "themes", not problems, " ".join(problems) or names, f"Mend or remove it from {places.themes}."
        if problems else "",
    )  # fmt: skip
