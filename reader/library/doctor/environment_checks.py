"""What the reader stands on that is not its own: folders, room, the terminal, other programs."""

from __future__ import annotations

import locale
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from reader.library.doctor.finding import Finding
from reader.system.clipboard import clipboard_tool
from reader.system.paths import Places
from reader.text.plural import plural
from reader.text.safety import safe_line

ENOUGH_BYTES = 100_000_000
LEAST_COLUMNS, LEAST_LINES = 20, 5


def folders(places: Places) -> Iterator[Finding]:
    """Yield whether each folder is there to be written to, and is nobody else's."""
    for name in ("data", "cache", "config", "state"):
        yield _folder(name, getattr(places, name))


def _folder(name: str, path: Path) -> Finding:
    check = f"{name} folder"
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            check, False, f"{path} cannot be written", f"Make it yours: chmod u+rwx {shlex.quote(str(path))}"
        )
    status = path.stat()
    if os.name == "posix" and status.st_mode & 0o022:
        return Finding(
            check, False, f"others can write to {path}",
            f"Keep it to yourself: chmod go-w {shlex.quote(str(path))}",
        )  # fmt: skip
    if os.name == "posix" and name == "data" and status.st_mode & 0o055:
        return Finding(
            check, True, f"{path}, which others can read",
            f"To keep your notes to yourself: chmod 700 {shlex.quote(str(path))}",
        )  # fmt: skip
    return Finding(check, True, str(path))


def room(places: Places) -> Finding:
    """Return whether the disks have room for notes, for a backup and for what is derived."""
    size = places.user_data.stat().st_size if places.user_data.exists() else 0
    needed = max(ENOUGH_BYTES, 3 * size)
    free = {path: shutil.disk_usage(path).free for path in (places.data, places.cache)}
    fullest = min(free, key=lambda path: free[path])
    summary = f"{free[fullest] / 1e9:.1f} GB free for {fullest}"
    if free[fullest] >= needed:
        return Finding("room", True, summary)
    return Finding(
        "room", False, summary,
        f"Free {needed / 1e9:.1f} GB: on a full disk no note can be kept and no backup made.",
    )  # fmt: skip


def terminal(environment: Mapping[str, str] = os.environ) -> Finding:
    """Return how large the terminal is, what it calls itself, and how many colours it has."""
    kind = environment.get("TERM", "")
    try:
        columns, lines = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return Finding("terminal", True, f"none here (TERM={kind or 'not set'})")
    summary = f"{columns}×{lines}, TERM={kind or 'not set'}, {_colours(kind, environment)}"
    if kind in ("", "dumb", "unknown"):
        return Finding("terminal", False, summary, "Set TERM to what the terminal is, often xterm-256color.")
    if columns < LEAST_COLUMNS or lines < LEAST_LINES:
        return Finding(
            "terminal", False, summary, f"Make it larger: {LEAST_COLUMNS}×{LEAST_LINES} is the least."
        )
    return Finding("terminal", True, summary)


def _colours(kind: str, environment: Mapping[str, str]) -> str:
    if environment.get("NO_COLOR"):
        return "no colours, as NO_COLOR asks"
    if environment.get("COLORTERM", "").casefold() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in kind else "16 colours"


def language(environment: Mapping[str, str] = os.environ) -> Finding:
    """Return whether what is written to the terminal is UTF-8."""
    encoding = "utf-8" if sys.flags.utf8_mode else locale.getencoding().casefold()
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    chosen = next((f"{name}={environment[name]}" for name in names if environment.get(name)), "no locale set")
    if encoding.replace("-", "") == "utf8":
        return Finding("language", True, f"UTF-8, {chosen}")
    return Finding(
        "language", False, f"{encoding}, {chosen}",
        "Use a UTF-8 locale, such as LC_ALL=C.UTF-8: marks and letters cannot be drawn in this one.",
    )  # fmt: skip


def programs(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Yield the programs of the person's that are used where they are there: for the
    clipboard, and the editor.
    """
    tool = clipboard_tool(environment)
    # What a terminal does with its own cannot be asked.
    yield Finding("clipboard", True, f"the terminal's own{f', and {tool.command[0]}' if tool else ''}")
    editor = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        command = shlex.split(editor)
    except ValueError:
        command = [editor]
    if not command:
        yield Finding("editor", True, "none set: ctrl+e needs $EDITOR")
    elif shutil.which(command[0]) is None:
        yield Finding(
            "editor", False, f"{command[0]} is not there", "Set $EDITOR (or $VISUAL) to the editor you use."
        )
    else:
        yield Finding("editor", True, editor)


def plugins() -> Iterator[Finding]:
    """Say which formats other packages add, and which of them cannot be used."""
    from reader.formats import registry
    from reader.notes import exports

    for problem in (*registry.problems(), *exports.problems()):
        yield Finding("plug-in", False, problem, "Update or uninstall that package.")
    added = [
        *(known.label for known in registry.all_formats() if known not in registry.FORMATS),
        *(known.label for name, known in exports.export_formats().items() if name not in exports.FORMATS),
    ]
    if added:
        yield Finding("plug-ins", True, ", ".join(map(safe_line, added)))


def log(path: Path) -> Finding:
    """Return where the log is, how large, and what it last held of errors."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return Finding("log", True, f"{path}, nothing in it yet")
    except OSError as error:
        return Finding(
            "log", False, f"{path} cannot be read ({error.strerror})",
            f"Make it yours: chmod 600 {shlex.quote(str(path))}",
        )  # fmt: skip
    errors = [line for line in text.splitlines() if line[:1].isdigit() and " ERROR " in line]
    last = f", the last of {plural(len(errors), 'error')} at {errors[-1].partition(' ')[0]}" if errors else ""
    return Finding("log", True, f"{path}, {len(text.encode()) / 1000:.0f} KB{last}")
