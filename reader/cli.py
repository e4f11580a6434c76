"""The command line: every view's plain twin, and the way into the terminal reader.

Nothing heavy is imported before the verb that needs it: `reader --version` costs a bare interpreter.
"""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence

from reader import __version__
from reader.errors import DONE, WRONG, ReaderError

_DEBUG = "write all that happens into the log, and show the traceback of an error of the program"
VERBS = ("list", "show", "search", "summary", "entities", "notes", "index", "doctor")

_UNFIT = ("dumb", "unknown")  # terminals that say of themselves that they know no control sequences
_OUTPUT_ERRORS = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EBADF)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reader",
        description="Read, search and annotate a folder of briefings in the terminal.",
        epilog="With no verb, `reader [PATH …]` opens the terminal reader on folders or files; with no path, "
        "on the last library. A path named like a verb is written ./list. "
        "Exit status: 0 done, 1 nothing found, 2 wrong use or unreadable input.",
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    parser.add_argument("--debug", action="store_true", help=_DEBUG)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, help: str) -> argparse.ArgumentParser:
        subparser = verbs.add_parser(name, help=help, description=help)
        subparser.add_argument("--json", action="store_true", help="print JSON Lines")
        subparser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG)
        return subparser

    listing = verb("list", "The documents of a library, newest first.")
    listing.add_argument("path", nargs="*")

    show = verb("show", "The reading text of files.")
    show.add_argument("file", nargs="+")
    show.add_argument(
        "--save",
        metavar="FOLDER",
        help="write what a file holds, as it is, into this folder instead",
    )

    search = verb(
        "search", "The best documents for a query, however it is spelt, each with its best passage."
    )
    search.add_argument("query", help="a search line; - answers the lines of standard input one by one")
    search.add_argument("path", nargs="*")
    search.add_argument("--limit", type=_count, default=20, metavar="N", help="at most so many hits (20)")

    summary = verb("summary", "The sentences that sum a document up.")
    summary.add_argument("path", nargs="+")
    summary.add_argument("-n", "--sentences", type=_count, default=3, metavar="N", help="at most so many (3)")
    summary.add_argument("--about", default="", metavar="QUERY", help="choose the sentences for this query")
    summary.add_argument("--digest", action="store_true", help="one page for all documents, by day")
    summary.add_argument("--format", choices=["markdown"], default="markdown", help="the digest's format")

    entities = verb("entities", "The people, organisations, places and so on that documents name.")
    entities.add_argument("path", nargs="+")
    entities.add_argument(
        "--corpus", action="store_true", help="one line an entity of all the documents together"
    )
    entities.add_argument(
        "--dossier", metavar="NAME", help="all that the indexed documents say about one name, as Markdown"
    )

    export = verb("entities export", "Write what was corrected about names, for a colleague or to keep.")
    export.add_argument("--out", metavar="PATH", help="the file to write, usually entities.toml")
    bring = verb("entities import", "Take in corrections from such a file.")
    bring.add_argument("file")

    _notes(verbs)

    index = verb("index", "Bring index and analyses up to date.")
    index.add_argument("path", nargs="*")
    index.add_argument("--no-names", action="store_true", help="leave the analysis of names for later")
    index.add_argument(
        "--known-names",
        action="store_true",
        help="with --no-names: let the search have the names found so far",
    )

    doctor = verb("doctor", "Check the user data, the index and the model, and say what to do.")
    doctor.add_argument(
        "--restore",
        metavar="BACKUP",
        help="first put a backup in the user data's place: its day, newest or journal",
    )
    return parser


def _notes(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    notes = verbs.add_parser("notes", help="Make, list, export and import notes.")
    doing = notes.add_subparsers(dest="doing", metavar="add|list|export|import", required=True)

    add = doing.add_parser("add", help="Make a note on a passage given by its words, or on the document.")
    add.add_argument("file")
    add.add_argument("--quote", default="", metavar="TEXT", help="the passage, as it stands in the text")
    add.add_argument(
        "--start", type=int, metavar="N", help="the passage's first code point, where it occurs twice"
    )
    add.add_argument("--body", default="", metavar="TEXT", help="the note; - reads standard input")
    add.add_argument("--tag", action="append", default=[], metavar="T", help="a tag; may be given again")
    add.add_argument("--kind", default="note", metavar="K", help="the kind of note (note)")
    add.add_argument(
        "--link", action="append", default=[], metavar="L",
        help="what the note points at: note:ID, document:PATH or entity:NAME; may be given again",
    )  # fmt: skip

    listing = doing.add_parser("list", help="The notes on the documents of a library, or all of them.")
    listing.add_argument("path", nargs="*")

    export = doing.add_parser("export", help="Write notes in a format other tools read.")
    export.add_argument("path", nargs="*")
    export.add_argument("--format", default="markdown", metavar="F", help="markdown, w3c, csv, org or jsonl")
    export.add_argument(
        "--out", metavar="PATH", help="the file to write; a Markdown file is merged, not replaced"
    )
    export.add_argument("--tag", default="", metavar="T", help="only the notes with this tag")

    bring = doing.add_parser("import", help="Take in notes from a file that reader or another tool wrote.")
    bring.add_argument("file")
    for parser in (add, listing, export, bring):
        parser.add_argument("--json", action="store_true", help="print JSON Lines")
        parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _meant(word: str) -> str:
    """Return the verb that a word is nearly written like; empty when it is a path or like none."""
    if os.path.lexists(word):
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, VERBS, n=1, cutoff=0.7)), "")


