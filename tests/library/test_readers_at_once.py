"""Two and eight readers on one library under load: no lock reaches a person, nothing they kept is lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.system.paths import Places

ROOT = Path(__file__).resolve().parents[2]

# Does what a person does, quickly: makes, changes and takes away notes, its own and those of others, flags
# documents, marks them read, corrects names, keeps drafts; leaves and comes back. Says what is kept when a
# method has returned, and every error.
_READER = """
import json, random, sys, time
from datetime import UTC, datetime
from pathlib import Path
from reader.errors import ReaderError
from reader.library.library import Library
from reader.system.paths import Places
from reader.library.settings import Settings

name, folder, turns, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
chance = random.Random(name)
places = Places.from_environment()
paths = sorted(folder.glob("*.txt"))


def say(**what):
    print(json.dumps(what), flush=True)


def act(library, number):
    path = chance.choice(paths)
    document = library.files.document(path)
    book, user_data = library.notes, library.user_data
    note = book.add(path, document, document.sentences[0], body=f"{name} {number}", tags=[name])
    say(made=note.id, body=note.body, by=name)
    kind = chance.randrange(6)
    if kind == 0:
        say(changed=book.edit(note, f"{name} {number} changed", "claim", ["t"]).id)
    elif kind == 1:
        say(trashed=book.trash(note).id)
    elif kind == 2:
        # Another reader's note, or an own one: a tag more is kept whoever changes it meanwhile.
        other = chance.choice(book.all())
        say(tagged=book.edit(other, other.body, other.kind, [*other.tags, f"{name}-{number}"]).id,
            tag=f"{name}-{number}")
    elif kind == 3:
        user_data.corrections.add([{"action": "hide", "entity": f"{name}-{number}"}], datetime.now(UTC))
        say(corrected=f"{name}-{number}")
    elif kind == 4:
        entry = library.documents.entry(path)
        if entry is not None:
            library.reading.mark_read(library.reading.flag(entry, True), True)
            library.reading.keep_place(entry, document, document.sentences[-1].start)
            say(flagged=entry.key)
    else:
        user_data.settings.set(f"draft {name} {number}", "half a sentence")
        say(drafted=f"draft {name} {number}")


number = 0
end = time.monotonic() + seconds
while (number < turns) if turns else (time.monotonic() < end):
    try:
        library = Library.open([folder], places, Settings())
        try:
            for _ in range(10):
                number += 1
                act(library, number)
                library.documents.entries()
        finally:
            library.close()
    except ReaderError as error:
        say(error=str(error), number=number)
say(finished=name)
"""


def _start(
    *arguments: str, home: Path, script: str | None = None, into: IO[str] | int = subprocess.PIPE
) -> subprocess.Popen[str]:
    command = ["-c", script] if script is not None else ["-m", "reader"]
    return subprocess.Popen(
        [sys.executable, *command, *arguments],
        stdin=subprocess.DEVNULL, stdout=into, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "READER_HOME": str(home)},
    )  # fmt: skip


def _folder(tmp_path: Path, documents: int) -> Path:
    folder = tmp_path / "briefings"
    folder.mkdir()
    for number in range(documents):
        (folder / f"{number:03d}.txt").write_text(
            f"Report {number}\n\nThe envoy of Korvania came on day {number}. Talks go on about the port.\n"
        )
    return folder


def _check_load(tmp_path: Path, *, readers: int, turns: int = 0, seconds: float = 0.0) -> Counter[str]:
    """Let so many readers work at once, with `reader index` and `reader notes add` beside; what was done."""
    folder, home = _folder(tmp_path, 12), tmp_path / "home"
    chance = random.Random(readers)
    # Into files: a pipe that nobody empties meanwhile would stop them.
    outputs = [tmp_path / f"reader{number}" for number in range(readers)]
    at_work = []
    for output in outputs:
        with output.open("w") as into:
            words = (output.name, str(folder), str(turns), str(seconds))
            at_work.append(_start(*words, home=home, script=_READER, into=into))
    shell: list[dict[str, str]] = []
    indexed = 0
    while any(reader.poll() is None for reader in at_work) or not indexed:
        index = _start("index", "--no-names", str(folder), home=home)
        file = folder / f"{chance.randrange(12):03d}.txt"
        add = _start("notes", "add", str(file), "--body", f"shell {len(shell)}", "--json", home=home)
        listed = _start("notes", "list", "--json", home=home)
        out, err = add.communicate(timeout=120)
        assert (add.returncode, err) == (0, ""), err
        shell.append({"made": json.loads(out)["id"], "body": f"shell {len(shell)}"})
        for other in (index, listed):
            _, err = other.communicate(timeout=120)
            assert other.returncode in (0, 1), err
            assert "Traceback" not in err
            assert "lock" not in err
        indexed += 1
        # A document changes while it is worked on, as the next version of a report comes in.
        file.write_text(file.read_text() + f"Update {indexed}. The port is open.\n")
    said: list[dict[str, str]] = list(shell)
    for reader, output in zip(at_work, outputs, strict=True):
        _, err = reader.communicate(timeout=120)
        assert (reader.returncode, err) == (0, "")
        said += [json.loads(line) for line in output.read_text().splitlines()]
    assert [line for line in said if "error" in line] == []
    assert len([line for line in said if "finished" in line]) == readers
    places = Places.from_environment({"READER_HOME": str(home)})
    assert not list(places.data.glob("catalog.set-aside*"))
    with closing(UserDataStore(places.user_data, places.backups)) as user_data:
        assert user_data.problems() == []
        notes = {note.id: note for gone in (False, True) for note in user_data.notes.select(trashed=gone)}
        reading, drafts = user_data.reading.states(), user_data.settings.with_prefix("draft ")
        corrected = [correction["entity"] for correction in user_data.corrections.active()]
    for line in said:
        if "made" in line:
            assert notes[line["made"]].body.startswith(line["body"])
        elif "trashed" in line:
            assert notes[line["trashed"]].deleted
        elif "tagged" in line:
            assert line["tag"] in notes[line["tagged"]].tags
        elif "flagged" in line:
            assert reading[line["flagged"]].flagged
        elif "drafted" in line:
            assert drafts[line["drafted"]] == "half a sentence"
    assert sorted(corrected) == sorted(line["corrected"] for line in said if "corrected" in line)
    assert len(notes) == len([line for line in said if "made" in line])
    return Counter(key for line in said for key in line if key not in ("body", "by", "tag"))


def test_two_readers_a_shell_and_the_indexing(tmp_path: Path) -> None:
    done = _check_load(tmp_path, readers=2, turns=20)
    assert done["made"] >= 41
    assert len(done) > 6, "all kinds of things were done"


@pytest.mark.scale
@pytest.mark.parametrize("readers", [2, 8])
def test_readers_at_work_for_a_minute(tmp_path: Path, readers: int) -> None:
    done = _check_load(tmp_path, readers=readers, seconds=60)
    print(f"{readers} readers: {dict(done)}")
    assert done["made"] > readers * 20
    assert all(done[what] for what in ("changed", "trashed", "tagged", "corrected", "flagged", "drafted"))
