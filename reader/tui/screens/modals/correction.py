"""Putting a name right: what is wrong about it, chosen from a few calm lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key as KeyEvent
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.worker import get_current_worker

from reader.analysis.corrections import Correction
from reader.analysis.mention import GROUPS
from reader.errors import QueryError, ReaderError
from reader.library import NamedEntity
from reader.search.query.row_filter import Row, RowFilter, row
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.tui.screens.command_screen import session_of
from reader.tui.screens.modals.correction_wording import TYPES, describe_correction
from reader.tui.screens.worker_results import Latest, deliver
from reader.tui.text.styled_text import StyledText, fit, plain
from reader.tui.theme.palettes import GROUP_LETTERS
from reader.tui.widgets.bars import Prompt
from reader.tui.widgets.rows import RowLines, RowList

if TYPE_CHECKING:
    from reader.tui.session.session import Session

Stage = Literal["what", "type", "merge", "split", "rename", "add"]

_SUGGESTED = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be put right: an entity, or (`new`) words in which the model saw no name.

    `document` is the hash of the text in which it was pointed at, empty when it was in no text.
    """

    name: str
    type: str = ""
    aliases: Sequence[str] = ()
    document: str = ""
    new: bool = False


class Choice(NamedTuple):
    """A line to choose: the key that chooses it at once, what it says, what it means."""

    key: str
    text: str
    value: str
    hint: str = ""


_WATCH = Choice("w", "watch it", "watch")


class Facts(NamedTuple):
    """What is known of the name: whether it is watched, and which names were put together with it."""

    watched: bool = False
    merged: tuple[str, ...] = ()


