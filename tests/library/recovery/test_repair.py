"""User data damaged on purpose: said in a sentence, set aside, put together again; nothing goes silently."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader import cli
from reader.errors import NewerDatabaseError, UserDataError
from reader.formats.load import parse
from reader.library.notes.note_service import NoteService
from reader.library.recovery.repair import CHECKED_BYTES, OpenedUserData, open_user_data
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.protocol import ReadingState
from reader.library.storage.sqlite.sqlite_format import log_damage, read_log, version_of
from reader.library.storage.user_data.user_data_store import UserDataStore, journal_of, suspect_of
from reader.system.paths import Places

key_of = LibraryRoots().key_of

DAYS = (datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC))
PAGE = 4096
FILLS: dict[str, Callable[[int], bytes]] = {
    "zeros": lambda size: bytes(size),
    "random": lambda size: random.Random(7).randbytes(size),
    "ones": lambda size: b"\xff" * size,
}


def _write(user_data: UserDataStore, numbers: range, now: datetime) -> None:
    """Notes on documents, long ones too, with reading states, a correction each and a draft each."""
    notebook = NoteService(user_data, now=lambda: now)
    for number in numbers:
        path = Path(f"/briefings/{number}.txt")
        text = f"Report {number}. " + " ".join(f"word{number * k % 997}" for k in range(200))
        document = parse(text.encode(), path.name)
        body = f"note {number} " + "long " * (2000 if number % 5 == 0 else 10)
        notebook.add(path, document, document.sentences[0], body=body, tags=["kept"])
        user_data.reading.put(
            user_data.documents.add(path), ReadingState(read=True, start=number, quote="Report"), now
        )
        user_data.corrections.add([{"action": "rename", "entity": f"name {number}"}], now)
        user_data.settings.set(f"draft {key_of(path)} ", f"draft {number}")


def _bodies(user_data: UserDataStore) -> set[str]:
    return {note.body for note in user_data.notes.select()}


def _everything(user_data: UserDataStore) -> tuple[object, ...]:
    """What a person has in the user data, to be compared."""
    notes = user_data.notes.select()
    return (
        notes,
        user_data.reading.states(),
        user_data.corrections.active(),
        user_data.settings.with_prefix(""),
        {note.text_sha256: user_data.notes.snapshot(note.text_sha256) for note in notes},
    )


BACKED_UP, SINCE = 6, 4


def _made(home: Path, backed_up: int, since: int) -> Path:
    """A home with user data without a log: so many notes in its only backup, and so many more since."""
    places = Places.from_environment({"READER_HOME": str(home)})
    places.make()
    with closing(UserDataStore(places.user_data, places.backups)) as user_data:
        with user_data.transaction():
            _write(user_data, range(backed_up), DAYS[0])
        user_data.back_up(DAYS[0])
        with user_data.transaction():
            _write(user_data, range(backed_up, backed_up + since), DAYS[1])
    return home


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with small user data and a backup of most of it."""
    return _made(tmp_path_factory.mktemp("sound"), BACKED_UP, SINCE)


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Places:
    """A copy of that home, to be damaged; its documents are not looked for."""
    shutil.copytree(sound, tmp_path / "home")
    return Places.from_environment({"READER_HOME": str(tmp_path / "home")})


def _open(places: Places) -> OpenedUserData:
    opened = open_user_data(places)
    opened.user_data.close()
    opened.lock.close()
    return opened


def _state(places: Places) -> tuple[object, ...]:
    with closing(UserDataStore(places.user_data)) as user_data:
        assert user_data.problems() == []
        return _everything(user_data)


def _set_aside(places: Places) -> list[Path]:
    return sorted(places.data.glob("catalog.set-aside-*.sqlite"))


