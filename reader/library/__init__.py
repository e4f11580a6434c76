"""A folder of briefings as one thing: what the terminal, the command line and the work behind may use.

Everything else below this package is its own affair. Names are imported when they are first asked for, so
that a command line that only says its version pays for none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.library.doctor import Finding, examine
    from reader.library.documents.digest import DigestPlace
    from reader.library.documents.listing import DOCUMENT_ORDERS, Listing, Order
    from reader.library.documents.summaries import DocumentSummary
    from reader.library.entities.corpus_index import NamedEntity, TextRef
    from reader.library.entities.dossier import (
        Companion,
        Dossier,
        MentionInContext,
        StatedRole,
        notes_about,
        to_json,
        to_markdown,
        write_dossier,
    )
    from reader.library.entities.entity_service import EntityList
    from reader.library.ingest.scan import ScannedFile, is_briefing, scan
    from reader.library.ingest.update import Progress
    from reader.library.library import Library
    from reader.library.notes.export import export_path, export_to_file
    from reader.library.recovery.repair import restore
    from reader.library.settings import LEAST_MEASURE, MOST_MEASURE, Settings, load_settings
    from reader.library.storage.cache.document_row import DocumentRow, Excerpt
    from reader.library.storage.document_keys import DocumentPath, document_path

_HOMES = {
    "doctor": ("Finding", "examine"),
    "documents.digest": ("DigestPlace",),
    "documents.listing": ("DOCUMENT_ORDERS", "Listing", "Order"),
    "documents.summaries": ("DocumentSummary",),
    "entities.corpus_index": ("NamedEntity", "TextRef"),
    "entities.dossier": (
        "Companion",
        "Dossier",
        "MentionInContext",
        "StatedRole",
        "notes_about",
        "to_json",
        "to_markdown",
        "write_dossier",
    ),
    "entities.entity_service": ("EntityList",),
    "ingest.scan": ("ScannedFile", "is_briefing", "scan"),
    "ingest.update": ("Progress",),
    "library": ("Library",),
    "notes.export": ("export_path", "export_to_file"),
    "recovery.repair": ("restore",),
    "settings": ("LEAST_MEASURE", "MOST_MEASURE", "Settings", "load_settings"),
    "storage.cache.document_row": ("DocumentRow", "Excerpt"),
    "storage.document_keys": ("DocumentPath", "document_path"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "DOCUMENT_ORDERS",
    "LEAST_MEASURE",
    "MOST_MEASURE",
    "Companion",
    "DigestPlace",
    "DocumentPath",
    "DocumentRow",
    "DocumentSummary",
    "Dossier",
    "EntityList",
    "Excerpt",
    "Finding",
    "Library",
    "Listing",
    "MentionInContext",
    "NamedEntity",
    "Order",
    "Progress",
    "ScannedFile",
    "Settings",
    "StatedRole",
    "TextRef",
    "document_path",
    "examine",
    "export_path",
    "export_to_file",
    "is_briefing",
    "load_settings",
    "notes_about",
    "restore",
    "scan",
    "to_json",
    "to_markdown",
    "write_dossier",
]


def __getattr__(name: str) -> Any:
    """Import a name from its module; raises AttributeError for one that is not handed out."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
