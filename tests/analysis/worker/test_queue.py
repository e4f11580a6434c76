"""Analyses elsewhere: order, failures, crashes, and what happens when either side ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.worker.queue import AnalysisWorker, EntityAnalysis, Outcome, Payload
from reader.errors import ModelError, ReaderError, UnreadableFile
from reader.text.document import Block, Document
from reader.text.spans import Span

PATIENCE = 60.0  # seconds that a busy machine may take before a test is given up


class ByHand(Executor):
    """An executor whose work is done when the test says so."""

    def __init__(self) -> None:
        self.submitted: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.changed = threading.Condition()
        self.ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if getattr(fn, "__name__", "") == "prepared":
            future.set_result("version 1")
            return future
        with self.changed:
            self.submitted.append((future, lambda: fn(*args, **kwargs)))
            self.changed.notify_all()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.ended = True

    def next(self) -> tuple[Future[Any], Callable[[], Any]]:
        with self.changed:
            assert self.changed.wait_for(lambda: bool(self.submitted), PATIENCE)
            return self.submitted.pop(0)

    def do_next(self) -> Any:
        future, work = self.next()
        value = work()
        future.set_result(value)
        return value


def prepared() -> str:
    return "version 1"


def shout(text: str) -> str:
    return text.upper()


class Delivered(list[Outcome[Any]]):
    """Outcomes as they come, with a way to wait for one."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()

    def __call__(self, outcome: Outcome[Any]) -> None:
        with self.changed:
            self.append(outcome)
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self) >= count, PATIENCE)


def jobs(*keys: str) -> list[tuple[str, Callable[[], str]]]:
    return [(key, lambda key=key: key) for key in keys]  # type: ignore[misc]


def test_preferred_documents_go_first_and_few_are_in_flight() -> None:
    pool, delivered = ByHand(), Delivered()
    worker: AnalysisWorker[str, str] = AnalysisWorker(
        shout, delivered, prepare=prepared, executor=lambda: pool, in_flight=1
    )
    worker.add(jobs("a", "b", "c", "d"))
    first = pool.next()
    worker.prefer("d", "c")
    assert not pool.submitted
    first[0].set_result("A")
    assert [pool.do_next() for _ in range(3)] == ["D", "C", "B"]
    assert worker.wait(PATIENCE)
    assert [outcome.key for outcome in delivered] == ["a", "d", "c", "b"]
    progress = worker.progress()
    assert (progress.done, progress.failed, progress.waiting, progress.total) == (4, 0, 0, 4)
    assert progress.version == "version 1"
    worker.close()
    assert pool.ended


def test_a_key_is_queued_once() -> None:
    pool, delivered = ByHand(), Delivered()
    worker: AnalysisWorker[str, str] = AnalysisWorker(shout, delivered, executor=lambda: pool, in_flight=1)
    pool.changed.acquire()
    pool.changed.release()
    worker.add(jobs("ready", "a", "b"))
    pool.next()[0].set_result("")  # the pool shows that it works
    assert pool.do_next() == "READY"
    held = pool.next()
    worker.add(jobs("a", "b", "c"))
    held[0].set_result("A")
    assert [pool.do_next(), pool.do_next()] == ["B", "C"]
    assert worker.wait(PATIENCE)
    assert [outcome.key for outcome in delivered] == ["ready", "a", "b", "c"]
    worker.close()


def test_a_key_whose_payload_is_being_made_is_not_queued_again() -> None:
    executor, delivered = ByHand(), Delivered()
    worker = AnalysisWorker(shout, delivered, prepare=prepared, executor=lambda: executor)
    loading, go_on = threading.Event(), threading.Event()

    def load() -> str:
        loading.set()
        assert go_on.wait(PATIENCE)
        return "a"

    worker.add([("a", load)])
    assert loading.wait(PATIENCE)
    worker.add([("a", lambda: "a"), ("b", lambda: "b")])
    assert worker.progress().total == 2
    go_on.set()
    executor.do_next()
    executor.do_next()
    assert worker.wait(PATIENCE)
    assert [outcome.key for outcome in delivered] == ["a", "b"]
    assert worker.progress().total == 2
    worker.close()


def test_failures_are_delivered_as_sentences_and_stop_nothing() -> None:
    def fail(text: str) -> str:
        if text == "sentence":
            raise ReaderError("This text is too strange.")
        if text == "bug":
            raise KeyError("lost")
        return text

    def gone() -> str:
        raise UnreadableFile("a.txt", "gone")

    pool, delivered = _Inline(), Delivered()
    worker: AnalysisWorker[str, str] = AnalysisWorker(fail, delivered, executor=lambda: pool)
    worker.add([("gone", gone), *jobs("sentence", "bug", "fine")])
    assert worker.wait(PATIENCE)
    said = {outcome.key: outcome.error for outcome in delivered}
    assert said == {
        "gone": "a.txt: gone",
        "sentence": "This text is too strange.",
        "bug": "KeyError: 'lost'",
        "fine": "",
    }
    assert (worker.progress().done, worker.progress().failed) == (1, 3)
    worker.close()


