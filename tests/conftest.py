"""What all tests share: examples of Hypothesis, a home of its own for each test, libraries of a few files."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import Ran, Run
from hypothesis import HealthCheck, settings

from reader import cli
from reader.library import Library, Settings
from reader.system.paths import Places

Maker = Callable[..., Library]
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# In the suite the same examples are tried each time, so that an answer is about the change. With
# HYPOTHESIS_PROFILE=explore they differ from run to run, and are many more: what such a run finds becomes a
# named example beside the test.
_QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile(
    "explore", deadline=None, derandomize=False, max_examples=1_000, suppress_health_check=_QUIET
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that Hypothesis makes examples for, so that they can be run apart."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data that lies beside a checkout of the founders; tests that need it skip without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no shared data beside this checkout")
    return SHARED_DATA


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that READER_HOME names."""
    return tmp_path / "home"


@pytest.fixture
def places(home: Path) -> Places:
    """The places below that folder, made."""
    made = Places.from_environment({"READER_HOME": str(home)})
    made.make()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three briefings."""
    root = tmp_path / "briefings"
    root.mkdir()
    (root / "2026-03-01-vienna.md").write_text(
        "---\ntitle: Talks open in Vienna\nsource: Orvel Wire\n---\n\n"
        "The envoy of Korvania arrived on Sunday. Talks about the strait open tomorrow.\n",
        encoding="utf-8",
    )
    (root / "2026-03-02-harbour.txt").write_text(
        "Harbour closed after storm\n\nThe harbour master closed the port. Ferries wait outside.\n",
        encoding="utf-8",
    )
    below = root / "older"
    below.mkdir()
    (below / "2026-02-01-grain.md").write_text(
        "# Grain prices\n\nGrain prices rose by four per cent in January.\n", encoding="utf-8"
    )
    return root


@pytest.fixture
def library_of(places: Places) -> Iterator[Maker]:
    """Opens libraries, and closes them when the test is over."""
    opened: list[Library] = []

    def make(*paths: Path, settings: Settings | None = None) -> Library:
        library = Library.open(paths, places, settings or Settings())
        opened.append(library)
        return library

    yield make
    for library in opened:
        library.close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, in a folder and with a home of its own."""
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def running(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            status = cli.main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return running