def _open(paths: Sequence[str]) -> int:
    if paths and (verb := _meant(paths[0])):
        return _wrong(f"there is no file or folder “{paths[0]}” here; did you mean `reader {verb}`?")
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return _wrong(
            "the terminal reader needs a terminal; in a pipe use `reader list`, `show` or `search`."
        )
    if os.environ.get("TERM") in _UNFIT:
        return _wrong(
            f"this terminal (TERM={os.environ['TERM']}) cannot be drawn on; "
            "use `reader list`, `show` or `search`, or set TERM to what it is."
        )
    # Until the first frame the collector would look again and again at what stays: a fortieth of the time.
    gc.disable()
    from reader.tui.app.run import run

    return run(paths)


def _wrong(sentence: str) -> int:
    """Say on standard error what is wrong, safe for a terminal; gives the exit status."""
    from reader.text.safety import safe_line

    print(f"reader: {safe_line(sentence)}", file=sys.stderr)
    return WRONG


def _parsed(arguments: list[str]) -> argparse.Namespace:
    if arguments[0] == "entities" and arguments[1:2] in (["export"], ["import"]):
        # Not subparsers, as `notes` has them: `entities` takes paths, and argparse has no subcommand that may
        # be left out for them. So the two words are one verb; a path of that name is written ./export.
        arguments = [" ".join(arguments[:2]), *arguments[2:]]
    return _parser().parse_args(arguments)


def _run_verb(options: argparse.Namespace) -> int:
    # What cannot be written in the terminal's encoding is escaped, as JSON would write it.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    from reader.verbs import RUNS

    if options.verb == "doctor":
        from reader.tui.app.config_checks import examine_own_files

        options.own_files = examine_own_files
    status = RUNS[options.verb](options)
    sys.stdout.flush()
    return status


def _give_up_output() -> None:
    """Nothing can be written any more: what is left in the buffer goes nowhere, at exit too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stand_in_for_closed() -> None:
    """Put the null device where a standard stream is closed.

    A file that is opened later, the user data even, would else get its number and be written to in its place.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: PTH123, SIM115


def _guarded(run: Callable[[], int], *, debug: bool) -> int:
    """Run with a log; what goes wrong becomes a sentence and an exit status, and the log holds the rest."""
    from reader.system.log import logged, say_unexpected, show_traceback, tell
    from reader.system.paths import Places

    log = Places.from_environment().log
    with logged(log, debug=debug):
        try:
            return _answered(run)
        except ReaderError as error:
            tell(error)
            return _wrong(str(error))
        except Exception as error:  # noqa: BLE001 - nobody is above who could say it
            status = _wrong(say_unexpected(error, log, debug=debug))
            if debug:
                show_traceback(error)
            return status


def _answered(run: Callable[[], int]) -> int:
    """Run; output that nobody reads any more, or that cannot be written, is no error of the program."""
    try:
        return run()
    except BrokenPipeError:
        # The reader of our output has gone: nothing more to say.
        _give_up_output()
        return DONE
    except OSError as error:
        if error.filename is not None or error.errno not in _OUTPUT_ERRORS:
            raise
        _give_up_output()
        return _wrong(f"what was found cannot be written out ({error.strerror}).")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is returned: 0 done, 1 nothing found, 2 wrong use or input."""
    _stand_in_for_closed()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = words[:1] == ["--debug"]
    words = words[1:] if debug else words
    try:
        if words and (words[0] in VERBS or words[0].startswith("-")) and words[0] != "--":
            options = _parsed(words)
            return _guarded(lambda: _run_verb(options), debug=debug or options.debug)
        return _guarded(lambda: _open(words[1:] if words[:1] == ["--"] else words), debug=debug)
    except KeyboardInterrupt:
        return 130