def _check_mended(places: Places, damage: bytes, before: tuple[object, ...], what: str) -> str:
    """Check that damaged user data were mended and nothing of the person's is lost; return what was said."""
    opened = _open(places)
    assert _state(places) == before, what
    if opened.notice:
        (aside,) = _set_aside(places)
        assert aside.read_bytes() == damage, what
        assert str(aside) in opened.notice
    return opened.notice


def _damaged_in_turn(
    sound: Path, tmp_path: Path, cases: Iterable[tuple[str, Callable[[bytes], bytes]]]
) -> list[str]:
    """Damage the user data in each of these ways, check that they are mended, and return the sentences."""
    source = Places.from_environment({"READER_HOME": str(sound)})
    data, before = source.user_data.read_bytes(), _state(source)
    sentences = []
    for number, (what, damage) in enumerate(cases):
        places = Places.from_environment({"READER_HOME": str(tmp_path / str(number))})
        places.make()
        shutil.copytree(source.backups, places.backups)
        shutil.copyfile(journal_of(source.user_data), journal_of(places.user_data))
        hurt = damage(data)
        places.user_data.write_bytes(hurt)
        sentences.append(_check_mended(places, hurt, before, what))
        shutil.rmtree(places.data.parent)
    return sentences


def _overwriting(pages: range, fill: str) -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    for page in pages:
        start = page * PAGE

        def damage(data: bytes, start: int = start) -> bytes:
            return data[:start] + FILLS[fill](PAGE) + data[start + PAGE :]

        yield f"page {page + 1} filled with {fill}", damage


def _pages(sound: Path) -> int:
    return (sound / "data" / "catalog.sqlite").stat().st_size // PAGE


def _check_each_page(sound: Path, tmp_path: Path, cases: list[tuple[str, Callable[[bytes], bytes]]]) -> None:
    """Check that no page takes anything of the person's along."""
    assert sum(map(bool, _damaged_in_turn(sound, tmp_path, cases))) > len(cases) // 2


def test_each_page_overwritten_in_turn(sound: Path, tmp_path: Path) -> None:
    """Each page once; the run over large user data does each with zeros, noise and ones."""
    fills = [list(_overwriting(range(_pages(sound)), fill)) for fill in FILLS]
    _check_each_page(sound, tmp_path, [fills[page % 3][page] for page in range(_pages(sound))])


@pytest.mark.scale
@pytest.mark.parametrize("fill", FILLS)
def test_each_page_of_a_large_catalog_overwritten_in_turn(tmp_path: Path, fill: str) -> None:
    large = _made(tmp_path / "large", 60, 40)
    _check_each_page(large, tmp_path, list(_overwriting(range(_pages(large)), fill)))


def test_cut_off_anywhere(sound: Path, tmp_path: Path) -> None:
    size = _pages(sound) * PAGE
    sizes = [*range(0, size, PAGE * 2), 50, 100, 4000, size - 1000]

    def cut(size: int) -> Callable[[bytes], bytes]:
        return lambda data: data[:size]

    mended = _damaged_in_turn(sound, tmp_path, [(f"cut off at {size}", cut(size)) for size in sizes])
    assert all(mended)


def test_a_catalog_that_is_gone_comes_back_from_its_backup(damaged: Places) -> None:
    damaged.user_data.unlink()
    opened = _open(damaged)
    assert "it is gone" in opened.notice
    assert "The backup of 2026-03-01 is in the place of" in opened.notice
    assert not _set_aside(damaged)
    assert len(_state(damaged)[0]) == BACKED_UP + SINCE  # type: ignore[arg-type]


def test_a_first_start_says_nothing(places: Places) -> None:
    assert _open(places).notice == ""
    assert _open(places).notice == ""


def test_damaged_backups_are_passed_over(damaged: Places) -> None:
    for day in ("2026-03-03", "2026-03-04"):
        (damaged.backups / f"catalog-{day}.sqlite").write_bytes(FILLS["random"](3 * PAGE))
    damaged.user_data.write_bytes(b"")
    assert "The backup of 2026-03-01 is in the place of" in _open(damaged).notice


