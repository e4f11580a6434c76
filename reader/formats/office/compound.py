"""Compound files (OLE): what Outlook and Office before 2007 write, streams in storages.

olefile finds the streams; whatever it makes of a damaged file becomes a sentence.
"""

from __future__ import annotations

import io

import olefile

from reader.errors import FormatError

_DAMAGED = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    AttributeError,
)
_SENTENCE = "it is broken: its parts cannot be told apart"


class CompoundFile:
    """The streams of one file, by paths with `/` between storages. Raises FormatError for what is none."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(io.BytesIO(data))
        except _DAMAGED as error:
            raise FormatError(_SENTENCE) from error

    def __contains__(self, path: str) -> bool:
        return bool(self._file.exists(path)) and self._file.get_type(path) == olefile.STGTY_STREAM

    def read(self, path: str) -> bytes:
        """Return a stream; raises FormatError when it is not there, or not whole."""
        try:
            with self._file.openstream(path) as stream:
                return bytes(stream.read())
        except _DAMAGED as error:
            raise FormatError(_SENTENCE) from error
