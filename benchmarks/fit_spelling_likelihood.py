"""Fits the weights of reader/search/words/spelling_likelihood.py and prints them.

    python benchmarks/fit_spelling_likelihood.py [--data ../shared/data]

A softmax regression over the candidates of the vocabulary of the news corpus: on every second pair of the
misspellings that people made, and with less weight on every second pair of name variants and on made slips of
one letter. The share for which the word that was meant is the likeliest is reported on the other halves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import string
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader.search.words.phonetics import keys
from reader.search.words.spelling_likelihood import FEATURES, features
from reader.search.words.tokens import words
from reader.search.words.vocabulary import Vocabulary
from reader.text.folding import fold

CANDIDATES = 60
STEPS, RATE, DECAY = 1500, 0.05, 0.002
SHARES = {"misspellings": 1.0, "names": 0.3, "slips": 0.3}

Pairs = Sequence[tuple[str, str]]
Example = tuple[np.ndarray, int]
"""The features of the candidates of a wrong word, one row each, and which of them was meant."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=beside, help="the folder of the shared data")
    data = parser.parse_args().data
    rng = random.Random(0)
    counts: Counter[str] = Counter()
    with gzip.open(data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            counts.update(set(words(fold(json.loads(line)["text"]))))
    variants = rng.sample(pairs(data / "search" / "name_variants.jsonl", "b", "a"), 3000)
    with_names = Counter({right: 1 for _, right in variants}) | counts
    rare = [word for word, count in counts.items() if count <= 200 and len(word) > 4 and word.isalpha()]
    sources = {
        "misspellings": (counts, pairs(data / "search" / "misspellings.jsonl", "wrong", "right")),
        "names": (with_names, variants),
        "slips": (counts, [(slip(word, rng), word) for word in rng.choices(rare, k=3000)]),
    }
    fitted: dict[str, list[Example]] = {}
    unseen: dict[str, list[Example]] = {}
    for name, (known, listed) in sources.items():
        vocabulary = Vocabulary(known.items())
        fitted[name], unseen[name] = (examples(vocabulary, half) for half in (listed[::2], listed[1::2]))
    weights = fit(fitted)
    for feature, weight in zip(FEATURES, weights, strict=True):
        print(f"{feature:<28}{weight:7.2f}")
    for name in sources:
        print(
            f"{name:<28}fitted {first(fitted[name], weights):.1%}  unseen {first(unseen[name], weights):.1%}"
        )
    print("(" + ", ".join(f"{weight:.2f}" for weight in weights) + ")")
    return 0


def pairs(path: Path, wrong: str, right: str) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(fold(row[wrong]), fold(row[right])) for row in rows]


def slip(word: str, rng: random.Random) -> str:
    """The word with one letter left out, put in, replaced, or two changed round."""
    place, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
    before, after = word[:place], word[place + 1 :]
    changed = (
        before + after,
        before + letter + word[place:],
        before + letter + after,
        before + after[:1] + word[place] + after[1:],
    )
    return rng.choice(changed)


def examples(vocabulary: Vocabulary, listed: Pairs) -> list[Example]:
    """An example for each pair whose right word is known and among the candidates of the wrong one."""
    made = []
    for wrong, right in listed:
        if wrong in vocabulary or right not in vocabulary or len(wrong) < 4 or not wrong.isalpha():
            continue
        near = [other for _, other in vocabulary.likeliest(wrong, CANDIDATES)]
        if right in near:
            key, *others = keys([wrong, *near])
            rows = [
                features(wrong, key, other, other_key, vocabulary.count(other))
                for other, other_key in zip(near, others, strict=True)
            ]
            made.append((np.array(rows), near.index(right)))
    return made


def fit(sources: dict[str, list[Example]]) -> np.ndarray:
    """The weights that make what was meant likeliest, by gradient ascent (Adam)."""
    weights, mean, square = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, STEPS + 1):
        gradient = -DECAY * weights
        for name, listed in sources.items():
            gradient += SHARES[name] * sum(slope(item, weights) for item in listed) / len(listed)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        unbiased = mean / (1 - 0.9**step), square / (1 - 0.999**step)
        weights = weights + RATE * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return weights


def slope(example: Example, weights: np.ndarray) -> np.ndarray:
    rows, meant = example
    scores = rows @ weights
    likely = np.exp(scores - scores.max())
    return rows[meant] - likely @ rows / likely.sum()


def first(listed: Sequence[Example], weights: np.ndarray) -> float:
    """The share of examples for which the word that was meant is the likeliest."""
    return float(np.mean([np.argmax(rows @ weights) == meant for rows, meant in listed]))


if __name__ == "__main__":
    sys.exit(main())
