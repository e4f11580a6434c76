"""What documents, names and files say is shown as it stands: it is no markup, no link and no command."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
from tui_desk import Desk, Sit, prepare

from reader.system.paths import Places
from reader.tui.screens.modals.correction import CorrectingScreen, Subject
from reader.tui.screens.modals.peek import Peek

TITLES = ("[RESTRICTED] note", "[@click=app.quit]press[/]", "[/x].md", "[bold red]red[/]")
PACKAGE = Path(__file__).resolve().parents[2] / "reader" / "tui"
MARKED_UP = frozenset(
    {"Static", "Label", "Button", "Markdown", "Tooltip", "Collapsible", "Option", "Checkbox"}
)


@pytest.fixture
def marked_up(tmp_path: Path) -> Path:
    """Documents whose titles, sources, tags, links and footnotes are markup for Textual."""
    folder = tmp_path / "[red]marked"
    folder.mkdir()
    for number, title in enumerate(TITLES):
        (folder / f"{number}-[x] .md").write_text(
            f"---\ntitle: '{title}'\nsource: '[/]'\ntags: ['[/x]']\n---\n\n# {title}\n\n"
            "Says [/x] and [@click=app.quit]more[/] here[^1]. "
            "[web](https://u@evil.example/[x]) [up](../../x)\n\n"
            "[^1]: a note [/] below\n"
        )
    prepare(folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    return folder


async def test_titles_in_lists_and_heads_are_no_markup(sit: Sit, marked_up: Path) -> None:
    async with sit(folder=marked_up) as desk:
        assert "[red]marked" in desk.head
        for title in TITLES:
            assert title in desk.text
        await desk.press("enter")
        await desk.reads()
        assert any(title in desk.head for title in TITLES)
        assert "Says [/x] and [@click=app.quit]more[/] here" in desk.text


async def test_dialogs_and_messages_show_it_as_it_stands(sit: Sit, marked_up: Path) -> None:
    async with sit(folder=marked_up) as desk:
        await desk.press("enter")
        await desk.reads()
        desk.screen.say("[/x] [@click=app.quit]said[/]")
        await desk.shows("[/x] [@click=app.quit]said[/]")
        await desk.press("a")
        await desk.until(lambda: "ctrl+s saves" in desk.text)
        desk.screen.say("[/x] is [bold]wrong[/]", "error")
        await desk.shows("[/x] is [bold]wrong[/]")
        await desk.press("escape")
        await desk.press("tab")
        await desk.press("enter")
        assert isinstance(desk.screen, Peek)
        await desk.shows("a note [/] below")
        await desk.press("escape", "tab", "enter")
        assert isinstance(desk.screen, Peek)
        await desk.shows("It goes to evil.example, not to what stands before the @.")
        await desk.press("escape", "tab", "enter")
        await desk.shows("is not in this library")


@pytest.mark.parametrize("name", ["[/x]", "[RESTRICTED] Fleet", "[@click=app.quit]Fleet[/]"])
async def test_a_name_that_is_put_right_is_no_markup(sit: Sit, name: str) -> None:
    async with sit() as desk:
        desk.app.push_screen(CorrectingScreen(Subject(name, "ORG")))
        await desk.until(lambda: isinstance(desk.screen, CorrectingScreen))
        await desk.shows(name)


def test_no_text_is_given_to_textual_as_markup() -> None:
    """A widget of Textual's that reads markup gets `plain`, a Content, nothing, or `markup=False`."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                bare = any(word.arg == "markup" and not word.value.value for word in node.keywords)
                given = node.args[:1]
                if name in MARKED_UP and not bare and given and not _is_content(given[0]):
                    wrong.append(f"{path.name}:{node.lineno}")
                if name in ("notify", "from_markup", "from_text") or any(
                    w.arg == "tooltip" for w in node.keywords
                ):
                    wrong.append(f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if getattr(target, "attr", "") in ("border_title", "border_subtitle", "tooltip") and not (
                        _is_content(node.value) or _says_no_more_than_we(node.value)
                    ):
                        wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def _is_content(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value == ""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Content", "plain", "_said")


def _says_no_more_than_we(node: ast.expr) -> bool:
    """A sentence of this program's own: constants, and numbers and words that it chooses itself."""
    return not any(
        (isinstance(part, ast.Call) and getattr(part.func, "id", "") != "len")
        or (isinstance(part, ast.Attribute) and part.attr in ("_label", "name", "title"))
        for part in ast.walk(node)
    )


# Programs beside the reader


async def test_the_editor_gets_the_path_whole_and_as_no_option(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setenv("EDITOR", "edit --wait")
    monkeypatch.setattr("subprocess.run", lambda command, **_: ran.append(command))
    monkeypatch.setattr("textual.app.App.suspend", _in_place)
    async with sit() as desk:
        monkeypatch.chdir(tmp_path)
        for name in ("-rf.md", "$(touch owned).md", "a\nb;touch owned.md"):
            desk.app.programs.edit_file(Path(name), 3)
    assert ran == [
        ["edit", "--wait", "+3", os.fspath(tmp_path / name)]
        for name in ("-rf.md", "$(touch owned).md", "a\nb;touch owned.md")
    ]
    assert not (tmp_path / "owned").exists()


def _in_place(_app: object) -> object:
    from contextlib import nullcontext

    return nullcontext()


@pytest.mark.parametrize("editor", ['vi "', "   "])
async def test_an_editor_that_cannot_be_understood_is_said(
    sit: Sit, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    async with sit() as desk:
        desk.app.programs.edit_file(Path("x.md"), 1)
        await desk.shows("$EDITOR")


# Small screens


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (8, 3), (200, 4)])
async def test_every_screen_opens_however_small(sit: Sit, marked_up: Path, size: tuple[int, int]) -> None:
    async with sit(size=size, folder=marked_up) as desk:
        for keys in ("?", "s", "2", "3", "D", "w", "ctrl+p", "enter"):
            await desk.press("1")
            await desk.press(keys)
            await desk.settle()
            await desk.press("escape")
        for keys in ("a", "t", "o", "i", "tab", "enter", "v", "/", "C", "c", "w", "s"):
            await _in_the_document(desk)
            await desk.press(keys)
            await desk.settle()


async def _in_the_document(desk: Desk) -> None:
    while len(desk.app.screen_stack) > 2:
        desk.app.pop_screen()
        await desk.settle()
    await desk.press("enter")
    await desk.reads()


# Links


@pytest.mark.parametrize(
    "target", ["../other/b.md", "{other}/b.md", "..%2fother%2fb.md", "./x/../../other/b.md", "link.md"]
)
async def test_a_local_link_stays_inside_the_library(sit: Sit, tmp_path: Path, target: str) -> None:
    places = Places.from_environment({"READER_HOME": str(tmp_path / "home")})
    other, folder = tmp_path / "other", tmp_path / "lib"
    for each in (other, folder):
        each.mkdir()
    (other / "b.md").write_text("# Elsewhere\n\nOf another library, which was read as well.\n")
    (folder / "a.md").write_text(f"# Here\n\n[there]({target.format(other=other)}) it is.\n")
    (folder / "link.md").symlink_to(other / "b.md")
    prepare(other, places)
    prepare(folder, places)
    async with sit(folder=folder) as desk:
        await desk.press("enter")
        await desk.reads()
        await desk.press("tab", "enter")
        await desk.shows("is not in this library")
        assert desk.screen.state.entry.path == folder / "a.md"
