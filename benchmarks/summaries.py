"""Short summaries against the first three sentences, LexRank and TextRank, by ROUGE.

    python benchmarks/summaries.py [--data ../shared/data] [--fit]

ROUGE-1 and ROUGE-2 F1 with stemming, the mean over an article's references and then over articles. Beside the
figures of all articles stand those of articles that the weights were not fitted on: five parts with as many
articles of each source in each, fitted on four, reported on the fifth, ten times over. Fitted are the weights
of GRID, the others are as shipped. Differences are between two summaries of the same article, with the
standard error of their mean.

Exits with 1 when a bound fails: as shipped and held out, each source at or above the first three cleaned
sentences in both measures and the whole half a point above; less than 5 ms for 1,000 words; time that grows
with the text and no faster. `--fit` says too which weights would be fitted on everything.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import mean, median, stdev

from reader.analysis.summary.candidates import CandidateSentence, candidates
from reader.analysis.summary.selection import USUAL_LIMIT, WEIGHTS, choose
from reader.analysis.summary.summarise import summarise
from reader.formats.load import parse
from reader.text.document import Document
from reader.text.sentences import split_sentences

Score = tuple[float, float]
Setting = Mapping[str, float]

# What is fitted. Every value is tried in the company of many others, and the one that does best on average is
# taken: with this few articles the best single combination is mostly luck.
GRID: dict[str, tuple[float, ...]] = {
    "reach": (2.0, 2.5, 3.0, 4.0, 5.0),
    "ahead": (0.6, 0.8, 1.0, 1.2, 1.4),
    "budget": (72.0, 75.0, 78.0, 81.0, 84.0),
    "enough": (0.6, 0.7, 0.8, 0.9, 1.0),
}
DRAWS = 120
PARTS = 5
TIMES = 10

LEAST = 0.0  # points above the first three cleaned, on each source
LEAST_ON_THE_WHOLE = 0.5
MOST_MS = 5.0  # for 1,000 words
MOST_GROWTH = 2.0  # times the time a character takes in an eighth of the text


@dataclass(frozen=True)
class Article:
    """An article as the program sees it, and what people said it says."""

    source: str
    document: Document
    found: list[CandidateSentence]
    references: tuple[str, ...]

    def text(self, spans: Sequence[tuple[int, int]]) -> str:
        return " ".join(self.document.text[start:end] for start, end in spans)


class Judge:
    """ROUGE, remembered for each summary that was judged before."""

    def __init__(self) -> None:
        from rouge_score.rouge_scorer import RougeScorer

        self._scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
        self.score = cache(self._score)

    def _score(self, summary: str, references: tuple[str, ...]) -> Score:
        scores = [self._scorer.score(reference, summary) for reference in references]
        return (
            100 * mean(score["rouge1"].fmeasure for score in scores),
            100 * mean(score["rouge2"].fmeasure for score in scores),
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--fit", action="store_true", help="say too what would be fitted on everything")
    arguments = parser.parse_args()
    path = arguments.data / "summaries" / "news.jsonl"
    if not path.is_file():
        print(f"{path} is not there: nothing measured.", file=sys.stderr)
        return 2
    articles = _articles(path)
    judge = Judge()
    _compare(articles, judge)
    failed = _gain(articles, judge, fit=arguments.fit) + _cost(articles)
    for sentence in failed:
        print(f"FAILED: {sentence}", file=sys.stderr)
    return 1 if failed else 0


def _articles(path: Path) -> list[Article]:
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = parse(row["text"].encode(), "article.txt")
        articles.append(Article(row["source"], document, candidates(document), tuple(row["references"])))
    return articles


def _compare(articles: list[Article], judge: Judge) -> None:
    methods: dict[str, Callable[[Article], str]] = {
        "first three, as they stand": lambda each: each.text(each.document.sentences[:3]),
        "first three, cleaned": _first_three,
        "LexRank (sumy)": _sumy("lex_rank", "LexRankSummarizer"),
        "TextRank (sumy)": _sumy("text_rank", "TextRankSummarizer"),
        "reader": lambda each: each.text([(s.start, s.end) for s in summarise(each.document)]),
    }
    sources = list(dict.fromkeys(each.source for each in articles))
    print(
        f"{'ROUGE-1 / ROUGE-2 F1':28}"
        + "".join(f"{name:>16}" for name in [*sources, "all"])
        + f"{'words':>8}"
    )
    for name, method in methods.items():
        summaries = [method(each) for each in articles]
        scores = [judge.score(text, each.references) for text, each in zip(summaries, articles, strict=True)]
        cells = []
        for source in [*sources, ""]:
            mine = [s for s, each in zip(scores, articles, strict=True) if source in ("", each.source)]
            cells.append(f"{mean(s[0] for s in mine):.2f} / {mean(s[1] for s in mine):.2f}")
        print(
            f"{name:28}"
            + "".join(f"{cell:>16}" for cell in cells)
            + f"{mean(len(t.split()) for t in summaries):8.0f}"
        )


def _first_three(each: Article) -> str:
    return each.text([(found.start, found.end) for found in each.found[:3]])


def _sumy(module: str, name: str) -> Callable[[Article], str]:
    from importlib import import_module

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer

    class Words:
        """sumy's own needs a download; sentences are already split by ours."""

        def to_words(self, text: str) -> list[str]:
            return [word for word in text.split() if any(map(str.isalnum, word))]

    summarizer = getattr(import_module(f"sumy.summarizers.{module}"), name)(Stemmer("english"))

    def method(each: Article) -> str:
        sentences = [Sentence(each.document.text[a:b], Words()) for a, b in each.document.sentences]
        model = ObjectDocumentModel([Paragraph(sentences)])
        return " ".join(str(sentence) for sentence in summarizer(model, 3))

    return method


