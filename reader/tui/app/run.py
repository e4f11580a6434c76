"""Open the terminal reader from the command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from multiprocessing import resource_tracker

from reader.errors import SettingsError
from reader.library import Library, Settings, load_settings
from reader.system.paths import Places
from reader.tui.app.app import ReaderApp
from reader.tui.session.commands import Keymap, load_keys


def run(paths: Sequence[str]) -> int:
    """Run the terminal reader on these paths until it is left; the exit status is returned.

    A settings or keys file that cannot be used is said on screen, and the usual ones hold. Raises
    ReaderError when a path does not exist or the user data cannot be used, and again what the interface ended
    on, when the terminal is as it was before.
    """
    places = Places.from_environment()
    notices: list[str] = []
    settings, keys = Settings(), {}
    try:
        settings = load_settings(places.settings)
    except SettingsError as error:
        notices.append(str(error))
    try:
        keys = load_keys(places.keys)
    except SettingsError as error:
        notices.append(str(error))
    library = Library.open(paths, places, settings)
    notices += library.notices
    # Python's tracker of shared resources inherits standard error, which Textual replaces by an object
    # without a file: started later, no worker process could be spawned.
    resource_tracker.ensure_running()
    app = ReaderApp(library, keymap=Keymap(keys), notices=notices)
    if sys.platform != "win32":
        from reader.tui.terminal.driver import TerminalDriver

        app.driver_class = TerminalDriver
        # A terminal that hangs up and a system that shuts down end the reader as `q` does: the place and
        # what is being typed are kept, and the terminal is as it was. The status is that of a shell.
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, lambda number, _frame: app.exit(return_code=128 + number))
    try:
        app.run()
    finally:
        library.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
