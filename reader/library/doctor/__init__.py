"""Whether everything is in order, and what to do where it is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from reader.errors import ReaderError
from reader.library.doctor import data_checks, environment_checks
from reader.library.doctor.finding import Finding
from reader.system.paths import Places

__all__ = ["Finding", "examine"]


def examine(
    places: Places,
    own_files: Callable[[Places], Iterable[Finding]] = lambda _: (),
    *,
    now: datetime | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Finding]:
    """Look at the folders, the person's files, the user data, what is derived, and what all of it stands on.

    `own_files` looks at the files whose meaning the interface alone knows: keys and themes.
    """
    try:
        places.make()
    except ReaderError as error:
        yield Finding("folders", False, str(error), "Set READER_HOME to a folder you can write to.")
        return
    yield from environment_checks.folders(places)
    yield environment_checks.room(places)
    yield data_checks.settings(places)
    yield from own_files(places)
    yield from data_checks.user_data(places, now or datetime.now(UTC))
    yield data_checks.document_cache(places)
    yield data_checks.indexes(places)
    yield data_checks.model(places)
    yield from environment_checks.plugins()
    yield environment_checks.log(places.log)
    yield environment_checks.terminal(environment)
    yield environment_checks.language(environment)
    yield from environment_checks.programs(environment)
