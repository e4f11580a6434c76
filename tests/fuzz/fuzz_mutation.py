"""Makes new inputs out of old ones: by bytes, characters and lines, by repeating, by what JSON holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

MOST_BYTES = 12_000
"""No input grows beyond this: what takes quadratic time shows at this length already."""

# Characters at which text goes wrong: what folds to several or none, what joins, what is wide, what hides.
_CHARACTERS = [
    "\x00", "\x1b", "\x7f", "\x85", "\x9b", "\xa0", "\xad", "ß", "İ", "ı", "ŉ", "ǰ", "ΐ", "ﬁ", "ﷺ", "ẞ", "é",
    "e\u0301", "\u0301", "\u0345", "\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e",
    "\u2066", "\u2069", "\ufeff", "\ufe0f", "\ufffd", "\ufffe", "漢", "。", "ｈ", "각", "\u1100", "שלום",
    "नि", "ক্ষ", "ก็", "🇫🇷", "🇫", "👩\u200d👧", "👍🏽", "❤️", "𝒳", "\U000e0041", "\U0010ffff", "٣", "²", "Ⅷ",
]  # fmt: skip
_NUMBERS = [
    b"0", b"-1", b"1", b"2", b"255", b"256", b"65536", b"2147483648", b"-9223372036854775809", b"1e999",
    b"0.5", b"00", b"9" * 30,
]  # fmt: skip
_SPACES = [b" ", b"\n", b"\n\n", b"\t", b"\r\n", b"    ", b"  \n"]


class Mutator:
    """Changes inputs at random, with the words that mean something to what is tested."""

    def __init__(self, random: Random, tokens: Sequence[bytes], *, is_json: bool = False) -> None:
        self._random = random
        self._tokens = tokens or [b" "]
        self._is_json = is_json

    def mutated(self, data: bytes, others: Sequence[bytes]) -> bytes:
        """The input after one to six changes; `others` are inputs from which pieces may be taken."""
        for _ in range(self._random.choice((1, 1, 1, 2, 2, 3, 4, 6))):
            if self._is_json and self._random.random() < 0.6:
                data = self._in_json(data)
            else:
                change = self._random.choice(_CHANGES)
                data = change(self, data, others)
        return data[:MOST_BYTES]

    def _place(self, data: bytes) -> int:
        return self._random.randint(0, len(data))

    def _range(self, data: bytes) -> tuple[int, int]:
        start = self._place(data)
        longest = self._random.choice((1, 2, 4, 8, 32, 200))
        return start, min(len(data), start + self._random.randint(1, longest))

    def _flip(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        if not data:
            return data
        at = self._random.randrange(len(data))
        changed = data[at] ^ (1 << self._random.randrange(8))
        return data[:at] + bytes([changed]) + data[at + 1 :]

    def _byte(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        at = self._place(data)
        return data[:at] + bytes([self._random.randrange(256)]) + data[at + self._random.randint(0, 1) :]

    def _token(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        at = self._place(data)
        return data[:at] + self._random.choice(self._tokens) + data[at:]

    def _tokens_for(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        start, end = self._range(data)
        count = self._random.randint(1, 4)
        put = b"".join(self._random.choice(self._tokens) for _ in range(count))
        return data[:start] + put + data[end:]

    def _character(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        at = self._place(data)
        return data[:at] + self._random.choice(_CHARACTERS).encode() + data[at:]

    def _space(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        at = self._place(data)
        return data[:at] + self._random.choice(_SPACES) + data[at:]

    def _number(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        places = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
        if not places:
            return self._token(data, _others)
        at = self._random.choice(places)
        return data[:at] + self._random.choice(_NUMBERS) + data[at + 1 :]

    def _delete(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        start, end = self._range(data)
        return data[:start] + data[end:]

    def _repeat(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        start, end = self._range(data)
        times = self._random.choice((2, 2, 3, 3, 8, 8, 30, 100, 4000))
        piece = data[start:end]
        times = min(times, (MOST_BYTES - len(data)) // max(1, len(piece)))
        return data[:start] + piece * max(1, times) + data[end:]

    def _move(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        start, end = self._range(data)
        piece, rest = data[start:end], data[:start] + data[end:]
        at = self._place(rest)
        return rest[:at] + piece + rest[at:]

    def _splice(self, data: bytes, others: Sequence[bytes]) -> bytes:
        if not others:
            return data
        other = self._random.choice(others)
        start = self._place(other)
        end = min(len(other), start + self._random.choice((10, 100, 1000)))
        at = self._place(data)
        return data[:at] + other[start:end] + data[at + self._random.choice((0, end - start)) :]

    def _lines(self, data: bytes, _others: Sequence[bytes]) -> bytes:
        """Lines put under a mark, indented, copied or changed round: how formats nest by line."""
        lines = data.split(b"\n")
        first = self._random.randrange(len(lines))
        last = min(len(lines), first + self._random.choice((1, 1, 2, 5)))
        match self._random.randrange(4):
            case 0:
                mark = self._random.choice(
                    (b"> ", b"    ", b"  ", b"- ", b"1. ", self._random.choice(self._tokens))
                )
                lines[first:last] = [mark + line for line in lines[first:last]]
            case 1:
                lines[first:first] = lines[first:last]
            case 2:
                lines[first:last] = reversed(lines[first:last])
            case _:
                lines[first:last] = [b"".join(lines[first:last])]
        return b"\n".join(lines)

    def _in_json(self, data: bytes) -> bytes:
        """One value of the first JSON that the input holds exchanged, taken away or said twice."""
        try:
            text = data.decode("utf-8", "surrogatepass")
            value, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return self._token(data, ())
        nodes: list[Any] = []
        _collect(value, nodes)
        if not nodes:
            return self._token(data, ())
        self._change_node(self._random.choice(nodes))
        return (json.dumps(value) + text[end:]).encode("utf-8", "surrogatepass")

    def _change_node(self, node: Any) -> None:
        random = self._random
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = random.choice(keys)
        match random.randrange(5):
            case 0:
                del node[key]
            case 1:
                node[key] = self._value()
            case 2:
                node[key] = [node[key]] if random.random() < 0.5 else {"id": node[key]}
            case 3 if isinstance(node, dict):
                name = random.choice(self._tokens).decode("utf-8", "replace")
                node[name.strip('":, ')] = node[key]
            case _ if isinstance(node, list):
                node.append(node[key])
            case _:
                node[key] = node[random.choice(keys)]

    def _value(self) -> Any:
        random = self._random
        token = random.choice(self._tokens).decode("utf-8", "replace").strip('":, ')
        return random.choice(
            (None, True, 0, -1, 2**63, 0.5, float("inf"), "", token, random.choice(_CHARACTERS), [], {},
             [token], "\ud800", {"type": token}, "x" * 300)
        )  # fmt: skip


def _collect(value: Any, nodes: list[Any]) -> None:
    """Every object and list in a value, the outermost first; what lies too deep is left out."""
    waiting = [value]
    while waiting and len(nodes) < 1_000:
        node = waiting.pop()
        if isinstance(node, dict | list):
            nodes.append(node)
            waiting.extend(node.values() if isinstance(node, dict) else node)


_CHANGES = (
    Mutator._flip,
    Mutator._byte,
    Mutator._token,
    Mutator._token,
    Mutator._tokens_for,
    Mutator._character,
    Mutator._space,
    Mutator._number,
    Mutator._delete,
    Mutator._delete,
    Mutator._repeat,
    Mutator._move,
    Mutator._splice,
    Mutator._lines,
)
