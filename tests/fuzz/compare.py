"""Compare this engine with atheris and with Hypothesis: how much of the program the inputs of each reach.

    python tests/fuzz/compare.py markdown plain query notes-jsonl --seconds 60

Each engine gets so many seconds of processor time in a process of its own, from one seed, first from the kept
inputs and then from nothing. Counted afterwards, for all engines with one tracer: the different steps from
line to line that the inputs of a run take together. Of this engine and of atheris the inputs that it kept
count, of Hypothesis, which keeps none, all that it made. atheris is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

if TYPE_CHECKING:
    from fuzz_targets import Target

CORPUS = HERE / "corpus"
INSTRUMENTED = ["reader", "markdown_it", "mdit_py_plugins", "feedparser"]
SEED = 20261128
LONGEST = 4_000  # bytes of an input, for every engine


def main() -> int:
    """Print a row for each target and start, as in README.md; with --engine run one engine, for the rows."""
    parser = argparse.ArgumentParser(description="Compare fuzzing engines.")
    parser.add_argument("targets", nargs="+")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--kept", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        return ENGINES[options.engine](options.targets[0], options.seconds, options.kept, options.output)
    engines = [engine for engine in ENGINES if engine != "atheris" or find_spec("atheris")]
    print(f"| target, start | {' | '.join(engines)} |\n|---|{'---|' * len(engines)}")
    for name in options.targets:
        for kept in (True, False):
            steps = [_steps_of(engine, name, options.seconds, kept=kept) for engine in engines]
            start = "kept inputs" if kept else "nothing"
            print(f"| {name}, {start} | {' | '.join(f'{count:,}' for count in steps)} |", flush=True)
    return 0


def _steps_of(engine: str, name: str, seconds: float, *, kept: bool) -> int:
    """Run an engine on a target and return how many different steps its inputs take."""
    from fuzz_engine import Session
    from fuzz_targets import TARGETS

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "inputs"
        output.mkdir()
        command = [sys.executable, __file__, name, "--engine", engine, "--seconds", str(seconds)]
        command += ["--output", str(output), *(["--kept"] if kept else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        session = Session(TARGETS[name], Random(SEED))
        return len(set().union(*(session.steps(data) for data in _read(output))))


def _read(folder: Path) -> Iterable[bytes]:
    return {path.read_bytes()[:LONGEST] for path in folder.iterdir()}


def _write(folder: Path, inputs: Iterable[bytes]) -> None:
    for number, data in enumerate(inputs):
        (folder / str(number)).write_bytes(data)


def _start(target: Target, *, kept: bool) -> list[bytes]:
    from fuzz_engine import kept_inputs

    return kept_inputs(CORPUS, target) if kept else []


def _ours(name: str, seconds: float, kept: bool, output: Path) -> int:
    import fuzz_engine
    from fuzz_targets import TARGETS

    # The engine measures its time by the clock on the wall; here all have the same processor time.
    fuzz_engine.monotonic = process_time
    session = fuzz_engine.Session(TARGETS[name], Random(SEED), _start(TARGETS[name], kept=kept))
    session.fuzz(seconds)
    _write(output, session.inputs)
    return 0


def _hypothesis(name: str, seconds: float, kept: bool, output: Path) -> int:
    from fuzz_targets import TARGETS
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    target = TARGETS[name]
    start = _start(target, kept=kept)
    inputs: dict[bytes, None] = dict.fromkeys(start)
    words = st.sampled_from([*target.tokens, *start]) | st.text(max_size=20).map(_encoded)
    examples = st.lists(words, max_size=60).map(b"".join) | st.text().map(_encoded) | st.binary()
    end = process_time() + seconds

    @seed(SEED)
    @settings(
        max_examples=10**9,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples)
    def tries(data: bytes) -> None:
        if process_time() > end:
            raise KeyboardInterrupt
        inputs[data[:LONGEST]] = None
        with suppress(Exception):
            target.run(data[:LONGEST])

    with suppress(KeyboardInterrupt):
        tries()
    _write(output, inputs)
    return 0


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _atheris(name: str, seconds: float, kept: bool, output: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED):
        from fuzz_targets import TARGETS

    target = TARGETS[name]
    _write(output, _start(target, kept=kept))
    dictionary = output.with_suffix(".dict")
    escaped = ("".join(f"\\x{byte:02x}" for byte in token) for token in target.tokens)
    dictionary.write_text("".join(f'"{token}"\n' for token in escaped if token), encoding="ascii")
    end = process_time() + seconds

    def tries(data: bytes) -> None:
        if process_time() > end:
            os._exit(0)  # libFuzzer ends a run by the clock on the wall; what it kept is written already
        with suppress(Exception):
            target.run(data)

    options = [f"-seed={SEED}", f"-max_len={LONGEST}", f"-dict={dictionary}", "-timeout=60"]
    atheris.Setup([sys.argv[0], str(output), *options], tries)
    atheris.Fuzz()
    return 0


Engine = Callable[[str, float, bool, Path], int]

ENGINES: dict[str, Engine] = {"this engine": _ours, "atheris": _atheris, "Hypothesis": _hypothesis}

if __name__ == "__main__":
    sys.exit(main())
