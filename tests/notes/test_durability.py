"""What was said to be saved is there: after SIGKILL at any moment, and when the disk has no room."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.storage.user_data.user_data_store import UserDataStore

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")

KILLS = 200
MOST_MILLISECONDS = 60

# Saves for ever: new notes, changes, the trash. Says on its output what is kept when a method has returned.
_SAVES = """
import os, sys
from itertools import count
from pathlib import Path
from reader.formats.load import parse
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.library.notes.note_service import NoteService

path = Path(sys.argv[1])
notebook = NoteService(UserDataStore(path, path.parent / "backups"))
document = parse(b"The envoy came on Sunday. Ferries were held for six hours.", "a.txt")
sys.stdout.write("ready\\n")
sys.stdout.flush()
for number in count():
    note = notebook.add(Path("/a.txt"), document, document.sentences[number % 2], body=f"made {number}")
    os.write(1, f"{note.id} made {number}\\n".encode())
    note = notebook.edit(note, f"changed {number} " + "x" * (number % 7 * 900), "claim", ["t"])
    os.write(1, f"{note.id} changed {number}\\n".encode())
    if number % 3 == 0:
        notebook.trash(note)
        os.write(1, f"{note.id} trashed {number}\\n".encode())
"""
# Ends its own saving child after a delay, so that one interpreter's start serves many kills.
_KILLER = """
import os, random, signal, sys, time

sys.stdout.flush()
source, path = sys.argv[1:3]
kills, most, seed = map(int, sys.argv[3:6])
import reader.formats.load
import reader.library.notes.note_service
import reader.library.storage.user_data.user_data_store
import reader.library.notes.reanchor
chance = random.Random(seed)
for number in range(kills):
    begun, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(begun)
        os.dup2(tell, 1)
        sys.argv = ["saves", path]
        sys.stdout = os.fdopen(1, "w", closefd=False)
        exec(compile(source, "saves", "exec"), {"__name__": "saves"})
    os.close(tell)
    with os.fdopen(begun, "rb") as said:
        assert said.readline() == b"ready\\n"
        delay = chance.random() * most / 1000
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = said.read().decode().split("\\n")[:-1]
    for line in lines:
        print(line)
    print(f"killed {number} {len(lines)}")
"""


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=Path(__file__).resolve().parents[2],
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_no_acknowledged_note_is_lost_at_200_kills(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    seed = random.SystemRandom().randrange(1_000_000)
    done = _run(_KILLER, _SAVES, str(path), str(KILLS), str(MOST_MILLISECONDS), str(seed))
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-2000:]}"
    last: dict[str, str] = {}
    kills = interrupted = 0
    for line in done.stdout.splitlines():
        word, *rest = line.split()
        if word == "killed":
            kills += 1
            interrupted += int(rest[1]) > 0
        else:
            last[word] = rest[0]
    assert kills == KILLS
    assert interrupted > KILLS // 4, "too few of the kills came during saves to say anything"
    _check_acknowledged(path, last, seed)
    # The journal alone has all of it too.
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    _check_acknowledged(path, last, seed)


def _check_acknowledged(path: Path, last: dict[str, str], seed: int) -> None:
    """Check that each note is there, at the step that was acknowledged last or a later one."""
    with closing(UserDataStore(path, path.parent / "backups")) as user_data:
        assert user_data.problems() == []
        notes = {note.id: note for gone in (False, True) for note in user_data.notes.select(trashed=gone)}
        for note_id, step in last.items():
            note = notes.get(note_id)
            assert note is not None, f"seed {seed}: {note_id} was acknowledged and is gone"
            # What came after the acknowledged step may be there too, never less.
            steps = ["made", "changed", "trashed"]
            reached = "trashed" if note.deleted else note.body.split()[0]
            assert steps.index(reached) >= steps.index(step), f"seed {seed}: {note_id} is only {reached}"
            assert user_data.notes.snapshot(note.text_sha256) is not None


_FULL = """
import resource, signal, sys
from pathlib import Path
from reader.errors import ReaderError
from reader.formats.load import parse
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.library.notes.note_service import NoteService

path = Path(sys.argv[1])
notebook = NoteService(UserDataStore(path, path.parent / "backups"))
document = parse(b"The envoy came on Sunday. Ferries were held for six hours.", "a.txt")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
for number in range(1_000):
    try:
        note = notebook.add(Path("/a.txt"), document, None, body=f"{number} " + "word " * 400)
    except ReaderError as error:
        print("refused", error)
        break
    print("kept", note.id)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print("kept", notebook.add(Path("/a.txt"), document, None, body="room again").id)
"""


def test_a_full_disk_is_a_plain_sentence_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    done = _run(textwrap.dedent(_FULL), str(path))
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    kept = [line.split()[1] for line in lines if line.startswith("kept")]
    (refused,) = (line for line in lines if line.startswith("refused"))
    assert "could not be written: the disk is full" in refused
    assert len(kept) > 10
    with closing(UserDataStore(path, path.parent / "backups")) as user_data:
        assert user_data.problems() == []
        assert {note.id for note in user_data.notes.select()} == set(kept)


_FULL_BACKUP = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from reader.errors import ReaderError
from reader.formats.load import parse
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.library.notes.note_service import NoteService

data = Path(sys.argv[1])
user_data = UserDataStore(data / "catalog.sqlite", data / "backups")
notebook = NoteService(user_data)
document = parse(b"The envoy came on Sunday.", "a.txt")
for number in range(60):
    notebook.add(Path("/a.txt"), document, None, body=f"{number} " + "word " * 1000)
user_data.back_up(datetime(2026, 3, 1, tzinfo=UTC))
for number in range(60):
    notebook.add(Path("/a.txt"), document, None, body=f"{number} " + "word " * 1000)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    user_data.back_up(datetime(2026, 3, 2, tzinfo=UTC))
except ReaderError as error:
    print("refused", error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(user_data.notes.select()), user_data.problems())
"""


def test_a_backup_that_has_no_room_leaves_the_older_ones_and_no_part_of_itself(tmp_path: Path) -> None:
    done = _run(textwrap.dedent(_FULL_BACKUP), str(tmp_path))
    assert done.returncode == 0, done.stderr[-2000:]
    refused, counted = done.stdout.splitlines()
    assert refused.startswith("refused ")
    assert "catalog-2026-03-02.sqlite could not be written (" in refused
    assert counted == "120 []"
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["catalog-2026-03-01.sqlite"]
    with closing(UserDataStore(tmp_path / "backups" / "catalog-2026-03-01.sqlite")) as backup:
        assert len(backup.notes.select()) == 60
