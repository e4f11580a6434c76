"""The program asks nobody: no process of it opens a socket, from the first index to the last export.

Each process of the journey is watched from its first line by an audit hook, which Python itself calls for
every socket that it makes, and which ends the attempt and writes it down. Pairs of local sockets are made by
asyncio, to wake its own loop, and lead out of no process: they are allowed, to bind or to connect one is not.
Compiled modules are not seen by the hook: they are looked through for the system's calls.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, NAMES_PATIENCE, ROOT, SEEDS, Start
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start

HOOK = """
import os, socket, sys

_log = os.open(os.environ["SOCKETS_SEEN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
os.write(_log, f"began {sys.orig_argv!r}\\n".encode())

def _watch(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        if event == "socket.__new__" and arguments[1] == socket.AF_UNIX:
            return
        os.write(_log, f"socket {event} {arguments!r} {sys.orig_argv!r}\\n".encode())
        raise RuntimeError(f"this process asks the network: {event} {arguments!r}")

sys.addaudithook(_watch)
"""

Watched = Callable[[], tuple[list[str], list[str]]]


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Watches every Python that is begun from here on; gives those that began, and the sockets they made."""
    hook, log = tmp_path / "hook", tmp_path / "sockets"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK)
    monkeypatch.setenv("PYTHONPATH", f"{hook}{os.pathsep}{ROOT}")
    monkeypatch.setenv("SOCKETS_SEEN", str(log))
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))

    def seen() -> tuple[list[str], list[str]]:
        lines = log.read_text().splitlines()
        began = [line for line in lines if line.startswith("began ")]
        return began, [line for line in lines if line.startswith("socket ")]

    return seen


def reader(*arguments: object, status: int = 0) -> str:
    """What a verb of the command line prints."""
    ran = subprocess.run(
        [sys.executable, "-m", "reader", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )
    assert ran.returncode == status, ran.stderr
    return ran.stdout


def test_the_watch_sees_a_socket(watched: Watched) -> None:
    code = "import socket; socket.socketpair(); socket.create_connection(('reader.invalid', 80))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "this process asks the network: socket.getaddrinfo" in ran.stderr
    began, sockets = watched()
    assert len(began) == len(sockets) == 1


def test_no_verb_opens_a_socket(watched: Watched, folder: Path, tmp_path: Path) -> None:
    document = folder / SEEDS[1]
    reader("index", "--no-names", folder)
    reader("list", folder)
    reader("show", "--json", document)
    assert "VESSEL" in reader("search", "transponder swiched off", folder)
    reader("summary", folder)
    reader("entities", folder / SEEDS[0], "--json")
    reader("notes", "add", document, "--body", "ask them")
    reader("notes", "list")
    for format in ("markdown", "jsonl"):
        reader("notes", "export", "--format", format, "--out", tmp_path / f"notes.{format}")
    reader("notes", "import", tmp_path / "notes.jsonl")
    reader("doctor")
    began, sockets = watched()
    assert sockets == []
    assert len(began) >= 11


def test_no_screen_opens_a_socket(watched: Watched, folder: Path, start: Start) -> None:
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("s")
    terminal.wait("searched|words however spelt")
    terminal.press("transponder swiched off")
    terminal.wait("transponder had been switched off")
    terminal.press(ENTER)
    terminal.wait("lighthouse at Cape Ostrel")
    terminal.press("a")
    terminal.wait("ctrl\\+s saves")
    terminal.press("ask them", CTRL_S)
    terminal.wait("Saved")
    terminal.press("2")
    terminal.wait(r"Ostrel|Calder Rose", NAMES_PATIENCE)
    assert terminal.leave(CTRL_Q) == 0
    began, sockets = watched()
    assert sockets == []
    assert any("'index', '--json'" in line for line in began), "the indexing behind is watched too"
    assert any("spawn_main" in line for line in began), "the worker that finds names is watched too"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compiled modules are looked into as ELF")
@pytest.mark.parametrize("package", ["tantivy", "rapidfuzz", "yaml", "watchfiles"])
def test_compiled_modules_know_no_network(package: str) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    modules = list(Path(found.origin).parent.rglob("*.so"))
    assert modules
    for module in modules:
        content = module.read_bytes()
        calls = (b"connect", b"getaddrinfo", b"sendto", b"bind", b"listen", b"accept4")
        assert [call for call in calls if b"\0" + call + b"\0" in content] == [], module
