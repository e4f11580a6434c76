"""Which sentences of a document say what it says, and why each was taken.

A section that its author wrote as a summary is used as such. Otherwise sentences are scored by where they
stand, by how much of the document's vocabulary they share (the mean cosine of a sentence's term vector with
those of all others: the degree centrality of Erkan and Radev, "LexRank", JAIR 22, 2004, without its power
iteration), by the words of the title, the names and figures in them, and their length; then they are taken
one by one, each scored against what is already taken (maximal marginal relevance: Carbonell and Goldstein,
SIGIR 1998). Everything is linear in the length of the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.analysis.boilerplate import boilerplate, is_caption, plain, points_back
from reader.analysis.sections import summary_sections
from reader.text.document import Block, Document
from reader.text.folding import fold
from reader.text.spans import Ranged, Span

SUMMARY_VERSION = 1
"""Goes up whenever the same document may get another summary, so that kept ones are made anew."""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A whole sentence of the document, `document.text[start:end]`, and in a few words why it was taken."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What each property of a sentence counts for; fitted by `benchmarks/summaries.py --fit`."""

    position: float = 1.0
    reach: float = 3.0
    first: float = 0.2
    centrality: float = 1.0
    title: float = 0.3
    names: float = 0.1
    figures: float = 0.05
    short: float = 0.5
    long: float = 0.5
    speech: float = 0.3
    question: float = 0.3
    caption: float = 0.6
    overlap: float = 0.5
    budget: float = 90.0
    mention: float = 0.5
    query: float = 6.0


WEIGHTS = Weights()


class Candidate(NamedTuple):
    """A sentence that could be taken, with what its choice depends on.

    `terms` maps a stemmed word to its weight, `norm` is the length of that vector; `rank` counts the
    candidates before it; `follows` says whether the sentence right before it is a candidate too.
    """

    start: int
    end: int
    text: str
    rank: int
    words: int
    terms: dict[str, float]
    norm: float
    names: int
    figures: int
    item: bool
    caption: bool
    dependent: bool
    follows: bool


_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_STOP = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "also",
        "am",
        "among",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "back",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "even",
        "few",
        "for",
        "from",
        "further",
        "get",
        "go",
        "going",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "herself",
        "him",
        "himself",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "like",
        "made",
        "make",
        "many",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "said",
        "same",
        "say",
        "says",
        "see",
        "she",
        "should",
        "since",
        "so",
        "some",
        "still",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "told",
        "too",
        "two",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yet",
        "you",
        "your",
        "according",
        "added",
        "asked",
        "called",
        "came",
        "come",
        "since",
        "meanwhile",
        "mr",
        "mrs",
        "ms",
        "n't",
        "'s",
    ]
)
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ers",
    "ies",
    "ied",
    "ed",
    "es",
    "er",
    "ly",
    "s",
)
_SPEAKER = re.compile(r"(?:^|[\s\"'“‘(])(?:I|I['’](?:m|ve|d|ll)|we|my|our|you|your|me|us)\b", re.IGNORECASE)
_OPENING_QUOTE = re.compile(r"[\"“‘`«„]|'(?=[A-Z\s])")


def summarise(
    document: Document, limit: int = 3, about: str = "", mentions: Sequence[Ranged] = ()
) -> list[SummarySentence]:
    """At most `limit` sentences of the document that say what it says, in the order of the text.

    Shorter documents get fewer: one for each three sentences that could be taken. With `about`, the
    sentences that answer those words are preferred, wherever they stand. `mentions`, when they are known,
    make the names in a sentence count. Empty when the document has no prose and no list to take from.
    """
    if limit < 1:
        return []
    candidates = _candidates(document, mentions)
    if not candidates:
        return []
    wanted = frozenset(_stem(token) for token in _TOKEN.findall(fold(about)) if token not in _STOP)
    if not wanted:
        own = _own_summary(document, candidates, limit)
        if own:
            return own
    return _choose(document, candidates, limit, wanted, WEIGHTS)


