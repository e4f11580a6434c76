"""The library and the documents that a verb works on."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import SettingsError, UnreadableFile
from reader.library import DocumentPath, Library, ScannedFile, Settings, load_settings
from reader.system.paths import Places
from reader.verbs.output import complain, draw_progress

if TYPE_CHECKING:
    from reader.library import Progress
    from reader.text.document import Document


Verb = Callable[[Namespace], int]

_MUCH = 200  # documents; fewer are read before a bar could be looked at


def on_library(
    paths: Callable[[Namespace], Sequence[str]] = lambda _: (),
) -> Callable[[Callable[[Library, Namespace], int]], Verb]:
    """Let a verb work on the library of these paths of its options, the last one where there are none.

    It is closed when the verb is done, whatever came of it.
    """

    def on(work: Callable[[Library, Namespace], int]) -> Verb:
        @wraps(work)
        def run(options: Namespace) -> int:
            with closing(_opened(paths(options))) as library:
                return work(library, options)

        return run

    return on


def _opened(paths: Sequence[str]) -> Library:
    """The library of these paths; settings that cannot be used are complained of, the defaults hold."""
    places = Places.from_environment()
    settings = Settings()
    try:
        settings = load_settings(places.settings)
    except SettingsError as error:
        complain(error)
    library = Library.open(paths, places, settings)
    for notice in library.notices:
        complain(notice)
    return library


def up_to_date(library: Library, *, searchable: bool) -> None:
    """Read what has changed, with a progress line on a terminal when there is much of it."""

    def drawn(state: Progress) -> bool:
        return sys.stderr.isatty() and state.total > _MUCH

    def progress(state: Progress) -> None:
        if drawn(state):
            draw_progress("reading", state.done, state.total)

    last = library.bring_up_to_date(progress, searchable=searchable)
    if drawn(last) and last.done < last.total:
        print(file=sys.stderr)  # the bar of a reading that broke off has not ended its line
    if last.note:
        complain(last.note)


def documents(library: Library, files: Iterable[ScannedFile]) -> Iterator[tuple[DocumentPath, Document]]:
    """Yield the documents of each file, or the one of it that was asked for by `FILE#KEY`.

    What cannot be read is complained of and left out.
    """
    for file in files:
        path = Path(file.path)
        if file.problem:
            complain(f"{library.shown_path(path)}: {file.problem}")
            continue
        inner = library.inner_keys.get(path)
        try:
            if inner is not None:
                yield DocumentPath(path, inner), library.files.document(path, inner)
                continue
            for part in library.files.all(path):
                if part.document is not None:
                    yield DocumentPath(path, part.inner), part.document
                else:
                    complain(f"{library.shown_path(path)}#{part.inner}: {part.problem}")
        except UnreadableFile as error:
            complain(f"{library.shown_path(path)}: {error.reason}")
