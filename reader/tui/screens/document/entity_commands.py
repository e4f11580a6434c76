"""The names in a document: walked, also into the next document, and put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textual import work

from reader.analysis.mention import NAME_TYPES, Mention
from reader.errors import ReaderError
from reader.library.entities.corpus_index import NamedEntity
from reader.library.storage.document_row import DocumentRow
from reader.tui.content.document_state import Opened
from reader.tui.screens.document.link_commands import FollowingScreen
from reader.tui.screens.modals.correction import Subject, ask_correction, undo_correction

_LONGEST_NAME = 120  # code points of a selection that can be a name


class NamingScreen(FollowingScreen):
    """A document whose chosen name is walked through the whole list, and whose names can be put right."""

    _changes: list[int | None]  # what U takes back: a step of corrections, or None for a change to notes

    def chosen_in(self, mentions: Sequence[Mention] | None) -> str:
        """The name that was chosen in the document before, when this one has it too."""
        chosen = self.reader.chosen
        count = sum(item.entity == chosen for item in mentions or ()) if chosen else 0
        if count and self.reader.walked_here:
            self.say(f"{chosen} · {count} mention{'' if count == 1 else 's'} in this document")
        self.reader.walked_here = False
        return chosen if count else ""

    def lay(self, opened: Opened) -> None:
        """Paint what is known now; the name that is chosen stays so in the documents that are read next."""
        if opened.chosen != self.opened.chosen:
            self.reader.chosen = opened.chosen
        super().lay(opened)

    # Walking

    def _walk_names(self, step: int) -> None:
        opened = self.opened
        if opened.mentions is None:
            self.say(opened.entry.names_warning or "The names of this document are still being found.")
            return
        index = self.view.move_in(opened.walked, step)
        if index is None:
            if opened.chosen:
                self._walk_on(opened.chosen, step)
            else:
                self.say(f"No name further {'down' if step > 0 else 'up'}.")
            return
        mention = opened.walked[index]
        self.say(
            f"{mention.entity} · {index + 1} of {len(opened.walked)}" + ("" if opened.chosen else " names")
        )

    def _walk_on(self, name: str, step: int) -> None:
        """To the next document of the list that mentions the name, at its first mention, or its last."""
        self._find_next(name, step, self.reader.onwards(self.opened.entry.key, step))

    @work(thread=True, exclusive=True, group="walk")
    def _find_next(self, name: str, step: int, entries: Iterator[DocumentRow]) -> None:
        library = self.reader.library
        try:
            library.refresh_names(only_small=True)
            hashes = library.entities.texts_mentioning(name)
            for entry in entries:
                if entry.sha256 not in hashes or entry.problem:
                    continue
                offsets = [item.start for item in library.mentions(entry) or () if item.entity == name]
                if offsets:
                    self.deliver(self._go_on, entry, offsets[0 if step > 0 else -1], name)
                    return
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self.say, f"No document {'after' if step > 0 else 'before'} this one mentions {name}.")

    def _go_on(self, entry: DocumentRow, offset: int, name: str) -> None:
        self.reader.chosen, self.reader.walked_here = name, True
        self.reader.jumps.leave(self.spot)
        self.reader.open_document(entry, offset)

    # The dossier

    def choose(self, entity: str) -> None:
        """Choose a name; one that is chosen already leads on to its dossier."""
        if entity == self.opened.chosen:
            self.do_dossier()
        else:
            super().choose(entity)

    def do_dossier(self) -> None:
        """The dossier of the name under the caret, else of the chosen one."""
        mention = self.opened.mention_at(self.view.caret)
        if mention is not None and mention.type in NAME_TYPES:
            self._open_dossier(mention.entity, mention.type)
        elif any(item.type in NAME_TYPES for item in self.opened.walked if self.opened.chosen):
            self._open_dossier(self.opened.chosen, "")
        else:
            self.say("There is no name under the caret; e goes to the next one.")

    @work(thread=True, exclusive=True, group="dossier")
    def _open_dossier(self, name: str, type_: str) -> None:
        library = self.reader.library
        try:
            library.refresh_names(only_small=True)
            entity = library.entities.find_entity(name, type_)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self._show_dossier, name, entity)

    def _show_dossier(self, name: str, entity: NamedEntity | None) -> None:
        if entity is None:
            self.say(f"{name} is not counted yet: the names of all documents are still being found.")
            return
        from reader.tui.screens.lists.dossier import DossierScreen

        self.reader.jumps.leave(self.spot)
        self.app.push_screen(DossierScreen(entity))

    # Putting right

    def names_corrected(self) -> None:
        """Light the names as they are now."""
        mentions = self.reader.library.mentions(self.opened.entry, self.opened.document)
        if mentions is not None and self.opened.mentions is not None:
            chosen = self.opened.chosen
            if not any(item.entity == chosen for item in mentions):
                chosen = ""
            self.lay(replace(self.opened, mentions=mentions, chosen=chosen))
            self._show_info()

    def _show_info(self) -> None:
        """Show what the info pane tells, when it is there."""

    def do_correct(self) -> None:
        """Put right the name under the caret; the selection, or the word, becomes one where none is seen."""
        subject = self._subject()
        if subject is None:
            self.say("There is no word under the caret: go to a name, or select one with v.")
            return
        self.view.select("")
        ask_correction(self.reader, subject, self._corrected)

    def _subject(self) -> Subject | None:
        opened, selection = self.opened, self.view.selection
        document = opened.document
        mention = opened.mention_at(selection.start if selection is not None else self.view.caret)
        if mention is not None and (selection is None or (mention.start, mention.end) == tuple(selection)):
            here = [item for item in opened.mentions or () if item.entity == mention.entity]
            spelt = dict.fromkeys(" ".join(document.text[item.start : item.end].split()) for item in here)
            return Subject(mention.entity, mention.type, tuple(spelt), document.sha256)
        words = document.quote(selection) if selection is not None else opened.word_at(self.view.caret)
        name = " ".join(words.split())
        if not name or len(name) > _LONGEST_NAME:
            return None
        return Subject(name, document=document.sha256, new=True)

    def _corrected(self, step: int) -> None:
        self._changes.append(step)

    def notes_changed(self) -> None:
        """Read the notes again; a change to them is what U takes back next."""
        super().notes_changed()
        self._changes.append(None)

    def do_undo(self) -> None:
        """Take back the last change to a note or a name that was made here."""
        step = self._changes.pop() if self._changes else None
        left = list(self._changes)
        if step is None:
            super().do_undo()
        else:
            undo_correction(self.reader, step)
        self._changes = left