def _cost(articles: list[Article]) -> list[str]:
    per_thousand = []
    for each in articles:
        started = time.process_time()
        summarise(each.document)
        per_thousand.append((time.process_time() - started) * 1e6 / max(each.document.words, 1))
    usual = median(per_thousand)
    print(f"\nProcessor time, {platform.machine()}: {usual:.1f} ms per 1,000 words (median)")
    prose = " ".join(each.document.text for each in articles if each.source == articles[0].source)
    seconds = []
    for size in (125_000, 250_000, 500_000, 1_000_000):
        text = (prose * (size // len(prose) + 1))[:size]
        document = parse(text.encode(), "long.txt")
        started = time.process_time()
        summarise(document)
        seconds.append(time.process_time() - started)
        print(f"{size:>10,} characters, {len(document.sentences):>6,} sentences: {seconds[-1]:6.2f} s")
    started = time.process_time()
    split_sentences(text)
    print(f"{'':10} (finding the sentences of the last takes {time.process_time() - started:.2f} s)")
    growth = seconds[-1] / (8 * seconds[0])
    print(f"{'':10} a character of the last takes {growth:.2f} times what one of the first does")
    failed = [f"{usual:.1f} ms per 1,000 words"] if usual > MOST_MS else []
    return failed + ([f"not linear: {growth:.1f} times the time a character"] if growth > MOST_GROWTH else [])


class Fitting:
    """Fits the weights of GRID on some of the articles, and says what a setting gains on each."""

    def __init__(self, articles: list[Article], judge: Judge) -> None:
        self._articles = articles
        self._judge = judge
        self._lead = [judge.score(_first_three(each), each.references) for each in articles]
        self._known: dict[tuple[float, ...], list[Score]] = {}
        drawn = random.Random(1)
        self._settings = [{name: drawn.choice(values) for name, values in GRID.items()} for _ in range(DRAWS)]

    def gains(self, setting: Setting) -> list[Score]:
        """What each article's summary gains over the first three cleaned, by this setting."""
        key = tuple(setting.get(name, getattr(WEIGHTS, name)) for name in GRID)
        if key not in self._known:
            weights = replace(WEIGHTS, **setting)
            self._known[key] = []
            for each, (one, two) in zip(self._articles, self._lead, strict=True):
                found = [each.found[index] for index in choose(each.found, USUAL_LIMIT, weights=weights)]
                summary = each.text([(sentence.start, sentence.end) for sentence in found])
                score = self._judge.score(summary, each.references)
                self._known[key].append((score[0] - one, score[1] - two))
        return self._known[key]

    def fitted(self, indexes: Sequence[int]) -> dict[str, float]:
        """For each weight the value that does best on these articles, on average over those drawn with it.

        Each source counts alike, whatever its number of articles; and the smallest of the gains thrice, for
        all must be reached.
        """
        worth = []
        for setting in self._settings:
            gains = _by_source(self._articles, self.gains(setting), indexes)
            parts = [
                mean(part)
                for name, pairs in gains.items()
                if name != "all"
                for part in zip(*pairs, strict=True)
            ]
            worth.append(sum(parts) + 2 * min(parts))
        chosen = {}
        for name, values in GRID.items():
            means = {
                value: mean(w for w, s in zip(worth, self._settings, strict=True) if s[name] == value)
                for value in values
            }
            chosen[name] = max(means, key=lambda value: means[value])
        return chosen

    def held_out(self) -> list[Score]:
        """What each article gains by weights fitted without it, the mean over all times."""
        totals = [(0.0, 0.0)] * len(self._articles)
        for seed in range(TIMES):
            parts = _parts(self._articles, seed)
            for part in parts:
                gains = self.gains(
                    self.fitted([index for other in parts if other is not part for index in other])
                )
                for index in part:
                    totals[index] = (totals[index][0] + gains[index][0], totals[index][1] + gains[index][1])
        return [(one / TIMES, two / TIMES) for one, two in totals]


def _gain(articles: list[Article], judge: Judge, *, fit: bool) -> list[str]:
    """Print what is gained over the first three cleaned, and return which bounds fail."""
    fitting = Fitting(articles, judge)
    everything = range(len(articles))
    print("\nGain over the first three, cleaned: ROUGE-1 / ROUGE-2, with its standard error")
    failed = []
    for name, gains in (("as shipped", fitting.gains({})), ("held out", fitting.held_out())):
        by_source = _by_source(articles, gains, everything)
        print(f"{name:12}" + "   ".join(f"{source} {_shown(pairs)}" for source, pairs in by_source.items()))
        for source, pairs in by_source.items():
            least = LEAST_ON_THE_WHOLE if source == "all" else LEAST
            for measure, values in zip(("ROUGE-1", "ROUGE-2"), zip(*pairs, strict=True), strict=True):
                if mean(values) < least:
                    failed.append(f"{name}, {source}: {measure} {mean(values):+.2f}, at least {least:+.1f}")
    if fit:
        setting = fitting.fitted(everything)
        print(f"fitted on everything: {setting}")
        by_source = _by_source(articles, fitting.gains(setting), everything)
        print(f"{'':12}" + "   ".join(f"{source} {_shown(pairs)}" for source, pairs in by_source.items()))
    return failed


def _by_source(articles: list[Article], gains: list[Score], indexes: Sequence[int]) -> dict[str, list[Score]]:
    """The gains of these articles, those of each source and then of all."""
    found: dict[str, list[Score]] = {}
    for index in indexes:
        found.setdefault(articles[index].source, []).append(gains[index])
    return {**found, "all": [gains[index] for index in indexes]}


def _parts(articles: list[Article], seed: int) -> list[list[int]]:
    """The articles' indexes in PARTS parts with as many of each source in each."""
    drawn = random.Random(seed)
    parts: list[list[int]] = [[] for _ in range(PARTS)]
    for source in dict.fromkeys(each.source for each in articles):
        mine = [index for index, each in enumerate(articles) if each.source == source]
        drawn.shuffle(mine)
        for number, index in enumerate(mine):
            parts[number % PARTS].append(index)
    return parts


def _shown(pairs: list[Score]) -> str:
    return " / ".join(
        f"{mean(values):+.2f} ±{stdev(values) / len(values) ** 0.5:.2f}"
        for values in zip(*pairs, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