def test_corrections_that_were_taken_back_since_the_backup_stay_so(damaged: Places) -> None:
    with closing(UserDataStore(damaged.user_data, damaged.backups)) as user_data:
        assert user_data.corrections.take_back(3) == [{"action": "rename", "entity": "name 2"}]
        left = user_data.corrections.active()
    with damaged.user_data.open("r+b") as file:
        file.write(FILLS["zeros"](PAGE))
    assert "The backup of 2026-03-01 is in the place" in _open(damaged).notice
    with closing(UserDataStore(damaged.user_data)) as user_data:
        assert user_data.corrections.active() == left
        assert len(left) == BACKED_UP + SINCE - 1


def test_without_a_backup_what_can_be_read_is_there(damaged: Places) -> None:
    before = _state(damaged)
    shutil.rmtree(damaged.backups)
    data = damaged.user_data.read_bytes()
    damaged.user_data.write_bytes(bytes(PAGE) + data[PAGE:])
    opened = _open(damaged)
    assert "There was no backup that can be read" in opened.notice
    assert _state(damaged) == before, "the journal has all of it"


def test_damage_within_a_text_is_met_when_it_is_read(damaged: Places) -> None:
    """SQLite's check sees no change of letters: whoever reads the note does, and the next start mends it."""
    data = damaged.user_data.read_bytes()
    start = data.index(b'"tags": ["kept"]')
    damaged.user_data.write_bytes(data[:start] + b"\x01" * 8 + data[start + 8 :])
    opened = open_user_data(damaged)
    assert opened.notice == ""
    with pytest.raises(
        UserDataError, match=r"is damaged \(a note in it cannot be read\). Start the reader again"
    ):
        opened.user_data.notes.select()
    opened.user_data.close()
    opened.lock.close()
    assert suspect_of(damaged.user_data).exists()
    again = _open(damaged)
    assert "a note in it cannot be read" in again.notice
    assert not suspect_of(damaged.user_data).exists()
    assert len(_state(damaged)[0]) >= BACKED_UP  # type: ignore[arg-type]
    assert _open(damaged).notice == ""


def test_a_damaged_catalog_is_not_backed_up(damaged: Places) -> None:
    """A backup of what is damaged would in time take the place of all that are sound."""
    data = damaged.user_data.read_bytes()
    start = data.index(b'"tags": ["kept"]')
    damaged.user_data.write_bytes(data[:start] + b"\x01" * 8 + data[start + 8 :])
    with (
        closing(UserDataStore(damaged.user_data, damaged.backups)) as user_data,
        pytest.raises(UserDataError, match="is damaged"),
    ):
        user_data.back_up(DAYS[1])
    assert [path.name for path in damaged.backups.iterdir()] == ["catalog-2026-03-01.sqlite"]
    assert "was damaged" in _open(damaged).notice


def test_a_suspicion_without_a_cause_is_dropped(damaged: Places) -> None:
    before = _state(damaged)
    suspect_of(damaged.user_data).write_text("once\n")
    assert _open(damaged).notice == ""
    assert not suspect_of(damaged.user_data).exists()
    assert _state(damaged) == before


