"""Where analyses run: in processes of their own, the document on screen first, whatever crashes.

One thread of the `AnalysisWorker` hands payloads to a `concurrent.futures.Executor` and delivers outcomes.
Few payloads are in flight at a time, so that a document that is opened waits for no more than the one in
hand. When a process dies, what was in flight is run again, one at a time: a payload that kills its process
alone, and does so again, is marked and left out; all others are analysed.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_futures
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from reader.analysis.mention import Mention
from reader.analysis.ner.segments import OUTSIDE_SENTENCES
from reader.analysis.pipeline import Recogniser
from reader.analysis.worker.process_pool import ParentBoundPool
from reader.errors import ReaderError
from reader.text.document import Block, BlockKind, Document, Style
from reader.text.spans import Span

P = TypeVar("P")
R = TypeVar("R")

STARTS = 3  # a pool that breaks this often before its first answer is given up
MAX_CRASHES = 2  # times that a payload may kill its process alone before it is left out


class Payload(NamedTuple):
    """What a worker process needs of a document: its text and its blocks, reduced to kind, start and end.

    Numbers stand in an array and kinds in a tuple of shared words: a large document has a hundred thousand
    blocks, and a payload is copied on its way.
    """

    text: str
    kinds: tuple[BlockKind, ...]
    bounds: array[int]
    rows: dict[int, tuple[tuple[Span, ...], ...]]
    outside: tuple[Style, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Payload:
        """Return the document, reduced."""
        blocks = document.blocks
        return cls(
            document.text,
            tuple(block.kind for block in blocks),
            array("I", [bound for block in blocks for bound in (block.start, block.end)]),
            {number: block.rows for number, block in enumerate(blocks) if block.rows},
            tuple(style for style in document.styles if style.kind in OUTSIDE_SENTENCES),
        )

    def document(self) -> Document:
        """Return a document with the text and the blocks alone."""
        spans = zip(self.kinds, self.bounds[::2], self.bounds[1::2], strict=True)
        return Document(
            self.text,
            tuple(
                Block(kind, start, end, rows=self.rows.get(number, ()))
                for number, (kind, start, end) in enumerate(spans)
            ),
            styles=self.outside,
        )


@lru_cache(maxsize=1)
def _recogniser(model: str) -> Recogniser:
    return Recogniser.load(model)


@dataclass(frozen=True)
class EntityAnalysis:
    """The analysis that workers run by default: the mentions of a document, by the model named."""

    model: str = ""

    def prepare(self) -> str:
        """Load the model into this process, once; its version. Raises ModelError."""
        return _recogniser(self.model).version

    def __call__(self, payload: Payload) -> list[Mention]:
        """Return the payload's mentions."""
        return _recogniser(self.model).mentions(payload.document())


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What came of one document: a value, or why there is none as a sentence."""

    key: str
    value: R | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisProgress:
    """How many documents are analysed, how many failed, how many are still to do.

    `version` is that of the analysis, empty until a worker has started. `problem` is a sentence when no
    worker can be started at all; what waits then stays waiting.
    """

    done: int
    failed: int
    waiting: int
    version: str = ""
    problem: str = ""

    @property
    def total(self) -> int:
        """All documents that were asked for and not dropped."""
        return self.done + self.failed + self.waiting


@dataclass(slots=True)
class _Job(Generic[P]):
    key: str
    load: Callable[[], P]
    preferred: bool = False
    alone: bool = False
    crashes: int = 0


class AnalysisWorker(Generic[P, R]):
    """A queue of documents that are analysed elsewhere; all methods return at once, from any thread.

    `analyse` runs in the pool: it and what it takes and gives must pickle. `prepare` runs there before any
    document, and gives the analysis's version; what it raises as a ReaderError becomes `Progress.problem`.
    `deliver` is called for each outcome, one at a time, from this worker's own thread; it must not raise.
    `executor` makes a pool, and is called again when a pool breaks. At most `in_flight` payloads are with
    the pool at a time, so that one that is preferred waits for no more than those.
    """

    def __init__(
        self,
        analyse: Callable[[P], R],
        deliver: Callable[[Outcome[R]], None],
        *,
        prepare: Callable[[], str] | None = None,
        executor: Callable[[], Executor] | None = None,
        in_flight: int = 2,
    ) -> None:
        self._analyse = analyse
        self._deliver = deliver
        self._prepare = prepare or _nothing
        self._executor = executor or ParentBoundPool
        self._in_flight = in_flight
        self._changed = threading.Condition()
        self._queue: OrderedDict[str, _Job[P]] = OrderedDict()
        self._quarantined: OrderedDict[str, _Job[P]] = OrderedDict()
        self._flying: dict[Future[R], _Job[P]] = {}
        self._in_transit: set[str] = set()  # held by the thread: neither queued, nor flying, nor delivered
        self._done = 0
        self._failed = 0
        self._version = ""
        self._problem = ""
        self._closing = False
        self._pool: Executor | None = None
        self._thread = threading.Thread(target=self._run, name="analysis", daemon=True)
        self._thread.start()

    def add(self, jobs: Iterable[tuple[str, Callable[[], P]]]) -> None:
        """Queue documents: a key, and what gives its payload when its turn comes (on the worker's thread).

        A key that is queued or in hand already is not queued again. What raises a ReaderError or an
        OSError when its payload is made is delivered as failed.
        """
        with self._changed:
            busy = self._in_transit.union(job.key for job in self._flying.values())
            for key, load in jobs:
                if key not in busy and key not in self._quarantined and key not in self._queue:
                    self._queue[key] = _Job(key, load)
            self._changed.notify_all()

    def prefer(self, *keys: str) -> None:
        """Put these first, in this order, if they are queued: what is on screen, then its neighbours."""
        with self._changed:
            for key in reversed(keys):
                if key in self._queue:
                    self._queue[key].preferred = True
                    self._queue.move_to_end(key, last=False)
            self._changed.notify_all()

    def progress(self) -> AnalysisProgress:
        """Return the counts now."""
        with self._changed:
            return AnalysisProgress(self._done, self._failed, self._waiting(), self._version, self._problem)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is delivered or nothing can be; whether it came to that in `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._waiting() or bool(self._problem) or not self._thread.is_alive(), timeout
            )

    def close(self, timeout: float = 5.0) -> None:
        """Give up what is queued and in hand, and ends the pool; waits for that for `timeout` seconds."""
        with self._changed:
            self._closing = True
            self._queue.clear()
            self._quarantined.clear()
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def _waiting(self) -> int:
        return len(self._queue) + len(self._quarantined) + len(self._flying) + len(self._in_transit)

    def _run(self) -> None:
        try:
            while not self._closing:
                if finished := self._collect():
                    self._settle(finished)
                elif job := self._take():
                    self._submit(job)
                else:
                    self._sleep()
        finally:
            self._end_pool()
            with self._changed:
                self._closing = True
                self._changed.notify_all()

    def _sleep(self) -> None:
        with self._changed:
            self._changed.wait_for(
                lambda: self._closing or self._choice() is not None or any(map(Future.done, self._flying))
            )

    def _wake(self, _: Future[R] | Future[str]) -> None:
        with self._changed:
            self._changed.notify_all()

    def _choice(self) -> OrderedDict[str, _Job[P]] | None:
        """The queue whose first job may go to the pool now; None when none may. A suspect goes alone."""
        if self._problem or any(job.alone for job in self._flying.values()):
            return None
        room = len(self._flying) < self._in_flight
        if self._queue and room and (not self._quarantined or next(iter(self._queue.values())).preferred):
            return self._queue
        return self._quarantined if self._quarantined and not self._flying else None

    def _take(self) -> _Job[P] | None:
        with self._changed:
            source = None if self._closing else self._choice()
            if source is None:
                return None
            job = source.popitem(last=False)[1]
            job.alone = source is self._quarantined
            self._in_transit.add(job.key)
            return job

    def _submit(self, job: _Job[P]) -> None:
        future: Future[R] | None = None
        try:
            payload = job.load()
            pool = self._pool or self._start_pool()
            if pool is not None:
                future = pool.submit(self._analyse, payload)
        except (ReaderError, OSError) as error:
            self._finish(Outcome(job.key, None, str(error)))
            return
        except BrokenExecutor:
            self._end_pool()
        except RuntimeError:  # the interpreter is shutting down and takes no more work
            self._closing = True
        with self._changed:
            self._in_transit.discard(job.key)
            if future is not None:
                self._flying[future] = job
            else:
                source = self._quarantined if job.alone else self._queue
                source[job.key] = job
                source.move_to_end(job.key, last=False)
        if future is not None:
            future.add_done_callback(self._wake)

    def _collect(self) -> list[tuple[Future[R], _Job[P]]]:
        with self._changed:
            finished = [(future, job) for future, job in self._flying.items() if future.done()]
            for future, _ in finished:
                del self._flying[future]
            self._in_transit.update(job.key for _, job in finished)
        return finished

    def _settle(self, finished: list[tuple[Future[R], _Job[P]]]) -> None:
        broken: list[_Job[P]] = []
        for future, job in finished:
            error = CancelledError() if future.cancelled() else future.exception()
            if error is None:
                self._finish(Outcome(job.key, future.result()))
            elif isinstance(error, (BrokenExecutor, CancelledError)):
                broken.append(job)
            else:
                problem = str(error) if isinstance(error, ReaderError) else f"{type(error).__name__}: {error}"
                self._finish(Outcome(job.key, None, problem))
        if broken:
            self._end_pool()
            with self._changed:
                left = list(self._flying)
            self._quarantine(broken, guilty=not left and len(broken) == 1)
            # What else was with the broken pool fails within moments; until then no new pool is fed.
            wait_futures(left)

    def _quarantine(self, jobs: list[_Job[P]], guilty: bool) -> None:
        for job in jobs:
            if guilty:
                job.crashes += 1
            if job.crashes >= MAX_CRASHES:
                self._finish(Outcome(job.key, None, "The analysis crashed on this document."))
                continue
            with self._changed:
                self._quarantined[job.key] = job
                self._in_transit.discard(job.key)

    def _finish(self, outcome: Outcome[R]) -> None:
        self._deliver(outcome)
        with self._changed:
            self._in_transit.discard(outcome.key)
            if outcome.error:
                self._failed += 1
            else:
                self._done += 1
            self._changed.notify_all()

    def _start_pool(self) -> Executor | None:
        """A pool that has shown that it works; None when closing or when none can be started."""
        for _ in range(STARTS):
            pool = self._executor()
            self._pool = pool
            try:
                ready = pool.submit(self._prepare)
                ready.add_done_callback(self._wake)
                with self._changed:
                    self._changed.wait_for(lambda: self._closing or ready.done())  # noqa: B023
                    if self._closing:
                        return None
                version = ready.result()
            except BrokenExecutor:
                self._end_pool()
                continue
            except ReaderError as error:
                self._give_up(str(error))
                return None
            with self._changed:
                self._version = version
                self._changed.notify_all()
            return pool
        self._give_up("The analysis cannot be started: its process ends at once.")
        return None

    def _give_up(self, problem: str) -> None:
        self._end_pool()
        with self._changed:
            self._problem = problem
            self._changed.notify_all()

    def _end_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _nothing() -> str:
    return ""
