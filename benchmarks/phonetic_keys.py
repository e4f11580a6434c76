"""The reader's phonetic key beside those of libraries: how often both spellings get one key.

    python benchmarks/phonetic_keys.py [--data ../shared/data]

For half of the misspellings and of the name variants (the other half was looked at when the key was
written): the share of pairs with the same key, and with keys at most one edit apart; and how many of the
right words share a key on average, for a key under which all words fall together finds everything.
Libraries that are not installed are left out: `pip install jellyfish metaphone abydos`. The last is under
the GPL: to compare with, never to be built on.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader.search.words.phonetics import keys
from reader.text.folding import fold

Keys = Callable[[str], frozenset[str]]
PAIRS = 2000
"""Pairs of each list that are looked at; Beider-Morse takes milliseconds a word."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=beside, help="the folder of the shared data")
    data = parser.parse_args().data / "search"
    if not data.is_dir():
        print(f"no data in {data}", file=sys.stderr)
        return 2
    lists = {
        "misspellings": pairs(data / "misspellings.jsonl", "wrong", "right"),
        "names": pairs(data / "name_variants.jsonl", "b", "a"),
    }
    print(f"{'':<18}" + "".join(f"{name:>14}{'':>24}" for name in lists))
    print(f"{'':<18}" + f"{'same key':>14}{'one edit':>12}{'sharing':>12}" * len(lists))
    for name, key in key_functions():
        print(f"{name:<18}" + "".join(measured(listed, key) for listed in lists.values()), flush=True)
    return 0


def pairs(path: Path, first: str, second: str) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    listed = [(fold(row[first]), fold(row[second])) for row in rows[1::2]]
    letters = [pair for pair in listed if all(word.isascii() and word.isalpha() for word in pair)]
    return letters[:: max(len(letters) // PAIRS, 1)]


def key_functions() -> Iterator[tuple[str, Keys]]:
    yield "the reader's", lambda word: frozenset(keys([word]))
    if jellyfish := installed("jellyfish"):
        yield "Soundex", lambda word: frozenset((jellyfish.soundex(word),))
        yield "NYSIIS", lambda word: frozenset((jellyfish.nysiis(word),))
        yield "Metaphone", lambda word: frozenset((jellyfish.metaphone(word),))
    if metaphone := installed("metaphone"):
        yield "Double Metaphone", lambda word: frozenset(metaphone.doublemetaphone(word)) - {""}
    if phonetic := installed("abydos.phonetic"):
        encoder = phonetic.BeiderMorse()
        yield "Beider-Morse", lambda word: frozenset(str(encoder.encode(word)).split())


def installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed", file=sys.stderr)
        return None


def measured(listed: Sequence[tuple[str, str]], key: Keys) -> str:
    by_word = {word: key(word) for pair in listed for word in pair}
    same = near = 0
    for wrong, right in listed:
        first, second = by_word[wrong], by_word[right]
        same += not first.isdisjoint(second)
        near += any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in first for other in second)
    right_words = {right for _, right in listed}
    sharing = Counter(one for word in right_words for one in by_word[word])
    crowd = sum(max((sharing[one] for one in by_word[word]), default=0) for word in right_words)
    return f"{same / len(listed):14.1%}{near / len(listed):12.1%}{crowd / len(right_words):12.1f}"


if __name__ == "__main__":
    sys.exit(main())
