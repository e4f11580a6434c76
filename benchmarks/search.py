"""How well and how fast the search finds things.

    python benchmarks/search.py [--data ../shared/data] [--only ranking,known,names,speed,rate,memory]
                                [--scale N] [--queries 500] [--misspellings FILE]

Ranking: nDCG@10 on two judged collections, with the queries as written and with every word of five letters
or more misspelt: by a misspelling that people really make where one is listed, else by two neighbouring
letters changed round. --misspellings takes another list: JSON lines with "wrong" and "right", or lines of
`wrong->right` or `wrong,right`. The constants were set on the even queries (the 1st, 3rd, …) of these two, of
MED and of CACM; the odd ones are reported beside them, and they are the figures to go by.

Known items: three words of five letters or more of one sentence, each in a hundredth of the documents or
fewer, each with one mistake (a letter left out, put in or replaced, or two changed round), and with
two in one of them: whether the document is among the first ten.

Names: one spelling of each pair put into a sentence of the corpus, and the other searched for. The
weights were set on the even pairs; the sounds of the phonetic key were written with examples of both halves
in view, so the figure for the other half is a little kind.

Speed: ten-word queries typed letter by letter, from the keystroke to ranked hits, beside other ways to
search the same texts. --scale N does it with N documents (copies of the corpus with a changed line).
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import math
import os
import random
import re
import shutil
import sqlite3
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader.search.engine import IndexEntry, SearchEngine
from reader.text.sentences import split_sentences
from reader.text.spans import Span

Row = dict[str, Any]
PARTS = ("ranking", "known", "names", "speed", "rate", "memory")
LETTERS = string.ascii_lowercase


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=beside, help="the folder of the shared data")
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, with commas between")
    parser.add_argument("--scale", type=int, default=0, help="documents for speed, rate and memory")
    parser.add_argument("--queries", type=int, default=500, help="known items to look for")
    parser.add_argument("--misspellings", type=Path, help="pairs of a wrong and a right word")
    args = parser.parse_args()
    if not (args.data / "search").is_dir():
        print(f"no data in {args.data}", file=sys.stderr)
        return 2
    parts = args.only.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if "ranking" in parts:
            ranking(args.data / "search", args.misspellings, folder)
        if {"known", "names", "speed", "rate", "memory"} & set(parts):
            corpus(args, parts, folder)
    return 0


def corpus(args: argparse.Namespace, parts: Sequence[str], folder: Path) -> None:
    """The parts that run on the news corpus."""
    with gzip.open(args.data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if "known" in parts or ("names" in parts):
        entries = [entry(row) for row in rows]
        if "known" in parts:
            engine = filled(folder / "known", entries)
            known_items(engine, rows, args.queries)
        if "names" in parts:
            names(read(args.data / "search" / "name_variants.jsonl"), entries, folder / "names")
    if {"speed", "rate", "memory"} & set(parts):
        entries = [entry(row) for row in rows]
        wanted = args.scale or len(rows)
        seconds, engine = rate(copies(entries, wanted), folder / "speed")
        if "rate" in parts:
            bare = bare_tantivy(copies(entries, wanted), folder / "bare")
            print(f"\nIndexing {wanted:,} parsed documents: {seconds:.1f} s; bare tantivy: {bare:.1f} s")
            print(f"  {bare / seconds:.0%} of its speed")
        if "memory" in parts:
            memory(folder)
        if "speed" in parts:
            speed(engine, rows, list(copies(entries, wanted)), folder)


# Ranking


def ranking(data: Path, listed: Path | None, folder: Path) -> None:
    misspellings: dict[str, list[str]] = {}
    for wrong, right in pairs(listed or data / "misspellings.jsonl"):
        misspellings.setdefault(right.lower(), []).append(wrong)
    print(f"{'nDCG@10':<12}{'':<10}{'all':>8}{'fitted':>8}{'unseen':>8}")
    for name in ("time", "cranfield"):
        documents, queries = read(data / name / "documents.jsonl"), read(data / name / "queries.jsonl")
        engine = filled(folder / name, [entry({"title": "", **row}) for row in documents])
        clean = [gain(engine, query["query"], query["relevant"]) for query in queries]
        rows = {"as written": clean}
        rows["misspelt"] = [
            gain(
                engine, misspelt(query["query"], misspellings, random.Random(query["id"])), query["relevant"]
            )
            for query in queries
        ]
        for label, found in rows.items():
            print(f"{name:<12}{label:<10}{mean(found):8.3f}{mean(found[::2]):8.3f}{mean(found[1::2]):8.3f}")
        kept = mean(rows["misspelt"]) / mean(clean)
        print(f"{'':<12}{'kept':<10}{kept:8.1%}")


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The wrong and the right spellings in a file, in any of the forms in which such lists are kept."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            yield row["wrong"], row["right"]
        elif wrong_and_right := re.split(r"\s*(?:->|,|\t)\s*", line.strip(), maxsplit=1)[1:]:
            wrong = re.split(r"\s*(?:->|,|\t)\s*", line.strip(), maxsplit=1)[0]
            for right in wrong_and_right[0].split(","):
                yield wrong, right.strip()


def gain(engine: SearchEngine, line: str, relevant: dict[str, int]) -> float:
    """nDCG@10 with the grades as gains (Järvelin and Kekäläinen 2002)."""
    found = [relevant.get(hit.key, 0) for hit in engine.search(line, limit=10).hits]
    ideal = sorted(relevant.values(), reverse=True)[:10]
    return discounted(found) / discounted(ideal)


def discounted(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))


def misspelt(line: str, misspellings: dict[str, list[str]], rng: random.Random) -> str:
    def wrong(match: re.Match[str]) -> str:
        listed = misspellings.get(match[0].lower())
        return rng.choice(listed) if listed else swapped(match[0], rng)

    return re.sub(r"[A-Za-z]{5,}", wrong, line)


def swapped(word: str, rng: random.Random) -> str:
    places = [at for at in range(len(word) - 1) if word[at].lower() != word[at + 1].lower()]
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


# Known items


def known_items(engine: SearchEngine, rows: Sequence[Row], wanted: int) -> None:
    rng = random.Random(1)
    sought = []
    while len(sought) < wanted:
        row = rng.choice(rows)
        sentences = split_sentences(row["text"])
        if not sentences:
            continue
        sentence = rng.choice(sentences)
        text = row["text"][sentence.start : sentence.end].lower()
        words = [
            word
            for word in dict.fromkeys(re.findall(r"\b[a-z]{5,}\b", text))
            if 0 < engine.vocabulary.count(word) <= len(rows) / 100
        ]
        if len(words) >= 3:
            chosen = [words[at] for at in sorted(rng.sample(range(len(words)), 3))]
            sought.append((row["id"], sentence, chosen))
    print(f"\nKnown items, {wanted} queries of three words: {'':<8}first  in ten  passage")
    for label, mistakes in (
        ("as written", (0, 0, 0)),
        ("one mistake a word", (1, 1, 1)),
        ("two in one word", (2, 0, 0)),
        ("two in one, one in the others", (2, 1, 1)),
    ):
        first = ten = passage = 0
        for key, sentence, words in sought:
            counts = rng.sample(mistakes, 3)
            line = " ".join(
                with_mistakes(word, count, rng) for word, count in zip(words, counts, strict=True)
            )
            hits = engine.search(line, limit=10).hits
            keys = [hit.key for hit in hits]
            if key in keys:
                ten += 1
                first += keys[0] == key
                hit = hits[keys.index(key)]
                passage += hit.start < sentence.end and sentence.start < hit.end
        print(f"  {label:<48}{first / wanted:6.1%}  {ten / wanted:6.1%}  {passage / wanted:6.1%}")


def with_mistakes(word: str, count: int, rng: random.Random) -> str:
    wrong = word
    while count:
        at = rng.randrange(len(wrong))
        letter = rng.choice(LETTERS)
        found = rng.choice(
            (
                wrong[:at] + wrong[at + 1 :],
                wrong[:at] + letter + wrong[at:],
                wrong[:at] + letter + wrong[at + 1 :],
                wrong[:at] + wrong[at + 1 : at + 2] + wrong[at : at + 1] + wrong[at + 2 :],
            )
        )
        if found not in (wrong, word):
            wrong = found
            count -= 1
    return wrong


# Names


def names(variants: Sequence[Row], entries: Sequence[IndexEntry], folder: Path) -> None:
    rng = random.Random(2)
    chosen = [(number, variants[number]) for number in rng.sample(range(len(variants)), 1000)]
    added = []
    for number, pair in chosen:
        other = rng.choice(entries)
        words = other.text.split()[:20]
        words.insert(rng.randrange(len(words) + 1), pair["a"].title())
        added.append(IndexEntry(f"name:{number}", "", " ".join(words)))
    engine = filled(folder, [*entries, *added])
    found = {
        number: f"name:{number}" in [hit.key for hit in engine.search(pair["b"], limit=10).hits]
        for number, pair in chosen
    }
    fitted = [hit for number, hit in found.items() if number % 2 == 0]
    unseen = [hit for number, hit in found.items() if number % 2]
    print(f"\nName variants among {engine.entries:,} documents, in the first ten of {len(found):,} searches")
    print(f"  all {mean(list(found.values())):.1%}, fitted {mean(fitted):.1%}, unseen {mean(unseen):.1%}")


# Speed


def speed(engine: SearchEngine, rows: Sequence[Row], entries: Sequence[IndexEntry], folder: Path) -> None:
    rng = random.Random(3)
    lines: list[str] = []
    while len(lines) < 20:
        words = re.findall(r"[A-Za-z]+", rng.choice(rows)["text"])
        if len(words) > 30:
            at = rng.randrange(len(words) - 10)
            chosen = (word.lower() for word in words[at : at + 10])
            chosen = (word.lower() for word in words[at : at + 10])
            lines.append(
                " ".join(
                    with_mistakes(word, int(len(word) > 4 and rng.random() < 0.3), rng) for word in chosen
                )
            )
    engine.reload()
    gc.collect()
    gc.freeze()  # the corpus in this process's memory is not the reader's to walk through
    times = [
        timed(lambda part=line[:end]: engine.search(part))
        for line in lines
        for end in range(1, len(line) + 1)
    ]
    print(f"\nSpeed over {len(entries):,} documents, ms{'':<22}median      p95    worst")
    show("keystroke of ten-word queries, one in three wrong", times)
    passages = [
        text[sentence.start : sentence.end]
        for text, sentences in ((item.text, item.sentences) for item in entries)
        for sentence in sentences
    ]
    few = lines[:5]
    show("whole ten-word query", [timed(lambda line=line: engine.search(line)) for line in few])
    for name, search in others(passages, folder):
        show(f"  {name}", [timed(lambda line=line, search=search: search(line)) for line in few])


def others(passages: Sequence[str], folder: Path) -> Iterator[tuple[str, Any]]:
    """Other ways to find a line in the same passages, each as a function of the line."""
    from rapidfuzz import fuzz, process

    folded = [passage.lower() for passage in passages]
    yield (
        "RapidFuzz partial_token_ratio over passages",
        lambda line: process.extract(
            line, folded, scorer=fuzz.partial_token_ratio, limit=20, score_cutoff=60
        ),
    )
    database = sqlite3.connect(folder / "fts.db")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter')")
    database.executemany("INSERT INTO passages VALUES (?)", ((passage,) for passage in passages))
    database.commit()
    query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 20"
    yield (
        "SQLite FTS5, any of the words",
        lambda line: database.execute(query, (" OR ".join(f'"{word}"' for word in line.split()),)).fetchall(),
    )
    database.close()
    path = folder / "passages.txt"
    path.write_text("\n".join(" ".join(passage.split()) for passage in passages), encoding="utf-8")
    if shutil.which("rg"):
        yield (
            "ripgrep, any of the words",
            lambda line: subprocess.run(
                ["rg", "-i", "-c", "|".join(line.split()), str(path)], capture_output=True, check=False
            ),
        )
    if shutil.which("fzf"):

        def fzf(line: str) -> None:
            with path.open("rb") as file:
                subprocess.run(["fzf", "--filter", line], stdin=file, stdout=subprocess.DEVNULL, check=False)

        yield "fzf --filter", fzf


def show(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"  {name:<52}{ordered[len(ordered) // 2]:8.1f} {p95:8.1f} {ordered[-1]:8.1f}")


def timed(action: Any) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


# Rate and memory


def rate(entries: Iterator[IndexEntry], folder: Path) -> tuple[float, SearchEngine]:
    """Seconds to index the entries, 5,000 in a commit, the making of the copies left out; and the engine."""
    engine = SearchEngine.open(folder)
    seconds = 0.0
    while batch := list(islice(entries, 5000)):
        began = time.perf_counter()
        engine.update(batch)
        seconds += time.perf_counter() - began
    return seconds, engine


def bare_tantivy(entries: Iterator[IndexEntry], folder: Path) -> float:
    """Seconds that tantivy takes for the same passages: one stored, stemmed text field and no more."""
    import tantivy

    folder.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True, tokenizer_name="en_stem").build()
    index = tantivy.Index(schema, str(folder))
    seconds = 0.0
    while batch := list(islice(entries, 5000)):
        began = time.perf_counter()
        writer = index.writer(64_000_000, 1)
        for item in batch:
            for sentence in item.sentences:
                document = tantivy.Document()
                document.add_text("text", item.text[sentence.start : sentence.end])
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        seconds += time.perf_counter() - began
    return seconds


def memory(folder: Path) -> None:
    """Resident memory of a process that has opened an index and searched, above one with an empty index."""
    SearchEngine.open(folder / "empty")
    code = (
        "import sys, pathlib; from reader.search.engine import SearchEngine\n"
        "engine = SearchEngine.open(pathlib.Path(sys.argv[1]), read_only=True); engine.reload()\n"
        "lines = ['oil prces fell', 'minister of trade said', 'goverment bond auction', 'presidnt of iran']\n"
        "[engine.search(line[:end]) for line in lines for end in range(1, len(line) + 1)]\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "kinds = ('RssAnon', 'RssFile')\n"
        "print(*(line.split()[1] for line in status.splitlines() if line.startswith(kinds)))\n"
    )
    if not Path("/proc/self/status").exists():
        return
    used = []
    for name in ("empty", "speed"):
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        command = [sys.executable, "-c", code, str(folder / name)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        used.append([int(part) / 1024 for part in run.stdout.split()])
    (own, mapped), (own_full, mapped_full) = used
    print(f"\nMemory above an empty library: {own_full - own:.0f} MB")
    print(
        f"  and {mapped_full - mapped:.0f} MB of mapped files, which the system takes back when it needs them"
    )


# What the parts share


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def entry(row: Row) -> IndexEntry:
    text = row["text"]
    title = " ".join(str(row.get("title") or "").split())
    return IndexEntry(row["id"], title, text, split_sentences(text), source=row.get("source", ""), sha="1")


def copies(entries: Sequence[IndexEntry], wanted: int) -> Iterator[IndexEntry]:
    """So many entries: the given ones over and over, each copy with a line of its own at its end."""
    for number in range(wanted):
        item, copy = entries[number % len(entries)], number // len(entries)
        if copy:
            line = f"Copy {copy} of this report, number {number}."
            text = f"{item.text}\n\n{line}"
            sentences = [*item.sentences, Span(len(text) - len(line), len(text))]
            item = replace(item, key=f"{item.key}-{copy}", text=text, sentences=sentences)
        yield item


def filled(folder: Path, entries: Iterable[IndexEntry]) -> SearchEngine:
    """An index that was updated, as it is once names have come: two entries in three were put in again."""
    engine = SearchEngine.open(folder)
    added = list(entries)
    engine.update(added)
    engine.update(item for number, item in enumerate(added) if number % 3)
    return engine


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
