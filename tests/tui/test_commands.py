"""The commands table, the keys that a person sets, and every key of every row pressed."""

from __future__ import annotations

import os
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.drivers.headless_driver import HeadlessDriver
from tui_desk import HARBOUR, LONG, STRAIT, Desk, Sit

from reader.errors import SettingsError
from reader.text.spans import Span
from reader.tui.app.app import ReaderApp
from reader.tui.screens.modals.help import HelpScreen
from reader.tui.session.commands import (
    COMMANDS,
    EVERYWHERE,
    ROWS,
    Command,
    Keymap,
    Where,
    key_table,
    load_keys,
    shown_key,
    textual_key,
)
from reader.tui.widgets.bars import Prompt

# The table


def test_ids_are_unique_and_every_row_says_what_it_does() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        assert command.id.isidentifier()
        assert command.keys
        assert command.where
        assert command.label
        assert command.help.endswith(".")


def test_the_usual_keys_do_not_contend() -> None:
    assert Keymap().conflicts == []


def test_no_key_is_one_that_terminals_cannot_tell_apart_or_do_not_send() -> None:
    taken = {textual_key(key) for command in COMMANDS for key in command.keys}
    assert not taken & {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"}
    assert not [key for key in taken if key.startswith(("alt+", "cmd+", "super+", "meta+"))]


@pytest.mark.parametrize(
    ("key", "name"),
    [("PgDn", "pagedown"), ("Enter", "enter"), ("S-Tab", "shift+tab"), ("F1", "f1"), ("F", "F"), (")", ")")],
)
def test_keys_of_the_table_have_the_names_that_arrive(key: str, name: str) -> None:
    assert textual_key(key) == name


def test_the_key_table_names_every_command_once() -> None:
    rows = key_table().splitlines()[2:]
    assert len(rows) == len(COMMANDS)
    for row, command in zip(rows, COMMANDS, strict=True):
        assert f"`{command.id}`" in row
        assert all(f"`{shown_key(key)}`" in row for key in command.keys)


@pytest.mark.parametrize("where", ["list", "document", "notes", "entities"])
def test_the_hint_line_shows_few_keys_in_their_order(where: Where) -> None:
    hints = Keymap().hints(where)
    assert 3 <= len(hints) <= 6
    assert hints[-1] == ("?", "help")


# The person's keys


def test_a_key_of_the_person_wins_over_a_usual_one_and_the_loss_is_said() -> None:
    keymap = Keymap({"flag": ["j", "ctrl+f"]})
    for where in ("list", "document"):
        found = keymap.command(where, "j", "j")
        assert found is not None
        assert found.id == "flag"
    assert keymap.command("list", "down", None) is not None
    assert keymap.command("list", "ctrl+f", None) is not None
    assert keymap.command("list", "F", "F") is None
    assert [line for line in keymap.conflicts if "“flag”" in line and "“down” lost it" in line]


def test_where_the_person_changed_nothing_the_usual_key_stays() -> None:
    found = Keymap({"flag": ["j"]}).command("notes", "j", "j")
    assert found is not None
    assert found.id == "down"


def test_a_command_that_does_not_exist_is_said_and_the_rest_holds() -> None:
    keymap = Keymap({"frobnicate": ["j"], "flag": ["Z"]})
    assert keymap.conflicts == ["keys file: there is no command “frobnicate”."]
    found = keymap.command("list", "Z", "Z")
    assert found is not None
    assert found.id == "flag"


@given(
    st.dictionaries(
        st.sampled_from([command.id for command in COMMANDS]),
        st.lists(st.sampled_from([*string.ascii_letters, "ctrl+t", "F5", "PgDn"]), max_size=3),
        max_size=8,
    )
)
def test_each_key_runs_one_command_and_each_lost_key_is_said(overrides: dict[str, list[str]]) -> None:
    keymap = Keymap(overrides)
    for command in COMMANDS:
        for where in command.where:
            for key in keymap.keys[command.id]:
                holder = keymap.command(where, textual_key(key), None)
                assert holder is not None
                assert holder is command or any(
                    f"{key} runs “{holder.id}” in the {where} view, so “{command.id}” lost it" in line
                    for line in keymap.conflicts
                )


def test_a_keys_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    assert load_keys(path) == {}
    path.write_text('flag = "z"\nopen = ["Enter", "ctrl+o"]\n', encoding="utf-8")
    assert load_keys(path) == {"flag": ["z"], "open": ["Enter", "ctrl+o"]}


@pytest.mark.parametrize("text", ["flag = 3", 'flag = [""]', "flag =", '[flag]\nkey = "z"', "\udcff"])
def test_a_keys_file_that_cannot_be_used_is_said_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=r"keys\.toml"):
        load_keys(path)