class CorrectingScreen(ModalScreen[Correction | None]):
    """The question what is wrong about a name, and how it is right. Dismissed with a correction, or None."""

    DEFAULT_CSS = """
    CorrectingScreen { align: center middle; }
    CorrectingScreen > Vertical {
        width: 64; max-width: 94%; height: auto; max-height: 84%; padding: 1 0;
    }
    CorrectingScreen Prompt { margin: 0 2 1 2; display: none; }
    CorrectingScreen.typing Prompt { display: block; }
    CorrectingScreen RowList { height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._subject = subject
        self._stage: Stage = "add" if subject.new else "what"
        self._here_only = False
        self._others: list[NamedEntity] = []
        self._fields: list[Row] = []
        self._facts = Facts()
        self._facts_reading = Latest()
        self._suggestions = Latest()

    def compose(self) -> ComposeResult:
        """Yield a field to type into, and lines to choose from."""
        with Vertical():
            yield Prompt()
            yield RowList[Choice](_draw, lambda: session_of(self).appearance.palette)

    @property
    def _rows(self) -> RowList[Choice]:
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """Show the choices, and read which of them apply."""
        self._show(self._stage)
        if self._stage == "what":
            self._facts_reading.follow(self._read_facts())

    # What is shown

    def _show(self, stage: Stage) -> None:
        self._stage = stage
        typing = stage in ("merge", "rename")
        self.set_class(typing, "typing")
        box, prompt = self.query_one(Vertical), self.query_one(Prompt)
        box.border_title = plain(safe_line(self._title())[:56])
        # Where one types, an o is a letter of the name.
        key = "" if typing else "o: "
        scope = f"{key}{'in this document only' if self._here_only else 'everywhere'} · "
        box.border_subtitle = f"{scope if self._subject.document else ''}enter chooses · esc goes back"
        choices = self._choices()
        self._rows.styles.height = 10 if stage == "merge" else len(choices)
        self._rows.show(choices)
        if typing:
            prompt.value = self._subject.name if stage == "rename" else ""
            prompt.placeholder = "the name, however it is spelt" if stage == "merge" else "its name"
            prompt.cursor_position = len(prompt.value)
            prompt.focus()
        else:
            self._rows.focus()
        if stage == "merge":
            self._suggestions.follow(self._gather())

    def _title(self) -> str:
        name = self._subject.name
        return {
            "what": name,
            "type": f"{name} is",
            "merge": f"{name} is the same as",
            "split": f"Not {name} but another",
            "rename": f"{name} is called",
            "add": f"{name} is",
        }[self._stage]

    def _choices(self) -> list[Choice]:
        if self._stage == "what":
            return self._what_choices()
        if self._stage in ("type", "add"):
            return [
                Choice(
                    GROUP_LETTERS[GROUPS[type_]], words, type_, "now" if type_ == self._subject.type else ""
                )
                for type_, words in TYPES.items()
            ]
        if self._stage == "split":
            return [Choice("", alias, alias) for alias in self._parts()]
        return []

    def _what_choices(self) -> list[Choice]:
        subject, facts = self._subject, self._facts
        watch = Choice("w", "stop watching it", "unwatch") if facts.watched else _WATCH
        choices = [
            watch,
            Choice("t", "another kind of name", "type", TYPES.get(subject.type, subject.type.lower())),
            Choice("m", "the same as another name", "merge"),
        ]
        if self._parts():
            choices.append(Choice("s", "two names, not one", "split"))
        return [*choices, Choice("r", "called otherwise", "rename"), Choice("h", "no name: hide it", "hide")]

    def _parts(self) -> list[str]:
        """Return what could be parted from the name: what was put together with it, and other spellings."""
        parts = dict.fromkeys([*self._facts.merged, *self._subject.aliases])
        return [part for part in parts if part != self._subject.name]

    @work(thread=True, exclusive=True, group="facts")
    def _read_facts(self) -> None:
        entities, name = session_of(self).library.entities, self._subject.name
        try:
            corrections = entities.corrections()
            merged = [item.name for item in corrections if item.kind == "merge" and item.to == name]
            facts = Facts(name in entities.watched_names(), tuple(merged))
        except ReaderError as error:
            deliver(self, self._show_problem, str(error))
        else:
            deliver(self, self._take_facts, facts)

    def _take_facts(self, facts: Facts) -> None:
        self._facts = facts
        if self._stage == "what":
            current = self._rows.current
            self._show("what")
            keys = [choice.key for choice in self._rows.items]
            if current is not None and current.key in keys:
                self._rows.go(keys.index(current.key))

    def _show_problem(self, sentence: str) -> None:
        self.query_one(Vertical).border_subtitle = plain(safe_line(sentence))

    @work(thread=True, exclusive=True, group="others")
    def _gather(self) -> None:
        worker = get_current_worker()
        gathered = session_of(self).library.entities.entity_list()
        others = [item for item in gathered.entities if item.name != self._subject.name]
        rows = [row({"name": f"{item.name}\n{item.spellings}"}) for item in others]
        if not worker.is_cancelled:
            deliver(self, self._take_others, others, rows)

    def _take_others(self, others: list[NamedEntity], rows: list[Row]) -> None:
        self._others, self._fields = others, rows
        self._suggestions.follow(self._suggest(self.query_one(Prompt).value))

    @work(thread=True, exclusive=True, group="suggest")
    def _suggest(self, line: str) -> None:
        worker = get_current_worker()
        matches = self._others
        if line.strip():
            try:
                matches = [self._others[index] for index in RowFilter(line, self._fields).indices]
            except QueryError:
                matches = []
        choices = [
            Choice(
                GROUP_LETTERS[GROUPS[item.type]], item.name, f"{item.type}\n{item.name}", f"{item.mentions:,}"
            )
            for item in matches[:_SUGGESTED]
        ]
        if not worker.is_cancelled:
            deliver(self, self._take_suggestions, line, choices)

    def _take_suggestions(self, line: str, choices: list[Choice]) -> None:
        if self._stage == "merge":
            name = " ".join(line.split())
            if name and name != self._subject.name and all(choice.text != name for choice in choices):
                choices = [*choices, Choice("", f"“{name}”, as typed", f"\n{name}")]
            self._rows.show(choices)

    # What is typed

    async def on_key(self, event: KeyEvent) -> None:
        """A choice's letter chooses it."""
        if isinstance(self.focused, Input) or not event.character:
            return
        if event.character == "o" and self._subject.document:
            event.stop()
            self._here_only = not self._here_only
            self._show(self._stage)
        elif self._stage == "what":
            await self._facts_reading.settled()
            for index, choice in enumerate(self._rows.items):
                if choice.key == event.character:
                    event.stop()
                    self._rows.go(index)
                    await self.action_choose()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._stage == "merge":
            self._suggestions.follow(self._suggest(event.value))

    @on(Prompt.Key)
    def _prompt_key(self, event: Prompt.Key) -> None:
        steps = {"up": -1, "down": 1, "page_up": -10, "page_down": 10}
        if event.name in steps:
            self._rows.move(steps[event.name])
        elif event.name == "cancel":
            self.action_back()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._rows.move(by)

    def action_back(self) -> None:
        """Back to what is wrong; from there, close."""
        if self._stage in ("what", "add"):
            self.dismiss(None)
        else:
            self._show("what")

    @on(Input.Submitted)
    @on(RowList.Chosen)
    async def action_choose(self) -> None:
        """Take the line under the cursor, or what was typed; among names, when those for it are there."""
        if self._stage == "merge":
            await self._suggestions.settled()
        elif self._stage == "what":
            await self._facts_reading.settled()
        choice = self._rows.current
        value = choice.value if choice is not None else ""
        if self._stage == "what":
            if value in ("type", "merge", "split", "rename"):
                self._show(value)  # type: ignore[arg-type]
            elif value:
                self._finish(value)
        elif self._stage == "rename":
            self._finish("rename", to=" ".join(self.query_one(Prompt).value.split()))
        elif value and self._stage == "merge":
            type_, _, name = value.partition("\n")
            self._finish("merge", to=name, type_=type_)
        elif value and self._stage == "split":
            self._finish("split", to=value)
        elif value:
            self._finish(self._stage, type_=value)

    def _finish(self, kind: str, to: str = "", type_: str = "") -> None:
        document = self._subject.document if self._here_only and kind not in ("watch", "unwatch") else ""
        try:
            correction = Correction(kind, self._subject.name, to, type_, document=document)  # type: ignore[arg-type]
        except ReaderError as error:
            self._show_problem(str(error))
            return
        self.dismiss(correction)


def _draw(choice: Choice, width: int) -> RowLines:
    hint = f"  {choice.hint}" if choice.hint else ""
    room = max(4, width - 8 - len(hint))
    return [
        [
            StyledText("   "),
            StyledText(f"{choice.key or ' '}  ", "accent"),
            StyledText(fit(choice.text, room)),
            StyledText(f"{hint}  ", "faint"),
        ]
    ]


def ask_correction(session: Session, subject: Subject) -> None:
    """Ask what is wrong, keep the correction, and let every screen show it."""

    def closed(correction: Correction | None) -> None:
        if correction is None:
            return
        try:
            step = session.library.entities.correct(correction)
        except ReaderError as error:
            session.say(str(error), "error")
            return
        session.undo.push(partial(_take_back, session, step))
        session.announcements.names_corrected()
        session.say(f"{describe_correction(correction)}. U takes it back.")

    session.push_screen(CorrectingScreen(subject), closed)


def _take_back(session: Session, step: int) -> str:
    """Take back a step of corrections; return what it was as a sentence."""
    corrections = session.library.entities.undo(step)
    session.announcements.names_corrected()
    words = (
        describe_correction(corrections[0])
        if len(corrections) == 1
        else plural(len(corrections), "correction")
    )
    return f"Taken back: {words}."