class _Inline(Executor):
    """Does everything at once, in the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except (ReaderError, KeyError) as error:
            future.set_exception(error)
        return future


def test_without_a_model_the_worker_says_so_and_keeps_its_queue() -> None:
    def prepare() -> str:
        raise ModelError("No language model is installed.")

    worker: AnalysisWorker[str, str] = AnalysisWorker(shout, Delivered(), prepare=prepare, executor=_Inline)
    worker.add(jobs("a", "b"))
    assert worker.wait(PATIENCE)
    assert worker.progress().problem == "No language model is installed."
    assert worker.progress().waiting == 2
    worker.close()


def test_a_pool_that_never_starts_is_given_up() -> None:
    class Broken(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise BrokenProcessPool("no process")

    worker: AnalysisWorker[str, str] = AnalysisWorker(shout, Delivered(), executor=Broken)
    worker.add(jobs("a"))
    assert worker.wait(PATIENCE)
    assert "cannot be started" in worker.progress().problem
    worker.close()


def crash_on_poison(payload: tuple[str, str]) -> tuple[int, str]:
    """Notes that it ran, and ends its process on some payloads."""
    log, key = payload
    with Path(log).open("a") as file:
        file.write(f"{key}\n")
    if "poison" in key:
        os._exit(3)
    return os.getpid(), key


def test_a_document_that_crashes_its_process_is_marked_and_all_others_are_analysed(tmp_path: Path) -> None:
    log = tmp_path / "runs"
    keys = [f"{number}-poison" if number in (4, 5) else str(number) for number in range(20)]
    delivered = Delivered()
    worker: AnalysisWorker[tuple[str, str], tuple[int, str]] = AnalysisWorker(crash_on_poison, delivered)
    worker.add((key, lambda key=key: (str(log), key)) for key in keys)  # type: ignore[misc]
    assert worker.wait(PATIENCE)
    worker.close()
    assert sorted(outcome.key for outcome in delivered) == sorted(keys)
    assert {outcome.key for outcome in delivered if outcome.error} == {key for key in keys if "poison" in key}
    assert all(
        outcome.value is not None and outcome.value[1] == outcome.key
        for outcome in delivered
        if not outcome.error
    )
    runs = Counter(log.read_text().split())
    assert all(runs[key] == 1 for key in keys if key not in ("3", "6") and "poison" not in key)


def check_kills(log: Path, count: int, kill_after: frozenset[int]) -> None:
    """Analyses `count` documents and kills the process after some: all are delivered once, few run twice."""
    keys = [str(number) for number in range(count)]
    delivered = Delivered()
    kills = 0

    def deliver(outcome: Outcome[tuple[int, str]]) -> None:
        nonlocal kills
        delivered(outcome)
        if outcome.value is not None and int(outcome.key) in kill_after:
            kills += 1
            os.kill(outcome.value[0], signal.SIGKILL)

    worker: AnalysisWorker[tuple[str, str], tuple[int, str]] = AnalysisWorker(crash_on_poison, deliver)
    worker.add((key, lambda key=key: (str(log), key)) for key in keys)  # type: ignore[misc]
    assert worker.wait(PATIENCE + 2 * len(kill_after))
    worker.close()
    assert kills == len(kill_after)
    assert Counter(outcome.key for outcome in delivered) == Counter(keys)
    assert not any(outcome.error for outcome in delivered)
    runs = Counter(log.read_text().split())
    assert sum(runs.values()) <= count + kills  # at most the one in hand is repeated
    assert all(runs[key] >= 1 for key in keys)


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    check_kills(tmp_path / "runs", 120, frozenset({20, 60, 100}))


@pytest.mark.scale
def test_random_kills_during_two_thousand_documents_lose_nothing(tmp_path: Path) -> None:
    check_kills(tmp_path / "runs", 2000, frozenset(random.Random(7).sample(range(2000), 25)))


def wait_for_ever(_: str) -> str:
    threading.Event().wait()
    return ""


def test_closing_does_not_wait_for_what_is_in_hand() -> None:
    worker: AnalysisWorker[str, str] = AnalysisWorker(wait_for_ever, Delivered(), prepare=prepared)
    worker.add(jobs("endless", "next"))
    while worker.progress().version == "":
        worker.wait(0.01)
    worker.close(PATIENCE)
    assert worker.wait(0)
    assert not [thread for thread in threading.enumerate() if thread.name == "analysis" and thread.is_alive()]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import os, signal, sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            from reader.analysis.worker.queue import AnalysisWorker
            from test_queue import prepared, wait_for_ever

            if __name__ == "__main__":
                worker = AnalysisWorker(wait_for_ever, print, prepare=prepared)
                worker.add([("endless", lambda: "")])
                while not worker.progress().version:
                    worker.wait(0.01)
                os.kill(os.getpid(), signal.SIGKILL)
            """
        )
    )
    # The worker holds the same standard output: it is read to its end only when the worker is gone too.
    done = subprocess.run(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def test_a_payload_carries_what_the_analysis_needs() -> None:
    document = Document(
        "Title\nOne\tTwo",
        (Block("heading", 0, 5, level=1), Block("table", 6, 13, rows=((Span(6, 9), Span(10, 13)),))),
    )
    back = Payload.of(document).document()
    assert back.text == document.text
    assert [(block.kind, block.start, block.end, block.rows) for block in back.blocks] == [
        (block.kind, block.start, block.end, block.rows) for block in document.blocks
    ]


def test_the_real_analysis_runs_in_a_process_of_its_own() -> None:
    document = Document("Steve Witkoff flew to Miami. Witkoff met David Barnea there.")
    delivered = Delivered()
    analysis = EntityAnalysis()
    worker = AnalysisWorker(analysis, delivered, prepare=analysis.prepare)
    worker.add([("key", lambda: Payload.of(document))])
    assert worker.wait(PATIENCE)
    worker.close()
    (outcome,) = delivered
    assert outcome.error == ""
    assert ("Witkoff", "Steve Witkoff") in {
        (document.text[item.start : item.end], item.entity) for item in outcome.value or []
    }
    assert "en_core_web" in worker.progress().version