async def test_a_conflict_in_the_keys_file_is_said_at_the_start_and_the_keys_hold(sit: Sit) -> None:
    async with sit(keymap=Keymap({"flag": ["j"]})) as desk:
        assert "“down” lost it" in desk.said
        await desk.press("j")
        assert desk.rows.current.flagged


# Every key of every row

MOVES = {
    **dict.fromkeys(("down", "page_down", "half_down", "last"), 1),
    **dict.fromkeys(("up", "page_up", "half_up", "first"), -1),
}
"""The commands that move the cursor of a list, and which way."""


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the world outside the screen: the editor, the shell, the mouse, the end."""
    asked: list[str] = []

    @contextmanager
    def suspend(_app: ReaderApp) -> Iterator[None]:
        yield

    def run(command: list[str], **_options: Any) -> None:
        asked.append(" ".join(command[:2]))

    monkeypatch.setenv("EDITOR", "my-editor")
    monkeypatch.setattr(ReaderApp, "suspend", suspend)
    monkeypatch.setattr("reader.tui.session.programs.subprocess.run", run)
    nothing = SimpleNamespace(problem="", waiting=0, failed=0, done=0, total=0)
    behind = SimpleNamespace(
        rescan=lambda: asked.append("rescan"),
        prefer=lambda _entry: None,
        close=lambda: None,
        notes=SimpleNamespace(add=lambda _note_id: None),
        analyses=SimpleNamespace(progress=lambda: nothing),
    )
    monkeypatch.setattr(
        ReaderApp, "background", property(lambda _app: behind, lambda _app, _value: None), raising=False
    )
    monkeypatch.setattr(ReaderApp, "action_suspend_process", lambda _app: asked.append("suspended"))
    monkeypatch.setattr(ReaderApp, "exit", lambda *_args, **_options: asked.append("left"))
    for name in ("_disable_mouse_support", "_enable_mouse_support"):
        monkeypatch.setattr(
            HeadlessDriver, name, lambda _driver, name=name: asked.append(name), raising=False
        )
    return asked


async def _begin(desk: Desk, where: Where) -> None:
    """Bring a screen to the front, in a state in which every command has something to do."""
    while len(desk.app.screen_stack) > 2:
        desk.app.pop_screen()
        await desk.settle()
    if isinstance(desk.app.focused, Prompt):
        await desk.press("escape")
    desk.app.navigation.walk = None
    if where == "document":
        await desk.open(STRAIT, "Admiral")
        await desk.press("}")
        await desk.go("Evgen Dorojan called")
    elif where == "search":
        await desk.press("s")
    elif where in ("entities", "notes"):
        await desk.press("2" if where == "entities" else "3")
        await desk.until(lambda: len(desk.rows.items) > 1)
    elif where == "dossier":
        await desk.press("2")
        await desk.until(lambda: desk.screen.where == "entities" and desk.rows.items)
        await desk.press("g", "enter")
    if where != "document":
        await desk.until(lambda: desk.screen.where == where)
    if where in ROWS:
        # A row that has others above and below it: there is somewhere to go to in either way.
        desk.rows.go(1)
        await desk.settle()
    if where == "list":
        title = desk.rows.current.title
        await desk.until(lambda: desk.page.strip().startswith(title))


async def _make_ready(desk: Desk, command: Command, where: Where) -> None:
    """What a command needs before it: something to leave, clear, take back, go back to."""
    if command.id == "cancel" and where == "document":
        await desk.press("v")
    elif command.id == "cancel":
        await desk.press("/", "e", "enter")
    elif command.id == "undo":
        await desk.press("x" if where == "notes" else "A" if where == "document" else "F")
    elif command.id in ("back", "forward"):
        await desk.press("g", *("H" * (command.id == "forward")))
    elif command.id in ("previous_link", "previous_note"):
        await desk.press("G")
    elif command.id == "measure":
        await desk.press("+")


def _state(desk: Desk, outside: list[str]) -> tuple[object, ...]:
    """Everything that a person could see change, and what was asked of the world outside."""
    screen = desk.screen
    view = getattr(screen, "view", None)
    return (
        screen,
        screen.focused,
        desk.rows.cursor if screen.query("#rows") else 0,
        desk.text,
        view and (view.caret, view.viewport.selection, view.viewport.mode),
        desk.app.clipboard,
        desk.app.appearance.measure,
        len(outside),
        len(desk.library.notes.all()),
    )


CASES = [
    (where, group)
    for where in EVERYWHERE
    for group in dict.fromkeys(command.group for command in COMMANDS if where in command.where)
]


@pytest.mark.parametrize(("where", "group"), CASES)
async def test_every_key_of_every_row_does_something_where_it_applies(
    sit: Sit, outside: list[str], where: Where, group: str
) -> None:
    async with sit() as desk:
        for name, quote in (
            (STRAIT, "Korvania will release"),
            (HARBOUR, "Ferries wait"),
            (STRAIT, "Korvania"),
        ):
            entry = next(entry for entry in desk.library.documents.entries() if entry.path.name == name)
            document = desk.library.files.document(entry.path)
            start = document.text.index(quote)
            desk.library.notes.add(entry.path, document, Span(start, start + len(quote)), body=quote)
        desk.screen.reload()
        await desk.until(lambda: any(entry.notes for entry in desk.rows.items))
        for command in COMMANDS:
            if where not in command.where or command.group != group:
                continue
            for key in command.keys:
                told = f"{key} ({command.id}) in {where}"
                await _begin(desk, where)
                await _make_ready(desk, command, where)
                before = _state(desk, outside)
                await desk.press(textual_key(key))
                assert "does nothing here" not in _said(desk), told
                if (where, command.id) == ("list", "documents"):
                    assert desk.screen is desk.app.navigation.documents
                    continue
                await desk.until(lambda before=before: _state(desk, outside) != before, told)
                if where in ROWS and command.id in MOVES:
                    assert (desk.rows.cursor - before[2]) * MOVES[command.id] > 0, told


def _said(desk: Desk) -> str:
    return desk.said if hasattr(desk.screen, "where") else ""


async def test_what_a_key_asks_of_the_world_outside(sit: Sit, outside: list[str]) -> None:
    async with sit() as desk:
        await desk.press("ctrl+z", "f2", "f2", "ctrl+q", "q")
        assert outside == ["suspended", "_disable_mouse_support", "_enable_mouse_support", "left", "left"]
        outside.clear()
        await desk.open(LONG, "In week 9")
        await desk.press("ctrl+e")
        asked = outside[0]
        path = next(entry.path for entry in desk.library.documents.entries() if entry.path.name == LONG)
        line = path.read_text(encoding="utf-8").splitlines().index("## Week 9") + 3
        assert asked == f"my-editor +{line}"


async def test_without_an_editor_it_is_said_how_to_set_one(sit: Sit) -> None:
    async with sit() as desk:
        assert "EDITOR" not in os.environ
        await desk.press("ctrl+e")
        assert desk.said.startswith("Set $EDITOR")


@pytest.mark.parametrize("key", ["?", "f1"])
async def test_help_lists_every_command_of_the_place(sit: Sit, key: str) -> None:
    async with sit(size=(120, 200)) as desk:
        await desk.open(STRAIT)
        await desk.press(key)
        assert isinstance(desk.screen, HelpScreen)
        await desk.shows("Keys in a document")
        shown = " ".join(desk.text.replace("│", " ").split())
        for command in COMMANDS:
            if "document" in command.where:
                assert command.help.split(";")[0][:40] in shown, command.id
        await desk.press("escape")
        assert desk.head.startswith(" Strait report 01")


async def test_help_of_a_search_tells_what_can_be_typed(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s", "f1")
        await desk.shows("Keys in a search")
        await desk.press("G", "space", "space", "space")
        await desk.shows("date:2026-01..2026-03")
        assert all(way in desk.text for way in ("is:unread", "has:note", "-word"))


async def test_the_palette_runs_a_command_by_its_name(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("ctrl+p")
        await desk.type("flag")
        await desk.shows("Flag the document")
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is desk.app.navigation.documents)
        await desk.until(lambda: desk.rows.current.flagged)
        entry = desk.rows.current
        assert entry.flagged
        assert [found.path for found in desk.app.library.documents.entries() if found.flagged] == [entry.path]


async def test_the_palette_has_every_command_of_the_place_and_the_themes(sit: Sit) -> None:
    async with sit() as desk:
        titles = {command.title for command in desk.app.get_system_commands(desk.screen)}
        wanted = {
            f"{command.label} · {command.id}"
            for command in COMMANDS
            if "list" in command.where and command.id not in ("palette", "command")
        }
        assert wanted <= titles
        assert sum(title.startswith("theme ") for title in titles) >= 3
