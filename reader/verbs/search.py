"""`reader search`."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from reader.errors import DONE, NOTHING, WRONG, ReaderError
from reader.library import Library
from reader.text.safety import safe_line
from reader.verbs.common import on_library, up_to_date
from reader.verbs.output import complain, emit

if TYPE_CHECKING:
    from reader.search.engine import Answer


@on_library(lambda options: options.path)
def run_search(library: Library, options: Namespace) -> int:
    """`reader search`."""
    up_to_date(library, searchable=True)
    lines = (line.rstrip("\r\n") for line in sys.stdin) if options.query == "-" else iter([options.query])
    hit_count = wrong = 0
    for line in lines:
        try:
            answer = library.search.answer(line, options.limit)
        except ReaderError as error:
            if options.query != "-":
                raise
            # One wrong line of many does not stop the others.
            wrong += 1
            complain(f"{line}: {error}")
            if options.json:
                emit({"query": line, "corrections": {}, "ms": 0.0, "hits": [], "error": str(error)})
            continue
        hit_count += len(answer.hits)
        _print_answer(answer, library, as_json=options.json)
        sys.stdout.flush()
    return DONE if hit_count else WRONG if wrong else NOTHING


def _print_answer(answer: Answer, library: Library, *, as_json: bool) -> None:
    places = [library.search.place_of(hit) for hit in answer.hits]
    paths = [library.shown_path(place.path) for place in places]
    if as_json:
        emit(
            {
                "query": answer.query,
                "corrections": answer.corrections,
                "ms": round(answer.ms, 3),
                "hits": [
                    {
                        "path": path,
                        **({"inner": place.inner} if place.inner else {}),
                        "title": hit.title,
                        "score": round(hit.score, 4),
                        "start": hit.start,
                        "end": hit.end,
                        "text": hit.text,
                        "matches": [[start, end] for start, end in hit.matches],
                        "kind": hit.kind,
                        **({"note": hit.key} if hit.kind == "note" else {}),
                    }
                    for path, place, hit in zip(paths, places, answer.hits, strict=True)
                ],
            }
        )
        return
    for typed, used in answer.corrections.items():
        complain(f"showing “{used}” for “{typed}”; '{typed} for exactly that")
    if not answer.hits:
        complain(answer.advice)
    for path, place, hit in zip(paths, places, answer.hits, strict=True):
        address = f"{path}#{place.inner}" if place.inner else path
        mark = "¶ " if hit.kind == "note" else ""
        print(f"{mark}{hit.title}  [{safe_line(address)}]")
        print(f"    {' '.join(hit.text.split())}")