def _candidates(document: Document, mentions: Sequence[Ranged]) -> list[Candidate]:
    """The sentences of the document's prose, without its furniture."""
    found: list[Candidate] = []
    named = iter(mentions)
    mention = next(named, None)
    before = -1
    for index, (span, block) in enumerate(_prose(document)):
        text = plain(document.text[span.start : span.end])
        if boilerplate(text):
            continue
        inside = 0
        while mention is not None and mention.start < span.end:
            inside += mention.start >= span.start
            mention = next(named, None)
        terms, names, figures, words = _terms(text)
        norm = math.sqrt(sum(weight * weight for weight in terms.values()))
        found.append(
            Candidate(
                span.start, span.end, text, len(found), words, terms, norm,
                max(names, inside), figures,
                any(container.kind == "item" for container in block.containers),
                is_caption(text), points_back(text), before == index - 1 and index > 0,
            )
        )  # fmt: skip
        before = index
    return found


def _prose(document: Document) -> Iterable[tuple[Span, Block]]:
    """Each sentence with the block it stands in, for blocks that hold prose."""
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for span in document.sentences:
        while block is not None and block.end <= span.start:
            block = next(blocks, None)
        if block is None:
            return
        if block.kind in ("paragraph", "preformatted") and span.end <= block.end and not _footnote(block):
            yield span, block


def _footnote(block: Block) -> bool:
    return any(container.kind == "footnote" for container in block.containers)


