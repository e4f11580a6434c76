"""The pool of one process, by itself; its work is tested with the worker."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from reader.analysis.worker.process_pool import ParentBoundPool


def test_two_threads_that_shut_it_down_close_its_pipe_one_after_the_other() -> None:
    pool = ParentBoundPool()
    held: Any = pool._parent_end
    together = threading.Barrier(2)
    met: list[int] = []

    class Held:
        def close(self) -> None:
            with suppress(threading.BrokenBarrierError):
                met.append(together.wait(0.2))
            held.close()

    pool._parent_end = Held()  # type: ignore[assignment]
    threads = [threading.Thread(target=pool.shutdown, kwargs={"wait": False}) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == []
    assert held.closed
