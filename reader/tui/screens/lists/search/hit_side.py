"""What stands beside the hits of a search: the document at the hit, or a page where there are none."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical

from reader.text.document import Document
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.layers import Layers
from reader.tui.session.appearance import Appearance
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.page import Build, Page


class HitSide(Vertical):
    """A page and a document, one of which is shown; keys are for neither."""

    def __init__(self, palette: Callable[[], Palette], appearance: Appearance) -> None:
        super().__init__(id="side")
        self._page = Page(palette)
        self._view = DocumentView(palette, measure=appearance.measure, cells=appearance.cells)
        self._view.can_focus = False

    def compose(self) -> ComposeResult:
        """Yield the page and the document."""
        yield self._page
        yield self._view

    def show_page(self, build: Build) -> None:
        """Show the page that this builds for a width."""
        self._view.display = False
        self._page.display = True
        self._page.show(build)

    def show_document(self, document: Document, offset: int, layers: Layers) -> None:
        """Show a document with these layers, at an offset."""
        self._page.display = False
        self._view.display = True
        self._view.show(document, offset, layers)
