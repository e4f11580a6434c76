"""Drives a target: makes inputs, keeps those that lead somewhere new, and writes down those that fail."""

from __future__ import annotations

import hashlib
import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from mmap import mmap
from pathlib import Path
from random import Random
from time import monotonic
from types import FrameType

from fuzz_mutation import MOST_BYTES, Mutator
from fuzz_targets import Target
from fuzz_tracing import Steps, Tracer

MOST_KEPT = 48_000
"""Bytes of the kept corpus of one target."""
_LONGEST_KEPT = 2_000
_LONGEST_PARENT = 4_000  # longer inputs only test how time grows; what comes from them would be slow as well
_TRIES = 100
_SHORTENING_SECONDS = 30
_HEADER = 8
_TRACE_ENDS = 12  # lines of a traceback from either end


class TooSlowError(BaseException):
    """An input took more processor time than its target allows; not an Exception: nobody may catch it."""


@dataclass(frozen=True)
class Failure:
    """What went wrong with an input: its kind and place in the code, and the whole traceback."""

    what: str
    trace: str


def corpus_file(folder: Path, target: Target) -> Path:
    """Where the kept inputs of a target are: one a line, as JSON strings of UTF-8 with its broken bytes."""
    return folder / f"{target.name}.jsonl"


def kept_inputs(folder: Path, target: Target) -> list[bytes]:
    """The kept inputs of a target; raises FileNotFoundError when there are none."""
    lines = corpus_file(folder, target).read_text(encoding="utf-8").splitlines()
    return [json.loads(line).encode("utf-8", "surrogateescape") for line in lines]


def keep_inputs(folder: Path, target: Target, inputs: list[bytes]) -> None:
    """Write the kept inputs of a target, the shortest first."""
    lines = [json.dumps(data.decode("utf-8", "surrogateescape")) for data in sorted(inputs, key=_by_length)]
    corpus_file(folder, target).write_text("\n".join(lines) + "\n", encoding="utf-8")


def failure_of(target: Target, data: bytes) -> Failure | None:
    """What goes wrong when the target is given these bytes; None when all is well."""
    return _failure(lambda: target.run(data), target.seconds)


def _failure(call: Callable[[], object], seconds: float) -> Failure | None:
    try:
        with _limited(seconds):
            call()
    except (Exception, TooSlowError) as error:  # noqa: BLE001 - any exception at all is what is looked for
        lines = "".join(traceback.format_exception(error)).splitlines()
        if len(lines) > 2 * _TRACE_ENDS:
            lines[_TRACE_ENDS:-_TRACE_ENDS] = ["  …"]
        return Failure(_place(error), "\n".join(lines))
    return None


