"""How the screens look: colours, the width of the text, and how wide a terminal draws characters."""

from __future__ import annotations

from typing import Any

from textual.app import App

from reader.library import LEAST_MEASURE, MOST_MEASURE, Library
from reader.tui.session.events import Announcements
from reader.tui.text.cell_width import NARROW, Cells
from reader.tui.theme.palettes import DARK, PALETTES, PLAIN, own_palettes


class Appearance:
    """The palette in force and the measure, both kept for the next start.

    `problems` are sentences about themes of the person's own that cannot be used. `measure` is the width of
    the text in cells.
    """

    def __init__(
        self, app: App[Any], library: Library, announcements: Announcements, *, no_color: bool
    ) -> None:
        self._app = app
        self._library = library
        self._announcements = announcements
        own, self.problems = own_palettes(library.places.themes)
        self.palettes = {**PALETTES, **{palette.name: palette for palette in own}}
        chosen = library.settings.theme or library.preferences.get("theme")
        self.palette = PLAIN if no_color else self.palettes.get(chosen, DARK)
        self.measure = _stored_measure(library)
        self.cells = Cells(ambiguous_wide=True) if library.settings.ambiguous_wide else NARROW

    def use_theme(self, name: str) -> None:
        """Change the colours, now and for the next start."""
        self.palette = self.palettes[name]
        self._app.ansi_color = True if self.palette is PLAIN else None
        self._app.theme = name
        self._library.preferences.set("theme", name)
        self._announcements.theme_changed(name)
        for screen in self._app.screen_stack:
            screen.refresh(layout=True)
            for widget in screen.query("*"):
                widget.refresh()

    def keep_measure(self, cells: int | None) -> int:
        """Keep the width of the text, None for that of the settings; return the width in force."""
        if cells is None:
            self._library.preferences.delete("measure")
            self.measure = self._library.settings.measure
        else:
            self.measure = max(LEAST_MEASURE, min(cells, MOST_MEASURE))
            self._library.preferences.set("measure", str(self.measure))
        return self.measure


def _stored_measure(library: Library) -> int:
    stored = library.preferences.get("measure")
    return int(stored) if stored.isdigit() else library.settings.measure
