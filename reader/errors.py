"""What can go wrong in a way that a person should read as a sentence.

ReaderError            anything below; `str(error)` is the whole sentence
├── UnreadableFile     a file that cannot be shown: no text, too large, no permission, gone
├── FormatError        what a format's reader meets in the bytes of a file
│   ├── NotTextError        bytes that are no text
│   ├── TooMuchMarkupError  a text beyond a limit on its markup
│   └── FrontMatterError    front matter that is not valid YAML
├── QueryError         a search line that cannot be understood, and where
├── NoteError          a note that cannot be made, kept or imported
├── CorrectionError    a correction of names that makes no sense, or a file of them that cannot be read
├── UserDataError      what a person made, or what was read, cannot be read or written
│   └── UnusableDatabaseError   its file is damaged: trying again is of no use
│       └── NewerDatabaseError  its file is of a newer version
├── SearchIndexError   the search index cannot be opened or written
│   └── SearchIndexBusyError    another process is writing it just now
├── ModelError         the language model is not installed or cannot be loaded
└── SettingsError      a settings or keys file that cannot be used

Cancelled              nobody wants the answer any more: no failure, and no person reads it
"""

DONE, NOTHING, WRONG = 0, 1, 2
"""The exit status of the command line: done, nothing found, wrong use or unreadable input."""


class ReaderError(Exception):
    """A failure whose message is a sentence for the person at the keyboard."""


class UnreadableFile(ReaderError):
    """A file that cannot be shown; `path` as given and `reason` without the path.

    `code` says the same to a program: `missing`, `no-permission`, `not-a-file`, `system` when the system
    refused, `unknown-format`, `not-text`, `too-large`, `too-deep`, `took-too-long`, `ended`, `password`,
    `drm`, `older-format` or `broken`.
    """

    def __init__(self, path: object, reason: str, code: str = "system") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.code = code


class FormatError(ReaderError):
    """Bytes that a format's reader cannot take as they are; the message is a phrase or a sentence on why.

    `code` is one of those of UnreadableFile.
    """

    default_code = "broken"

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.default_code


class NotTextError(FormatError):
    """The bytes are no text; the message says what they are, as part of a sentence."""

    default_code = "not-text"


class TooMuchMarkupError(FormatError):
    """The text goes beyond a limit on its markup; the message is a sentence that says which."""

    default_code = "too-large"


class FrontMatterError(FormatError):
    """Front matter that is not valid YAML, and the line of it where that shows, from 0, if known."""

    def __init__(self, line: int | None) -> None:
        super().__init__("The front matter is not valid YAML.")
        self.line = line


class QueryError(ReaderError):
    """A search line that cannot be understood; `position` is the code point it stumbled at."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class NoteError(ReaderError):
    """A note that cannot be made, kept or imported."""


class CorrectionError(ReaderError):
    """A correction that makes no sense, or a file of corrections that cannot be read."""


class UserDataError(ReaderError):
    """The user data, or a file of what is derived, cannot be read or written."""


class UnusableDatabaseError(UserDataError):
    """A database is damaged, or of a newer version; `problem` says what is wrong without the file's name."""

    def __init__(self, sentence: str, problem: str) -> None:
        super().__init__(sentence)
        self.problem = problem


class NewerDatabaseError(UnusableDatabaseError):
    """A database was written by a newer version of this program."""


class SearchIndexError(ReaderError):
    """The search index cannot be opened or written."""


class SearchIndexBusyError(SearchIndexError):
    """Another process is writing the search index just now."""


class ModelError(ReaderError):
    """The language model is not installed or cannot be loaded."""


class SettingsError(ReaderError):
    """A settings or keys file that cannot be used."""


class Cancelled(Exception):
    """Nobody wants the answer any more."""
