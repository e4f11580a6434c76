"""Rich Text as Outlook compresses it in its messages.

Source: Microsoft, [MS-OXRTFCP] Rich Text Format (RTF) Compression Algorithm.
"""

from __future__ import annotations

import struct

from reader.errors import FormatError

_FIRST_WORDS = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the window holds before the first byte is read."""
_WINDOW = 4_096
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_HEADER = struct.Struct("<4I")


def decompressed(data: bytes, most: int) -> bytes:
    """Return the Rich Text in a property of a message; raises FormatError beyond `most` bytes."""
    if len(data) < _HEADER.size:
        return b""
    _size, raw_size, kind, _check = _HEADER.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEADER.size : _HEADER.size + min(raw_size, most)]
    if kind != _COMPRESSED:
        raise FormatError("its Rich Text is compressed in a way that is not known", "broken")
    window = bytearray(_FIRST_WORDS.ljust(_WINDOW, b"\0"))
    write = len(_FIRST_WORDS)
    output = bytearray()
    place = _HEADER.size
    while place < len(data):
        control = data[place]
        place += 1
        for bit in range(8):
            if control >> bit & 1:
                if place + 1 >= len(data):
                    return bytes(output)
                reference = data[place] << 8 | data[place + 1]
                place += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write % _WINDOW:
                    return bytes(output)
                piece = [(offset + step) % _WINDOW for step in range(length)]
            else:
                if place >= len(data):
                    return bytes(output)
                window[write % _WINDOW] = data[place]
                output.append(data[place])
                place += 1
                write += 1
                continue
            for source in piece:
                byte = window[source]
                window[write % _WINDOW] = byte
                output.append(byte)
                write += 1
        if len(output) > most:
            raise FormatError(f"too large: {most // 1_048_576} MB is the limit", "too-large")
    return bytes(output)