def _place(error: BaseException) -> str:
    """The exception's type and the innermost line of ours that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/reader/" in frame.filename or "fuzz_targets" in frame.filename]
    at = ours[-1] if ours else frames[-1]
    place = "" if isinstance(error, TooSlowError | RecursionError) else f":{at.lineno}"
    return f"{type(error).__name__} in {Path(at.filename).name}{place} ({at.name})"


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """At most so many seconds of processor time, then TooSlowError; patterns of `re` are stopped as well."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class CurrentInput:
    """The input that is being tried, in a file that outlives a crash of the interpreter itself."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_HEADER + MOST_BYTES))
        with path.open("r+b") as file:
            self._memory = mmap(file.fileno(), _HEADER + MOST_BYTES)

    def write(self, data: bytes) -> None:
        """Note down the input that comes next."""
        self._memory[_HEADER : _HEADER + len(data)] = data
        self._memory[:_HEADER] = len(data).to_bytes(_HEADER, "big")

    @staticmethod
    def read(path: Path) -> bytes:
        """The input that was being tried last."""
        noted = path.read_bytes()
        return noted[_HEADER : _HEADER + int.from_bytes(noted[:_HEADER], "big")]


@dataclass
class Session:
    """One run of a fuzzer: the inputs that it has, the steps that they take, and what failed."""

    target: Target
    random: Random
    inputs: list[bytes] = field(default_factory=list)
    tried: int = 0
    found: int = 0
    failures: dict[str, tuple[Failure, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seen: Steps = set()
        self._mutator = Mutator(self.random, self.target.tokens, is_json=self.target.is_json)
        self._tracer = Tracer(filter(None, map(_folder, self.target.traced)))

    def fuzz(self, seconds: float, runs: int | None = None, current: CurrentInput | None = None) -> None:
        """Try what is kept, then new inputs, for so many seconds or so many runs."""
        end = monotonic() + seconds
        for data in self.inputs:
            if current is not None:
                current.write(data[:MOST_BYTES])
            self._try(data)
        kept = self.tried
        while monotonic() < end and (runs is None or self.tried < kept + runs):
            data = self._mutator.mutated(self._chosen(), self.inputs)
            if current is not None:
                current.write(data)
            if self._try(data):
                self.inputs.append(data)
                self.found += 1

    def minimised(self) -> list[bytes]:
        """Inputs that together take all the steps that were seen, each as short as it can quickly be made.

        Within MOST_KEPT bytes: the shortest first, since they come to every test run.
        """
        end = monotonic() + _SHORTENING_SECONDS
        taken: Steps = set()
        kept: list[bytes] = []
        size = 0
        for data in sorted(set(self.inputs), key=_by_length):
            new = self.steps(data) - taken
            if not new:
                continue
            data = self._trimmed(data, lambda shorter, new=new: new <= self.steps(shorter), end)
            if len(data) > _LONGEST_KEPT or size + len(data) > MOST_KEPT:
                continue
            taken |= self.steps(data)
            kept.append(data)
            size += len(data)
        return kept

    def _chosen(self) -> bytes:
        if not self.inputs:
            return b""
        if self.random.random() < 0.3:
            return self.random.choice(self.inputs[-20:])
        # The shorter of two: what is tried in a second matters more than how much is in it.
        return min(self.random.choice(self.inputs), self.random.choice(self.inputs), key=len)

    def _try(self, data: bytes) -> bool:
        """Whether the input took a step that none before it took."""
        self.tried += 1
        steps: Steps = set()

        def traced() -> None:
            steps.update(self._tracer.run(lambda: self.target.run(data)))

        if _failure(traced, 4 * self.target.seconds) is not None:
            # Tracing takes time and depth of its own: what counts is the failure without it.
            failure = failure_of(self.target, data)
            if failure is not None and failure.what not in self.failures:
                self.failures[failure.what] = (failure, data)
                end = monotonic() + _SHORTENING_SECONDS
                short = self._trimmed(data, lambda shorter: self._fails_alike(shorter, failure), end)
                self.failures[failure.what] = (failure, short)
            return False
        if len(data) > _LONGEST_PARENT or steps <= self._seen:
            return False
        self._seen |= steps
        return True

    def _fails_alike(self, data: bytes, failure: Failure) -> bool:
        found = failure_of(self.target, data)
        return found is not None and found.what == failure.what

    def steps(self, data: bytes) -> Steps:
        """The steps that the target takes on an input; none where it fails."""
        try:
            with _limited(4 * self.target.seconds):
                return self._tracer.run(lambda: self.target.run(data))
        except (Exception, TooSlowError):  # noqa: BLE001 - what fails is no part of the corpus
            return set()

    def _trimmed(self, data: bytes, holds: Callable[[bytes], bool], end: float) -> bytes:
        """The input with pieces left out as long as something holds of it, and there is time."""
        size, tries = max(1, len(data) // 2), 0
        while size and tries < _TRIES and monotonic() < end:
            at, shorter = 0, False
            while at < len(data) and tries < _TRIES and monotonic() < end:
                without = data[:at] + data[at + size :]
                tries += 1
                if holds(without):
                    data, shorter = without, True
                else:
                    at += size
            if not shorter:
                size //= 2
        return data


def write_failure(folder: Path, target: Target, what: str, trace: str, data: bytes) -> Path:
    """Write an input that failed to a file and say how it is tried again."""
    path = folder / f"{target.name}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
    path.write_bytes(data)
    print(f"{target.name}: {what}")
    print(trace.rstrip())
    print(f"  the input ({len(data):,} bytes): {data[:400]!r}{' …' if len(data) > 400 else ''}")
    print(f"  once more: python tests/fuzz/run.py {target.name} --replay {path}")
    sys.stdout.flush()
    return path


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _by_length(data: bytes) -> tuple[int, bytes]:
    return len(data), data
