"""`reader index` and `reader doctor`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.errors import DONE, WRONG
from reader.library import Library
from reader.system.paths import Places
from reader.verbs.common import on_library
from reader.verbs.output import complain, draw_progress, emit

if TYPE_CHECKING:
    from reader.library import Progress


@on_library(lambda options: options.path)
def run_index(library: Library, options: Namespace) -> int:
    """`reader index`."""

    def report(state: Progress) -> None:
        if options.json:
            emit(
                {
                    "done": state.done,
                    "total": state.total,
                    "failed": state.failed,
                    "finished": state.finished,
                    "note": state.note,
                }
            )
            sys.stdout.flush()
        elif sys.stderr.isatty():
            draw_progress("reading", state.done, state.total)

    if options.no_names and hasattr(os, "nice"):
        os.nice(5)
    last = library.bring_up_to_date(report, names=options.known_names)
    report(last)
    if not options.json:
        failed = f", {last.failed} that cannot be read" if last.failed else ""
        complain(f"{last.done} of {len(library.documents.listing())} documents were new or changed{failed}")
    if not options.no_names:
        _find_names(library, as_json=options.json)
        # The search takes the names in when all are known: aliases are the whole library's.
        library.bring_up_to_date(names=True)
    if last.note:
        complain(last.note)
    return DONE


def _find_names(library: Library, *, as_json: bool) -> None:
    from reader.background.analysis_queue import Analyses

    def arrived(key: str, _mentions: object, error: str) -> None:
        if error:
            entry = library.documents.entries_of([key]).get(key)
            complain(f"{library.shown_path(entry.path)}: {error}" if entry is not None else error)

    analyses = Analyses(library, arrived)
    analyses.want_all()
    try:
        while not analyses.wait(0.5):
            progress = analyses.progress()
            if as_json:
                emit({"named": progress.done, "failed": progress.failed, "total": progress.total})
                sys.stdout.flush()
            elif sys.stderr.isatty():
                draw_progress("finding names", progress.done + progress.failed, progress.total)
        if problem := analyses.progress().problem:
            complain(problem)
    finally:
        analyses.close()


def run_doctor(options: Namespace) -> int:
    """`reader doctor`."""
    from reader.library import examine

    places = Places.from_environment()
    if options.restore is not None:
        from reader.library import restore

        complain(restore(places, options.restore, datetime.now(UTC)))
    sound = True
    for finding in examine(places, options.own_files):
        sound = sound and finding.ok
        if options.json:
            emit(
                {
                    "check": finding.check,
                    "ok": finding.ok,
                    "found": finding.message,
                    "advice": finding.advice,
                }
            )
        else:
            print(f"{'ok ' if finding.ok else 'BAD'}  {finding.check}: {finding.message}")
            if finding.advice:
                print(f"     {finding.advice}")
    return DONE if sound else WRONG
