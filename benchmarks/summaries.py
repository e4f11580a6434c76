"""Short summaries against the first three sentences, LexRank and TextRank, by ROUGE.

    python benchmarks/summaries.py [--data ../shared/data] [--fit]

ROUGE-1 and ROUGE-2 F1 with stemming, the mean over an article's references and then over articles. With
`--fit` the weights are fitted anew: on one half of each source and reported on the other, several times over,
and then on everything. `reader.analysis.summary.WEIGHTS` lies beside that last result, with a cautious
neighbour taken where two values did equally well.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import mean, median

from reader.analysis.candidates import Candidate, candidates
from reader.analysis.summary import WEIGHTS, Weights, choose, summarise
from reader.formats.registry import parse
from reader.text.document import Document
from reader.text.sentences import split_sentences

Score = tuple[float, float]

# What `--fit` draws from. Every value is tried in the company of many others, and the one that does best on
# average is taken: with this few articles the best single combination is mostly luck.
GRID: dict[str, tuple[float, ...]] = {
    "reach": (2.0, 2.5, 3.0, 4.0),
    "ahead": (0.6, 0.8, 1.0, 1.2),
    "short": (0.0, 0.4),
    "long": (0.0, 0.2),
    "speech": (0.0, 0.3),
    "question": (0.0, 0.2, 0.4),
    "caption": (0.2, 0.4, 0.6),
    "joined": (0.0, 0.05, 0.15),
    "adjacent": (0.0, 0.1, 0.2),
    "overlap": (0.7, 1.0, 1.3),
    "budget": (70.0, 74.0, 79.0, 84.0),
    "overrun": (3.0, 5.0, 7.0),
    "enough": (0.0, 0.4, 0.5, 0.6),
}


@dataclass(frozen=True)
class Article:
    """An article as the program sees it, and what people said it says."""

    source: str
    document: Document
    found: list[Candidate]
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
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    arguments = parser.parse_args()
    path = arguments.data / "summaries" / "news.jsonl"
    if not path.is_file():
        print(f"{path} is not there: nothing measured.", file=sys.stderr)
        return 2
    articles = _articles(path)
    judge = Judge()
    if arguments.fit:
        _fit(articles, judge)
        return 0
    _compare(articles, judge)
    _cost(articles)
    return 0


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


def _cost(articles: list[Article]) -> None:
    per_thousand = []
    for each in articles:
        started = time.process_time()
        summarise(each.document)
        per_thousand.append((time.process_time() - started) * 1e6 / max(each.document.words, 1))
    print(f"\nProcessor time, {platform.machine()}: {median(per_thousand):.1f} ms per 1,000 words (median)")
    prose = " ".join(each.document.text for each in articles if each.source == articles[0].source)
    for size in (125_000, 250_000, 500_000, 1_000_000):
        text = (prose * (size // len(prose) + 1))[:size]
        document = parse(text.encode(), "long.txt")
        started = time.process_time()
        summarise(document)
        seconds = time.process_time() - started
        print(f"{size:>10,} characters, {len(document.sentences):>6,} sentences: {seconds:6.2f} s")
    started = time.process_time()
    split_sentences(text)
    print(f"{'':10} (finding the sentences of the last takes {time.process_time() - started:.2f} s)")


def _fit(articles: list[Article], judge: Judge, draws: int = 300) -> None:
    drawn = random.Random(1)
    settings = [{name: drawn.choice(values) for name, values in GRID.items()} for _ in range(draws)]
    lead = [judge.score(_first_three(each), each.references) for each in articles]
    gains = []
    for setting in settings:
        gains.append(_gains(articles, judge, replace(WEIGHTS, **setting), lead))
    everything = list(range(len(articles)))
    print("Gain over the first three, cleaned: ROUGE-1 / ROUGE-2 on the half that was not fitted on")
    held_out = []
    for seed in range(5):
        halves = _halves(articles, seed)
        for fitted, reported in (halves, halves[::-1]):
            weights = _best(articles, settings, gains, fitted)
            gain = _gains(articles, judge, weights, lead)
            held_out.append(_by_source(articles, gain, reported))
            print("  " + _line(held_out[-1]))
    print(
        "Mean: "
        + _line(
            {
                name: (mean(h[name][0] for h in held_out), mean(h[name][1] for h in held_out))
                for name in held_out[0]
            }
        )
    )
    weights = _best(articles, settings, gains, everything)
    print(f"Fitted on everything: {weights}")
    print("  gain " + _line(_by_source(articles, _gains(articles, judge, weights, lead), everything)))
    print("As shipped:")
    print("  gain " + _line(_by_source(articles, _gains(articles, judge, WEIGHTS, lead), everything)))


def _gains(articles: list[Article], judge: Judge, weights: Weights, lead: list[Score]) -> list[Score]:
    gains = []
    for each, (one, two) in zip(articles, lead, strict=True):
        summary = choose(each.found, 3, weights=weights)
        score = judge.score(each.text([(s.start, s.end) for s in summary]), each.references)
        gains.append((score[0] - one, score[1] - two))
    return gains


def _best(
    articles: list[Article],
    settings: list[dict[str, float]],
    gains: list[list[Score]],
    indexes: Sequence[int],
) -> Weights:
    """For each weight the value that does best on average over all settings in which it was drawn.

    Each source counts alike, whatever its number of articles.
    """
    worth = []
    for gain in gains:
        by_source = _by_source(articles, gain, indexes)
        worth.append(mean(sum(pair) for name, pair in by_source.items() if name != "all"))
    chosen = {}
    for name, values in GRID.items():
        chosen[name] = max(
            values,
            key=lambda value: mean(
                w for w, setting in zip(worth, settings, strict=True) if setting[name] == value
            ),
        )
    return replace(WEIGHTS, **chosen)


def _by_source(articles: list[Article], gains: list[Score], indexes: Sequence[int]) -> dict[str, Score]:
    found: dict[str, list[Score]] = {}
    for index in indexes:
        for name in (articles[index].source, "all"):
            found.setdefault(name, []).append(gains[index])
    return {name: (mean(g[0] for g in mine), mean(g[1] for g in mine)) for name, mine in found.items()}


def _halves(articles: list[Article], seed: int) -> tuple[list[int], list[int]]:
    """Two halves with as many articles of each source in each."""
    drawn = random.Random(seed)
    first: list[int] = []
    second: list[int] = []
    for source in dict.fromkeys(each.source for each in articles):
        mine = [index for index, each in enumerate(articles) if each.source == source]
        drawn.shuffle(mine)
        first += mine[: len(mine) // 2]
        second += mine[len(mine) // 2 :]
    return first, second


def _line(scores: dict[str, Score]) -> str:
    return "   ".join(f"{name} {one:+.2f} / {two:+.2f}" for name, (one, two) in sorted(scores.items()))


if __name__ == "__main__":
    sys.exit(main())
