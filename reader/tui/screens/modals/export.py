"""Take notes along: choose a format and a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.errors import ReaderError
from reader.library import export_path, export_to_file
from reader.notes.exports import ExportFormat, export_formats
from reader.notes.note import Note
from reader.text.plural import plural
from reader.text.safety import is_safe
from reader.tui.screens.command_screen import session_of
from reader.tui.screens.worker_results import deliver
from reader.tui.text.styled_text import StyledText, fit, plain
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.rows import RowLines, RowList


class ExportScreen(ModalScreen[str | None]):
    """The five formats and the file that is written; Enter writes it.

    Dismissed with the sentence that says what was written, or None. `name` is what the file is called after;
    it goes into `folder` unless another is typed.
    """

    DEFAULT_CSS = """
    ExportScreen { align: center middle; }
    ExportScreen > Vertical {
        width: 76; max-width: 96%; height: auto; padding: 1 2;
    }
    ExportScreen RowList { height: 5; margin-bottom: 1; }
    ExportScreen Input { background: $panel; }
    ExportScreen .message { height: auto; color: $error; margin-top: 1; display: none; }
    ExportScreen .message.shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("enter,l", "write", show=False),
        Binding("q", "dismiss(None)", show=False),
    ]

    def __init__(self, notes: Sequence[Note], folder: Path, name: str) -> None:
        super().__init__()
        self._notes = notes
        self._folder = folder
        self._called = name
        self._to_replace: Path | None = None

    def compose(self) -> ComposeResult:
        """Yield the formats and the file."""
        with Vertical() as box:
            count = len(self._notes)
            box.border_title = plain(f"Export {plural(count, 'note')}")
            box.border_subtitle = "j k format · tab file · enter write · esc cancel"
            yield RowList[ExportFormat](_draw, self._palette)
            path = export_path(self._folder, self._called)
            # What is typed is taken from the folder on: the name of one that would act is not shown at all.
            yield Input(str(path) if is_safe(str(path)) else path.name, compact=True)
            yield Static("", classes="message")

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Show the formats."""
        rows = self.query_one(RowList)
        rows.show(list(export_formats().values()))
        rows.focus()

    @property
    def _format(self) -> ExportFormat:
        chosen: ExportFormat | None = self.query_one(RowList).current
        return chosen or export_formats()["markdown"]

    def action_move(self, by: int) -> None:
        """Another format."""
        self.query_one(RowList).move(by)

    @on(RowList.Moved)
    def _moved(self) -> None:
        field = self.query_one(Input)
        path = Path(field.value)
        if path.suffix in {format.suffix for format in export_formats().values()}:
            field.value = str(path.with_suffix(self._format.suffix))

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def action_write(self) -> None:
        """Write the file, or say why not; another file is replaced only when told twice."""
        target = Path(self.query_one(Input).value).expanduser()
        whole = self._folder / target
        if not target.name or whole.is_dir():
            self._wrong("Give the file a name.")
        else:
            self._write(whole, self._format, may_replace=whole == self._to_replace)

    @work(thread=True, exclusive=True, group="export")
    def _write(self, target: Path, format: ExportFormat, *, may_replace: bool) -> None:
        library = session_of(self).library
        try:
            library.check_writable(target, format.name)
            if target.exists() and not (format.merges or may_replace):
                deliver(self, self._ask_to_replace, target)
                return
            trashed = library.notes.all(trashed=True)
            message = export_to_file(self._notes, target, format.name, trashed)
        except ReaderError as error:
            deliver(self, self._wrong, str(error))
        else:
            deliver(self, self.dismiss, message)

    def _ask_to_replace(self, target: Path) -> None:
        self._to_replace = target
        self._wrong("That file is there already. enter again replaces it.")

    def _wrong(self, sentence: str) -> None:
        message = self.query_one(".message", Static)
        message.update(plain(sentence))
        message.add_class("shown")


def _draw(format: ExportFormat, width: int) -> RowLines:
    merges = "merges" if format.merges else ""
    label = fit(format.label, max(4, width - 18))
    return [[StyledText(f" {format.name:9}", "accent"), StyledText(label), StyledText(merges, "dim")]]