def test_a_large_catalog_is_looked_through_where_there_is_a_suspicion(
    damaged: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.recovery.repair.CHECKED_BYTES", 1000)
    assert CHECKED_BYTES > 1_000_000
    data = damaged.user_data.read_bytes()
    page = next(number for number in range(2, len(data) // PAGE) if data[number * PAGE] == 10)
    damaged.user_data.write_bytes(data[: page * PAGE] + bytes(PAGE) + data[(page + 1) * PAGE :])
    assert _open(damaged).notice == ""
    suspect_of(damaged.user_data).write_text("met\n")
    assert "was damaged" in _open(damaged).notice


def test_what_another_reader_has_open_is_not_moved_away(damaged: Places) -> None:
    other = open_user_data(damaged)
    data = damaged.user_data.read_bytes()
    damaged.user_data.write_bytes(b"damage" * 700 + data[4200:])
    with pytest.raises(UserDataError, match="another reader has it open: leave all of them"):
        open_user_data(damaged)
    assert not _set_aside(damaged)
    other.user_data.close()
    other.lock.close()
    assert "was damaged" in _open(damaged).notice


def test_the_command_line_says_it_and_goes_on(
    damaged: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    damaged.user_data.write_bytes(b"damage " * 2000)
    assert cli.main(["notes", "list", "--json"]) == cli.DONE
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == BACKED_UP + SINCE
    (aside,) = _set_aside(damaged)
    assert printed.err.startswith(
        "reader: The user data was damaged (file is not a database) and is mended: "
        f"{BACKED_UP + SINCE} notes, none known to be missing. The backup of 2026-03-01 is in the place of "
    )
    assert printed.err.endswith(f" The damaged file is kept as {aside}.\n")
    assert cli.main(["notes", "list", "--json"]) == cli.DONE
    assert "damaged" not in capsys.readouterr().err


# The log that SQLite keeps beside the file


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.library.recovery.test_repair import DAYS, _write
from reader.library.storage.user_data.user_data_store import UserDataStore

user_data = UserDataStore(Path(sys.argv[1]), Path(sys.argv[1]).parent / "backups")
_write(user_data, range(100, 104), DAYS[1])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def killed(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That home after a reader was killed that had written four more notes: they are in the log alone."""
    home = tmp_path_factory.mktemp("killed") / "home"
    shutil.copytree(sound, home)
    root = Path(__file__).resolve().parents[3]
    user_data = home / "data" / "catalog.sqlite"
    subprocess.run(
        [sys.executable, "-c", _KILLED, str(user_data), str(root)], check=False, cwd=root, timeout=60
    )
    assert Path(f"{user_data}-wal").stat().st_size > 10 * PAGE
    assert log_damage(user_data) == ""
    return home


@pytest.fixture
def logged(killed: Path, tmp_path: Path) -> Places:
    """A copy of that home."""
    shutil.copytree(killed, tmp_path / "home")
    return Places.from_environment({"READER_HOME": str(tmp_path / "home")})


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")


@needs_kill
def test_a_log_left_by_a_killed_reader_is_no_damage(logged: Places) -> None:
    assert _open(logged).notice == ""
    assert len(_state(logged)[0]) == BACKED_UP + SINCE + 4  # type: ignore[arg-type]


@needs_kill
def test_a_log_with_an_unfinished_end_is_no_damage(logged: Places) -> None:
    log = Path(f"{logged.user_data}-wal")
    frames = read_log(logged.user_data)
    assert frames is not None
    # The next change had begun to be written when the power went: frames that no commit ends.
    data = log.read_bytes()
    last = frames.frames[0]
    log.write_bytes(
        data
        + data[last.start - 24 : last.start - 20]
        + bytes(4)
        + data[last.start - 16 : last.start]
        + bytes(900)
    )
    assert _open(logged).notice == ""
    assert len(_state(logged)[0]) == BACKED_UP + SINCE + 4  # type: ignore[arg-type]


@needs_kill
@pytest.mark.parametrize("fill", FILLS)
def test_a_damaged_log_is_noticed_and_what_it_held_is_found(killed: Path, tmp_path: Path, fill: str) -> None:
    """SQLite drops all that follows the damage without a word; the journal has the notes that were in it."""
    size = Path(f"{killed}/data/catalog.sqlite-wal").stat().st_size
    for start in range(0, size, PAGE * (size // PAGE // 6)):
        places = Places.from_environment({"READER_HOME": str(tmp_path / str(start))})
        shutil.copytree(killed, places.data.parent)
        log = Path(f"{places.user_data}-wal")
        data = log.read_bytes()
        hurt = data[:start] + FILLS[fill](min(PAGE, size - start)) + data[start + PAGE :]
        log.write_bytes(hurt)
        opened = _open(places)
        assert "log" in opened.notice, f"damage at {start}"
        (aside,) = _set_aside(places)
        assert Path(f"{aside}-wal").read_bytes() == hurt
        notes = _state(places)[0]
        assert len(notes) == BACKED_UP + SINCE + 4, opened.notice  # type: ignore[arg-type]


@needs_kill
def test_a_log_cut_off_or_gone_is_noticed_while_its_index_is_there(logged: Places) -> None:
    log = Path(f"{logged.user_data}-wal")
    data = log.read_bytes()
    log.write_bytes(data[: 32 + 5 * (24 + PAGE)])
    assert "damaged at page 6" in log_damage(logged.user_data)
    log.unlink()
    assert "its log is gone" in log_damage(logged.user_data)
    assert "What was sound in " in _open(logged).notice


@needs_kill
def test_a_log_that_is_gone_without_a_trace_takes_nothing_along(logged: Places) -> None:
    """Not even SQLite knows that there was one; the journal has what was in it."""
    before = BACKED_UP + SINCE + 4
    for suffix in ("-wal", "-shm"):
        Path(f"{logged.user_data}{suffix}").unlink()
    _open(logged)
    assert len(_state(logged)[0]) == before  # type: ignore[arg-type]


@needs_kill
@pytest.mark.parametrize("fill", FILLS)
def test_a_damaged_index_of_the_log_harms_nothing(logged: Places, fill: str) -> None:
    Path(f"{logged.user_data}-shm").write_bytes(FILLS[fill](32768))
    assert _open(logged).notice == ""
    assert len(_state(logged)[0]) == BACKED_UP + SINCE + 4  # type: ignore[arg-type]


# Newer versions


def _bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


_NEWER = """
import os, signal, sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
raw.executescript("PRAGMA journal_mode=WAL; PRAGMA user_version=9; CREATE TABLE future (a)")
os.kill(os.getpid(), signal.SIGKILL)
"""


@needs_kill
def test_a_newer_version_in_the_log_is_refused_and_the_log_untouched(damaged: Places) -> None:
    subprocess.run([sys.executable, "-c", _NEWER, str(damaged.user_data)], check=False, timeout=60)
    assert version_of(damaged.user_data) == 9
    before = _bytes_in(damaged.data)
    assert "catalog.sqlite-wal" in before
    with pytest.raises(NewerDatabaseError, match="written by a newer reader"):
        open_user_data(damaged)
    assert {name: data for name, data in _bytes_in(damaged.data).items() if name != "catalog.lock"} == before


def test_a_newer_version_is_refused_by_every_verb(
    damaged: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    with closing(sqlite3.connect(damaged.user_data)) as raw:
        raw.execute("PRAGMA user_version=9")
    before = damaged.user_data.read_bytes()
    (tmp_path / "a.txt").write_text("A title\n\nA line.\n")
    for words in (["notes", "list"], ["list", str(tmp_path)], ["doctor"], ["index", str(tmp_path)]):
        assert cli.main(words) == cli.WRONG
        assert "newer reader" in "".join(capsys.readouterr())
    assert damaged.user_data.read_bytes() == before
    assert not _set_aside(damaged)


def test_a_version_that_never_was_is_damage(damaged: Places) -> None:
    with closing(sqlite3.connect(damaged.user_data)) as raw:
        raw.execute("PRAGMA user_version=-5")
    assert "no version is -5" in _open(damaged).notice
    assert len(_state(damaged)[0]) == BACKED_UP + SINCE  # type: ignore[arg-type]


def test_no_disk_for_the_mending_leaves_all_as_it_was(
    damaged: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged.user_data.write_bytes(b"damage " * 2000)
    before = damaged.user_data.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserDataError, match=r"could not be mended \(No space left on device\)"):
        open_user_data(damaged)
    assert damaged.user_data.read_bytes() == before
    assert not _set_aside(damaged)
