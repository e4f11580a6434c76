"""Notes on their way out: one module a format, behind one table, which other packages add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from reader.errors import NoteError
from reader.notes.exports import csv, jsonl, markdown, org, w3c
from reader.notes.exports.format import ExportFormat
from reader.notes.note import Note
from reader.system.plugins import Plugin, load_plugins, reason, refusal

__all__ = ["FORMATS", "ExportFormat", "export", "export_formats", "problems"]

ENTRY_POINTS = "briefing_reader.exports"
"""The group of entry points behind which another package puts an ExportFormat."""

FORMATS: Mapping[str, ExportFormat] = {
    item.name: item
    for item in (
        ExportFormat(
            "markdown", ".md", "Markdown, for Obsidian and other note keepers", markdown.write, merges=True
        ),
        ExportFormat("w3c", ".jsonld", "W3C Web Annotation JSON-LD, for annotation tools", w3c.write),
        ExportFormat("csv", ".csv", "CSV, for spreadsheets", csv.write, encoding="utf-8-sig"),
        ExportFormat("org", ".org", "Org, for Emacs", org.write),
        ExportFormat("jsonl", ".jsonl", "JSON Lines, which loses nothing", jsonl.write),
    )
}
"""The program's own export formats, by name."""


def export_formats() -> Mapping[str, ExportFormat]:
    """Return the program's own export formats, then those that other packages add, by name."""
    return {**FORMATS, **_added()[0]}


def problems() -> tuple[str, ...]:
    """Return a sentence for each export format of another package that cannot be used."""
    return _added()[1]


def export(notes: Sequence[Note], format: str, existing: str = "", exported_at: str = "") -> str:
    """Return the notes as one text in a format of `export_formats`, in the order given.

    `existing` is what the file holds that is exported to; a format that merges keeps what a person wrote
    there, the others pass it over. `exported_at` is a UTC time in ISO 8601, written where the format has a
    place for it. Raises NoteError when there is no such format, or when that of another package fails.
    """
    chosen = FORMATS.get(format) or export_formats().get(format)
    if chosen is None:
        raise NoteError(f"There is no export format {format!r}; there are {', '.join(export_formats())}.")
    return chosen.write(notes, existing, exported_at)


@cache
def _added() -> tuple[dict[str, ExportFormat], tuple[str, ...]]:
    plugins = load_plugins(ENTRY_POINTS)
    added: dict[str, ExportFormat] = {}
    refused = list(plugins.problems)
    for plugin in plugins.loaded:
        if not isinstance(plugin.value, ExportFormat):
            refused.append(
                refusal(plugin.name, plugin.package, "it is no reader.notes.exports.format.ExportFormat")
            )
        elif plugin.value.name in FORMATS or plugin.value.name in added:
            why = f"there is an export format of the name {plugin.value.name} already"
            refused.append(refusal(plugin.name, plugin.package, why))
        else:
            added[plugin.value.name] = _guarded(plugin.value, plugin)
    return added, tuple(refused)


def _guarded(format: ExportFormat, plugin: Plugin) -> ExportFormat:
    """Return the format of another package so that whatever goes wrong in it becomes a NoteError."""

    def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:
        try:
            return str(format.write(notes, existing, exported_at))
        except (Exception, SystemExit) as error:  # foreign code may raise anything
            raise NoteError(f"{plugin.package} could not write the notes: {reason(error)}.") from error

    return replace(format, write=write)
