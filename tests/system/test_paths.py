"""Where things are kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReaderError
from reader.library.storage.document_keys import LibraryRoots
from reader.system.paths import Places, bundled_seeds

key_of = LibraryRoots().key_of


def test_reader_home_holds_everything(tmp_path: Path) -> None:
    places = Places.from_environment({"READER_HOME": str(tmp_path / "home")})
    kept = (
        places.user_data,
        places.backups,
        places.document_cache,
        places.settings,
        places.keys,
        places.state,
    )
    assert all(path.is_relative_to(tmp_path / "home") for path in kept)
    assert places.index([Path("/a")]).is_relative_to(tmp_path / "home")


def test_without_reader_home_the_system_says_where() -> None:
    places = Places.from_environment({})
    assert all("briefing-reader" in str(path) for path in (places.data, places.cache, places.config))


def test_nothing_is_made_before_it_is_asked_for(tmp_path: Path) -> None:
    Places.from_environment({"READER_HOME": str(tmp_path / "home")})
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReaderError, match="READER_HOME"):
        Places.from_environment({"READER_HOME": str(tmp_path / "file" / "home")}).make()


def test_an_index_belongs_to_a_set_of_roots(places: Places) -> None:
    one, other = Path("/one"), Path("/other")
    assert places.index([one, other]) == places.index([other, one])
    assert len({places.index([one]), places.index([other]), places.index([one, other])}) == 3


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name and b"/" not in name))
def test_a_key_is_safe_whatever_bytes_the_name_holds(name: bytes) -> None:
    path = os.path.abspath(os.fsdecode(b"/folder/" + name))  # noqa: PTH100 - nothing is looked up
    key = key_of(Path(path))
    assert re.fullmatch("[0-9a-f]{20}", key)
    assert key == LibraryRoots().key_of_absolute(path)


def test_a_key_does_not_depend_on_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert key_of(Path("a.txt")) == key_of(tmp_path / "sub" / ".." / "a.txt")
    assert key_of(Path("a.txt")) != key_of(Path("b.txt"))


def test_the_seeds_are_there() -> None:
    assert any(path.suffix == ".md" for path in bundled_seeds().iterdir())
