"""Fuzz the reader: try what nobody thought of, guided by which code it reaches.

    python tests/fuzz/run.py                           every target for a minute each
    python tests/fuzz/run.py markdown query --seconds 3600 --keep
    python tests/fuzz/run.py markdown --replay FILE     one input, as it was found

Begins with the inputs under tests/fuzz/corpus. With --keep those that led somewhere new are added to them,
made as short as they can be. What fails is written to a folder outside the checkout (--failures), with the
line that tries it again. Exits with 1 when something failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random, SystemRandom

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from fuzz_engine import (  # noqa: E402 - found by the lines above
    CurrentInput,
    Session,
    failure_of,
    keep_inputs,
    kept_inputs,
    write_failure,
)
from fuzz_targets import TARGETS, Target  # noqa: E402

CORPUS = HERE / "corpus"
_GRACE_SECONDS = 300  # beyond its time a target may finish an input, and make what it found shorter


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, or try one input again; 0 when nothing failed."""
    options = _options(arguments)
    options.failures.mkdir(parents=True, exist_ok=True)
    if options.replay:
        return _replay(TARGETS[options.targets[0]], options.replay)
    if len(options.targets) == 1:
        return _fuzz(TARGETS[options.targets[0]], options)
    with ThreadPoolExecutor(options.jobs) as pool:
        results = [pool.submit(_in_process, TARGETS[name], options) for name in options.targets]
        return max(result.result() for result in results)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fuzz the reader.")
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all when none"
    )
    parser.add_argument("--seconds", type=float, default=60, help="for each target (60)")
    parser.add_argument("--runs", type=int, help="new inputs for each target, if that is sooner")
    parser.add_argument(
        "--seed", type=int, help="the same inputs in the same order; another each time without"
    )
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="targets at a time (2)")
    parser.add_argument("--keep", action="store_true", help="add what led somewhere new to the kept inputs")
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="give one target this input and nothing else"
    )
    parser.add_argument(
        "--failures",
        type=Path,
        metavar="FOLDER",
        default=Path(tempfile.gettempdir()) / "reader-fuzz",
        help="where inputs that failed are written (%(default)s)",
    )
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.targets) - set(TARGETS))
    if unknown:
        parser.error(f"there is no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    if options.replay and len(options.targets) != 1:
        parser.error("--replay wants one target")
    options.targets = options.targets or list(TARGETS)
    return options


def _replay(target: Target, path: Path) -> int:
    failure = failure_of(target, path.read_bytes())
    print(failure.trace if failure else f"{target.name}: nothing went wrong")
    return int(failure is not None)


def _fuzz(target: Target, options: argparse.Namespace) -> int:
    seed = SystemRandom().randrange(2**32) if options.seed is None else options.seed
    session = Session(target, Random(seed), kept_inputs(CORPUS, target))
    kept = len(session.inputs)
    session.fuzz(options.seconds, options.runs, CurrentInput(_current(target, options.failures)))
    for failure, data in session.failures.values():
        write_failure(options.failures, target, failure.what, failure.trace, data)
    _current(target, options.failures).unlink()
    print(
        f"{target.name}: seed {seed}, {session.tried:,} inputs, {kept:,} of them kept ones, "
        f"{session.found:,} led somewhere new, {len(session.failures)} kinds of failure"
    )
    if options.keep:
        keep_inputs(CORPUS, target, session.minimised())
    return int(bool(session.failures))


def _in_process(target: Target, options: argparse.Namespace) -> int:
    """Fuzz one target in a process of its own, so that a crash of the interpreter is told as well."""
    command = [sys.executable, __file__, target.name, "--seconds", str(options.seconds)]
    command += ["--failures", str(options.failures), *(["--keep"] if options.keep else [])]
    command += [] if options.runs is None else ["--runs", str(options.runs)]
    command += [] if options.seed is None else ["--seed", str(options.seed)]
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=options.seconds + _GRACE_SECONDS,
            check=False,
        )
        said, status = done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired as error:
        said, status = (error.stdout or b"").decode("utf-8", "replace"), -1
    print(said.rstrip(), flush=True)
    current = _current(target, options.failures)
    if status not in (0, 1) and current.exists():
        what = f"the process hung or came to its end by itself (status {status})"
        write_failure(options.failures, target, what, "", CurrentInput.read(current))
    return int(status != 0)


def _current(target: Target, folder: Path) -> Path:
    return folder / f"{target.name}.current"


if __name__ == "__main__":
    sys.exit(main())
