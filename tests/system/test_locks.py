"""Locks between processes: the same, whatever the system locks with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.system.locks import FileLock, Take, take_with_flock, take_with_portalocker


def _takers() -> list[object]:
    takers = [] if sys.platform == "win32" else [pytest.param(take_with_flock, id="flock")]
    try:
        import portalocker  # noqa: F401
    except ImportError:
        skipped = pytest.mark.skip(reason="portalocker is not installed")
        return [*takers, pytest.param(take_with_portalocker, id="portalocker", marks=skipped)]
    return [*takers, pytest.param(take_with_portalocker, id="portalocker")]


@pytest.fixture(params=_takers())
def take(request: pytest.FixtureRequest) -> Take:
    """What takes the locks."""
    taker: Take = request.param
    return taker


def test_one_has_it_alone_and_several_share_it(tmp_path: Path, take: Take) -> None:
    one, other = FileLock(tmp_path / "new" / "l", take), FileLock(tmp_path / "new" / "l", take)
    assert one.try_alone()
    assert not other.try_alone()
    one.share()
    other.share()
    assert not other.try_alone()
    other.leave()
    assert one.try_alone()
    one.leave()
    assert other.try_alone()
    one.close()
    one.close()
    other.close()


_HOLDER = """
import sys
from pathlib import Path
from reader.system import locks
lock = locks.FileLock(Path(sys.argv[1]), getattr(locks, sys.argv[2]))
getattr(lock, sys.argv[3])()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("hold", ["alone", "share"])
def test_another_process_sees_it_until_that_one_ends(tmp_path: Path, take: Take, hold: str) -> None:
    path = tmp_path / "l"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), take.__name__, hold],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    lock = FileLock(path, take)
    assert not lock.try_alone()
    holder.kill()
    holder.communicate(timeout=30)
    lock.alone()
    assert lock.try_alone()
    lock.close()
