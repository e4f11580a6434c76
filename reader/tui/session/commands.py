"""One table of everything that can be done from the keyboard.

The keymap, the hint line, the help, the palette, the command line at `:` and the README's key table all
come from it. A key is written as a person would name it: `j`, `)`, `space`, `ctrl+e`, `PgDn`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reader.errors import SettingsError
from reader.text.safety import safe_line

Where = Literal["list", "document", "search", "entities", "dossier", "notes"]

EVERYWHERE: tuple[Where, ...] = ("list", "document", "search", "entities", "dossier", "notes")
ROWS: tuple[Where, ...] = ("list", "entities", "dossier", "notes")
NAMES: tuple[Where, ...] = ("entities", "dossier")
READING: tuple[Where, ...] = ("list", "document")
_MOST_HINTS = 6
EVEN_WHILE_TYPING = frozenset({"F1", "F2", "ctrl+p", "ctrl+q", "ctrl+z"})
"""The keys that are commands where letters are text."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: `id` for the keys file, where it applies, and how it is spoken of.

    `label` is the two or three words of the hint line and the palette, `help` a sentence. `hint` is the
    order in which the hint line offers it, 0 for never.
    """

    id: str
    keys: tuple[str, ...]
    where: tuple[Where, ...]
    label: str
    help: str
    group: str
    hint: int = 0


def _c(
    id: str, keys: str, where: tuple[Where, ...], label: str, help: str, group: str, hint: int = 0
) -> Command:
    return Command(id, tuple(keys.split()), where, label, help, group, hint)


_MOVING = "Moving"
_READING = "Reading"
_FINDING = "Finding"
_NOTES = "Notes"
_DOCUMENTS = "Documents"
_PROGRAM = "The program"

COMMANDS: tuple[Command, ...] = (
    _c("down", "j down", (*ROWS, "document"), "down", "One line or row down.", _MOVING),
    _c("up", "k up", (*ROWS, "document"), "up", "One line or row up.", _MOVING),
    _c("page_down", "space PgDn", (*ROWS, "document"), "page down", "One page down.", _MOVING),
    _c("page_up", "b PgUp", (*ROWS, "document"), "page up", "One page up.", _MOVING),
    _c("half_down", "d", (*ROWS, "document"), "half page down", "Half a page down.", _MOVING),
    _c("half_up", "u", (*ROWS, "document"), "half page up", "Half a page up.", _MOVING),
    _c("first", "g Home", (*ROWS, "document"), "start", "To the first line or row.", _MOVING),
    _c("last", "G End", (*ROWS, "document"), "end", "To the last line or row.", _MOVING),
    _c("open", "Enter l", ROWS, "read", "Open what the cursor is on.", _MOVING, 1),
    _c("pane", "Tab", ROWS, "pane", "Into the page beside the list; enter there goes to what it tells of.", _MOVING),
    _c("follow", "Enter l", ("document",), "follow", "Follow the link or name under the caret; peek at the footnote or note, enter again goes into it.", _MOVING),
    _c("left", "h left", ("document",), "caret left", "The caret one character to the left.", _MOVING),
    _c("right", "right", ("document",), "caret right", "The caret one character to the right.", _MOVING),
    _c("back", "H", ("document",), "jump back", "Back to where the last jump started, in another document too.", _MOVING),
    _c("forward", "L", ("document",), "jump forward", "Forward again in the list of jumps.", _MOVING),
    _c("next_sentence", ")", ("document",), "next sentence", "The caret to the next sentence.", _MOVING),
    _c("previous_sentence", "(", ("document",), "previous sentence", "The caret to the sentence before.", _MOVING),
    _c("next_paragraph", "p", ("document",), "next paragraph", "The caret to the next paragraph.", _MOVING),
    _c("previous_paragraph", "P", ("document",), "previous paragraph", "The caret to the paragraph before.", _MOVING),
    _c("next_link", "Tab", ("document",), "next link", "The caret to the next link, image or footnote.", _MOVING),
    _c("previous_link", "S-Tab", ("document",), "previous link", "The caret to the link, image or footnote before.", _MOVING),
    _c("next_section", "}", ("document",), "next section", "The caret to the next heading.", _MOVING),
    _c("previous_section", "{", ("document",), "previous section", "The caret to the heading before.", _MOVING),
    _c("outline", "t", ("document",), "outline", "The document's headings, to jump to one.", _MOVING),
    _c("set_mark", "m", ("document",), "set mark", "Set a mark at the caret; the next key is its name.", _MOVING),
    _c("go_to_mark", "'", ("document",), "go to mark", "Go to the mark that the next key names.", _MOVING),
    _c("next_document", "J", ("document",), "next document", "Read the next document of the list.", _DOCUMENTS),
    _c("previous_document", "K", ("document",), "previous document", "Read the document before.", _DOCUMENTS),
    _c("next_unread", ".", READING, "next unread", "To the next document that is unread.", _DOCUMENTS, 4),
    _c("previous_unread", ",", READING, "previous unread", "To the unread document before.", _DOCUMENTS),
    _c("filter", "/", ROWS, "filter", "Keep only the rows that the line you type matches.", _FINDING, 3),
    _c("find", "/", ("document",), "find", "Find in this document as you type; Tab widens to all of them.", _FINDING, 3),
    _c("search", "s", (*ROWS, "document"), "search", "Search all documents, however it is spelt.", _FINDING, 2),
    _c("next_hit", "n", READING, "next hit", "The next hit of the last search, in the next document too.", _FINDING),
    _c("previous_hit", "N", READING, "previous hit", "The hit before.", _FINDING),
    _c("search_this", "*", ("document", *NAMES), "search this", "Search all documents for the name or word under the caret, or the name that is shown.", _FINDING),
    _c("next_mention", "e", ("document",), "next mention", "The next mention of the chosen name, in the next document too; of any name when none is chosen.", _FINDING, 5),
    _c("previous_mention", "E", ("document",), "previous mention", "The mention before.", _FINDING),
    _c("correct", "C", ("document", *NAMES), "put right", "Put a name right: its kind, same as another, two in one, called otherwise, no name at all, missed by the model; or watch it.", _FINDING, 6),
    _c("dossier", "D", ("document",), "dossier", "All that the documents say about the name under the caret, or the chosen one.", _FINDING),
    _c("next_note", "]", READING, "next note", "The next note; in the list, the next document that has notes.", _NOTES),
    _c("previous_note", "[", READING, "previous note", "The note before; in the list, the document with notes before.", _NOTES),
    _c("annotate", "a", (*READING, "entities", "dossier"), "note", "Write a note on the selection, the mention of the chosen name or the sentence; in the list, on the document, among names, on the name.", _NOTES, 4),
    _c("annotate_document", "c", ("document",), "note on it all", "Write a note on the document as a whole.", _NOTES),
    _c("highlight", "A", ("document",), "highlight", "Mark the sentence or the selection without words; again for the next kind of note.", _NOTES),
    _c("tag", "T", ("document", "notes"), "change note", "Change the note under the caret: its words, kind, tags and links.", _NOTES),
    _c("delete_note", "x", ("document", "notes"), "delete note", "Move the note under the caret to the trash.", _NOTES),
    _c("accept", "y", ("notes",), "take the change", "Let a changed note mean the passage as it is now.", _NOTES),
    _c("give_up", "n", ("notes",), "lost", "Say that the passage of a changed note is lost.", _NOTES),
    _c("trash", "X", ("notes",), "trash", "The notes in the trash, and back.", _NOTES),
    _c("restore", "R", ("notes",), "take out", "Take the note out of the trash.", _NOTES),
    _c("undo", "U", (*ROWS, "document"), "undo", "Take back the last change to a note, a flag, a reading mark or a name.", _NOTES),
    _c("select", "v", ("document",), "select", "Select by character; every motion extends the selection.", _READING),
    _c("select_sentences", "V", ("document",), "select sentences", "Select by sentence; every motion extends the selection.", _READING),
    _c("copy", "y", READING, "copy", "Copy the passage; in the list, the file's path.", _READING),
    _c("cite", "Y", READING, "copy citation", "Copy the passage with title, date and source; in the list, the citation.", _READING),
    _c("info", "i", (*READING, *NAMES), "info", "Show or hide the pane with summary, names and warnings.", _READING),
    _c("types", "f", ("document", "entities"), "kinds", "Show or hide the kinds of names; in the list of names, one kind at a time.", _READING),
    _c("raw", "o", ("document",), "raw file", "The whole of a web page, the file as it is, the document again: at the same sentence.", _READING),
    _c("wider", "+", ("document",), "wider", "Make the text column wider.", _READING),
    _c("narrower", "-", ("document",), "narrower", "Make the text column narrower.", _READING),
    _c("measure", "=", ("document",), "usual width", "Give the text column its usual width.", _READING),
    _c("sort", "o", ROWS, "sort", "Another order of the rows.", _DOCUMENTS),
    _c("parts", "z", ("list",), "parts", "List what is in the mailbox, message or archive under the cursor, or fold it away.", _DOCUMENTS),
    _c("save_part", "S", READING, "save", "Save an attachment or another file in a file, as it is, in the folder that the reader was started in.", _DOCUMENTS),
    _c("digest", "D", ("list",), "digest", "One page of what the listed documents say, by day.", _DOCUMENTS),
    _c("flag", "F", READING, "flag", "Flag the document, or take the flag away.", _DOCUMENTS),
    _c("read", "R", READING, "read or unread", "Mark the document as read or unread.", _DOCUMENTS),
    _c("export", "w", (*ROWS, "document"), "export", "Write the notes of this view, or the dossier, to a file, in one of five formats; of the list of names, what you corrected, to entities.toml.", _NOTES),
    _c("rescan", "r", READING, "read again", "Look at the files again for what has changed.", _DOCUMENTS),
    _c("edit", "ctrl+e", READING, "edit", "Open the file in $EDITOR at this line.", _DOCUMENTS),
    _c("pipe", "|", ("document",), "pipe", "Give the selection, else the whole text, to a command of yours as its input.", _DOCUMENTS),
    _c("documents", "1", EVERYWHERE, "documents", "The list of documents.", _PROGRAM),
    _c("entities", "2", EVERYWHERE, "names", "People, organisations and places of all documents.", _PROGRAM),
    _c("notes", "3", EVERYWHERE, "notes", "All notes.", _PROGRAM),
    _c("help", "? F1", EVERYWHERE, "help", "The keys that work here.", _PROGRAM, 9),
    _c("palette", "ctrl+p", EVERYWHERE, "palette", "Everything that can be done, by name.", _PROGRAM),
    _c("command", ":", (*ROWS, "document"), "command", "Run a command by its name.", _PROGRAM),
    _c("mouse", "F2", EVERYWHERE, "mouse on or off", "Give the mouse to the terminal, to select with it, or take it back.", _PROGRAM),
    _c("suspend", "ctrl+z", EVERYWHERE, "suspend", "Put the reader in the background of the shell.", _PROGRAM),
    _c("cancel", "Esc", (*ROWS, "document"), "clear", "Clear the selection, the hits or the filter.", _PROGRAM),
    _c("leave", "q", EVERYWHERE, "back, quit", "Back one level; from the list of documents, quit.", _PROGRAM),
    _c("quit", "ctrl+q", EVERYWHERE, "quit", "Quit from anywhere.", _PROGRAM),
)  # fmt: skip

_TEXTUAL_NAMES = {
    "PgDn": "pagedown",
    "PgUp": "pageup",
    "Enter": "enter",
    "Esc": "escape",
    "Home": "home",
    "End": "end",
    "Tab": "tab",
    "S-Tab": "shift+tab",
}


def textual_key(key: str) -> str:
    """Return a key of the table as Textual reports it: the character, or the name of a key without one."""
    return _TEXTUAL_NAMES.get(key, key.lower() if key[:1] == "F" and key[1:].isdigit() else key)


class Keymap:
    """Which key does what where, after the person's keys file.

    `conflicts` holds a sentence for each binding of the file that could not be taken; the rest holds.
    """

    def __init__(self, overrides: Mapping[str, Iterable[str]] | None = None) -> None:
        self.keys = {command.id: command.keys for command in COMMANDS}
        self.conflicts: list[str] = []
        for command_id, keys in (overrides or {}).items():
            if command_id in self.keys:
                self.keys[command_id] = tuple(keys)
            else:
                self.conflicts.append(f"keys file: there is no command “{command_id}”.")
        self._table: dict[Where, dict[str, Command]] = {where: {} for where in EVERYWHERE}
        chosen = set(overrides or {})
        # What the person chose goes first, so that it wins over a default that had the key.
        for command in sorted(COMMANDS, key=lambda item: item.id not in chosen):
            for where in command.where:
                for key in self.keys[command.id]:
                    holder = self._table[where].setdefault(textual_key(key), command)
                    if holder is not command:
                        self.conflicts.append(
                            f"keys file: {key} runs “{holder.id}” in the {where} view, so “{command.id}” lost it."
                        )

    def command(self, where: Where, key: str, character: str | None) -> Command | None:
        """Return the command for a key as Textual reports it (name and character), or None."""
        table = self._table[where]
        return table.get(key) or (table.get(character) if character else None)

    def hints(self, where: Where) -> list[tuple[str, str]]:
        """(key, label) of what matters most here, in order, six at most; the last is the help."""
        commands = sorted(
            (command for command in COMMANDS if command.hint and where in command.where), key=lambda c: c.hint
        )
        hints = [
            (shown_key(self.keys[command.id][0]), command.label)
            for command in commands
            if self.keys[command.id]
        ]
        return [*hints[:-1][: _MOST_HINTS - 1], *hints[-1:]]


def shown_key(key: str) -> str:
    """Return a key as the hint line and the help write it."""
    return {"Enter": "enter", "Esc": "esc"}.get(key, key)


def load_keys(path: Path) -> dict[str, list[str]]:
    """Return the bindings of a keys file: command id = "key" or ["key", "key"]; empty when there is no file.

    Raises SettingsError with the file and what is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        reason = safe_line(str(error))
        raise SettingsError(f"{path} cannot be read ({reason}); the usual keys hold.") from error
    keys: dict[str, list[str]] = {}
    for command_id, value in ((safe_line(name), value) for name, value in data.items()):
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
            raise SettingsError(f'{path}: {command_id} must be a key such as "j", or a list of keys.')
        keys[command_id] = [safe_line(key) for key in listed]
    return keys


def key_table() -> str:
    """Return the README's key table, in Markdown."""
    places = {
        "list": "documents",
        "document": "a document",
        "entities": "names",
        "dossier": "a dossier",
        "notes": "notes",
        "search": "search",
    }
    lines = ["| key | command | where | what it does |", "|---|---|---|---|"]
    for command in COMMANDS:
        keys = " ".join(f"`{shown_key(key)}`" for key in command.keys)
        where = (
            "everywhere"
            if command.where == EVERYWHERE
            else ", ".join(places[where] for where in command.where)
        )
        lines.append(f"| {keys} | `{command.id}` | {where} | {command.help} |")
    return "\n".join(lines)