def _terms(text: str) -> tuple[dict[str, float], int, int, int]:
    """The sentence's term vector, and how many names, figures and words it has."""
    terms: dict[str, float] = {}
    names = figures = words = 0
    opening = True
    in_name = False
    for token in _TOKEN.findall(text):
        words += 1
        capital = token[0].isupper() and not opening
        names += capital and not in_name
        in_name, opening = capital, False
        figures += token[0].isdigit()
        folded = fold(token)
        if folded in _STOP or (len(folded) < 3 and folded.isalpha() and not token.isupper()):
            continue
        stem = _stem(folded)
        terms[stem] = terms.get(stem, 0.0) + (1.5 if capital else 1.0)
    # Scripts that do not part words: two characters count as one.
    return terms, names, figures, max(words, len(text) // 12)


def _stem(word: str) -> str:
    """The word without a common English ending and a possessive; at least four letters stay."""
    if word.endswith("'s"):
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _own_summary(document: Document, candidates: list[Candidate], limit: int) -> list[SummarySentence]:
    """The sentences of the sections that the author wrote as summaries, the first section first."""
    taken: list[SummarySentence] = []
    for section in summary_sections(document):
        inside = [each for each in candidates if section.start <= each.start and each.end <= section.end]
        last_item = -1
        for each in inside:
            block = next(b for b in document.blocks if b.start <= each.start < b.end)
            if each.item:
                if block.start == last_item:
                    continue
                last_item = block.start
            if len(taken) < limit:
                taken.append(SummarySentence(each.start, each.end, f"From the section “{section.name}”"))
    return sorted(taken, key=lambda sentence: sentence.start)


def _choose(
    document: Document, candidates: list[Candidate], limit: int, wanted: frozenset[str], weights: Weights
) -> list[SummarySentence]:
    """Sentences taken one by one, each the best beside those already taken."""
    scores = _scores(document, candidates, wanted, weights)
    room = min(limit, max(1, math.ceil(len(candidates) / 3)))
    budget = weights.budget * limit / 3
    taken: list[int] = []
    covered: dict[str, float] = {}
    covered_norm = 0.0
    total = 0
    while len(taken) < room:
        best, best_score = -1, -math.inf
        for index, each in enumerate(candidates):
            if index in taken or (each.dependent and not _answered(index, candidates, taken)):
                continue
            score = scores[index]
            if covered_norm and each.norm:
                shared = sum(weight * covered.get(term, 0.0) for term, weight in each.terms.items())
                score -= weights.overlap * shared / (each.norm * covered_norm)
            if taken and total + each.words > budget:
                score -= (total + each.words - budget) / budget
            if score > best_score:
                best, best_score = index, score
        if best < 0:
            if taken:
                break
            best = 0
        if taken and total + candidates[best].words > budget * 1.25:
            break
        taken.append(best)
        total += candidates[best].words
        for term, weight in candidates[best].terms.items():
            covered[term] = covered.get(term, 0.0) + weight
        covered_norm = math.sqrt(sum(weight * weight for weight in covered.values()))
    central, title = _centrality(candidates), _title_terms(document)
    return [
        SummarySentence(each.start, each.end, _why(each, central[index], title, wanted))
        for index, each in sorted((index, candidates[index]) for index in taken)
    ]


def _why(each: Candidate, central: float, title: frozenset[str], wanted: frozenset[str]) -> str:
    """The two strongest reasons that hold for the sentence, the query's first."""
    reasons = []
    if asked := len(wanted & each.terms.keys()):
        reasons.append(
            f"has {asked} of the {len(wanted)} words asked about"
            if len(wanted) > 1
            else "has the word asked about"
        )
    if each.rank == 0:
        reasons.append("opens the document")
    if each.dependent:
        reasons.append("completes the sentence before it")
    if shared := len(title & each.terms.keys()):
        reasons.append(f"has {shared} of the title's words" if shared > 1 else "has a word of the title")
    if central > 0.6:
        reasons.append("says most of what the rest says" if central > 0.9 else "shares much with the rest")
    if each.names > 1:
        reasons.append(f"has {each.names} names")
    if 0 < each.rank < 4:
        reasons.append("near the top")
    if not reasons:
        reasons.append("adds what the others leave out")
    said = "; ".join(reasons[:2])
    return said[0].upper() + said[1:]


def _answered(index: int, candidates: list[Candidate], taken: list[int]) -> bool:
    """Whether the sentence that this one points back to is taken."""
    return index > 0 and candidates[index].follows and index - 1 in taken


def _scores(
    document: Document, candidates: list[Candidate], wanted: frozenset[str], weights: Weights
) -> list[float]:
    centrality = _centrality(candidates)
    title = _title_terms(document)
    scores = []
    for each, central in zip(candidates, centrality, strict=True):
        score = weights.position * math.exp(-each.rank / weights.reach) + weights.centrality * central
        if each.rank == 0:
            score += weights.first
        if title:
            score += weights.title * len(title & each.terms.keys()) / len(title)
        score += weights.names * min(each.names, 4) + weights.figures * min(each.figures, 3)
        if each.words < 10:
            score -= weights.short * (10 - each.words) / 10
        if each.words > 35:
            score -= weights.long * min(each.words - 35, 35) / 35
        if _OPENING_QUOTE.match(each.text) or _SPEAKER.search(each.text):
            score -= weights.speech
        if each.text.rstrip("\"'”’ ").endswith("?"):
            score -= weights.question
        if each.caption:
            score -= weights.caption
        if wanted:
            score += weights.query * len(wanted & each.terms.keys()) / len(wanted)
        scores.append(score)
    return scores


def _title_terms(document: Document) -> frozenset[str]:
    """The stems of a title that is not itself taken from the prose."""
    if document.title_from in ("first sentence", "file name"):
        return frozenset()
    return frozenset(_terms(". " + document.title)[0])


def _centrality(candidates: list[Candidate]) -> list[float]:
    """The mean cosine of each sentence with all others, the highest as 1; one pass, since a mean of dot
    products is the dot product with a mean."""
    total: dict[str, float] = {}
    for each in candidates:
        for term, weight in each.terms.items():
            total[term] = total.get(term, 0.0) + weight / each.norm
    means = []
    for each in candidates:
        if not each.norm:
            means.append(0.0)
            continue
        means.append(sum(weight * total[term] for term, weight in each.terms.items()) / each.norm - 1.0)
    highest = max(means, default=0.0)
    return [mean / highest if highest > 0 else 0.0 for mean in means]
