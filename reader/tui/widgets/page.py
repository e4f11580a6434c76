"""A page of lines that is built for a width: summaries, info, help, dossiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.text.styled_text import StyledText, strip_of
from reader.tui.theme.palettes import Palette

Build = Callable[[int], Sequence[Sequence[StyledText]]]


class Leading(list[StyledText]):
    """A line that leads somewhere; neighbouring lines with one target are one step of the cursor."""

    def __init__(self, pieces: Iterable[StyledText], target: object) -> None:
        super().__init__(pieces)
        self.target = target


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """The lines that `build(width)` gives, built again when the width changes.

    While it has the focus a cursor stands on one of the lines that lead somewhere.
    """

    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: auto; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, palette: Callable[[], Palette], *, margin: int = 2, id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._margin = margin
        self._build: Build = lambda _width: ()
        self._lines: Sequence[Sequence[StyledText]] = ()
        self._width = -1
        self._cursor = 0

    # API

    def show(self, build: Build, *, keep_place: bool = False) -> None:
        """Show what this builds, from its first line, or where the page stands when the place is kept."""
        self._build = build
        self._width = -1
        self._rebuild()
        if not keep_place:
            self._cursor = 0
            self.scroll_to(y=0, animate=False, force=True)

    @property
    def targets(self) -> list[object]:
        """What the lines lead to, in their order."""
        targets: list[object] = []
        for line in self._lines:
            if isinstance(line, Leading) and (not targets or targets[-1] is not line.target):
                targets.append(line.target)
        return targets

    @property
    def target(self) -> object | None:
        """What the cursor stands on, None on a page that leads nowhere."""
        targets = self.targets
        return targets[min(self._cursor, len(targets) - 1)] if targets else None

    def move(self, by: int) -> None:
        """Move the cursor by so many targets; a page without any is scrolled."""
        targets = self.targets
        if not targets:
            self.scroll_relative(y=by, animate=False)
            return
        self._cursor = max(0, min(self._cursor + by, len(targets) - 1))
        rows = [
            n
            for n, line in enumerate(self._lines)
            if isinstance(line, Leading) and line.target is self.target
        ]
        self.scroll_to_region(Region(0, rows[0], 1, len(rows)), animate=False, force=True)
        self.refresh()

    # Rendering

    def _rebuild(self) -> None:
        width = self.size.width - 2 * self._margin
        if width > 0 and width != self._width:
            self._width = width
            self._lines = self._build(width)
            self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._rebuild()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the strip at this line of the widget."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        pieces = self._lines[index] if index < len(self._lines) else ()
        palette = self._palette()
        at_cursor = self.has_focus and isinstance(pieces, Leading) and pieces.target is self.target
        over = palette.styles["cursor"] if at_cursor else None
        return strip_of([StyledText(" " * self._margin), *pieces], width, palette, over)
