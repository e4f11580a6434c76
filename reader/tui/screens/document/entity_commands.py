"""The names in a document: walked, also into the next document, shown, corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from reader.analysis.mention import NAME_TYPES, Mention
from reader.errors import ReaderError
from reader.library import DocumentRow, NamedEntity
from reader.text.plural import plural
from reader.tui.content.document_state import SHOWN_TYPES
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost
from reader.tui.screens.modals.correction import Subject, ask_correction

_LONGEST_NAME = 120  # code points of a selection that can be a name


class EntityCommands:
    """The commands for names; the selected one is walked through the whole list."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "next_mention": partial(self._walk, 1),
            "previous_mention": partial(self._walk, -1),
            "dossier": self._dossier,
            "correct": self._correct,
            "types": self._next_types,
        }

    # Selecting

    def selected_in(self, mentions: Sequence[Mention] | None, *, walking: bool) -> str:
        """Return the name that was selected in the document before, when this one has it too, else nothing.

        `walking` says that its mentions led here: how many there are is said.
        """
        name = self._host.session.navigation.selected_entity
        count = sum(item.entity == name for item in mentions or ()) if name else 0
        if count and walking:
            self._host.say(f"{name} · {plural(count, 'mention')} in this document")
        return name if count else ""

    def choose(self, name: str) -> None:
        """Select the name that `e` and `E` walk, none for an empty one; a selected one opens its dossier."""
        state = self._host.state
        if name and name == state.selected_entity:
            self._dossier()
            return
        self._host.session.navigation.selected_entity = name
        self._host.set_state(replace(state, selected_entity=name))
        if name:
            times = f"{plural(len(self._host.state.entity_walk), 'mention')} here"
            self._host.say(f"{name}: {times} · e E walk · enter again: dossier · a notes this one")

    def _next_types(self) -> None:
        """Show or hide kinds of names."""
        shown = (self._host.state.shown_types + 1) % len(SHOWN_TYPES)
        self._host.set_state(replace(self._host.state, shown_types=shown))
        self._host.say(f"Showing {SHOWN_TYPES[shown][0]}.")

    # Walking

    def _walk(self, step: int) -> None:
        state = self._host.state
        if state.mentions is None:
            warning = state.entry.names_warning
            self._host.say(warning or "The names of this document are still being found.")
            return
        index = self._host.view.move(Viewport.move_in, state.entity_walk, step)
        if index is not None:
            mention = state.entity_walk[index]
            names = "" if state.selected_entity else " names"
            self._host.say(f"{mention.entity} · {index + 1} of {len(state.entity_walk)}{names}")
        elif state.selected_entity and self._host.page.is_file:
            rows = self._host.session.navigation.onwards(state.entry.key, step)
            self._host.in_thread(partial(self._find_next, state.selected_entity, step, rows), "walk")
        else:
            self._host.say(f"No name further {'down' if step > 0 else 'up'}.")

    def _find_next(self, name: str, step: int, rows: Iterator[DocumentRow]) -> None:
        """Find the next document of the list that mentions the name, and its first mention, or its last."""
        library = self._host.session.library
        try:
            library.entities.refresh(only_small=True)
            hashes = library.entities.texts_mentioning(name)
            for row in rows:
                if row.sha256 not in hashes or row.problem:
                    continue
                offsets = [item.start for item in library.entities.mentions(row) or () if item.entity == name]
                if offsets:
                    self._host.deliver(self._go_on, row, offsets[0 if step > 0 else -1], name)
                    return
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")
            return
        sentence = f"No document {'after' if step > 0 else 'before'} this one mentions {name}."
        self._host.deliver(self._host.say, sentence)

    def _go_on(self, row: DocumentRow, offset: int, name: str) -> None:
        navigation = self._host.session.navigation
        navigation.selected_entity = name
        navigation.jumps.leave(self._host.spot)
        navigation.open_document(row, offset, walking=True)

    # The dossier

    def _dossier(self) -> None:
        """Show all that the documents say of the name under the caret, else of the selected one."""
        state = self._host.state
        mention = state.mention_at(self._host.view.caret)
        if mention is not None and mention.type in NAME_TYPES:
            self._open_dossier(mention.entity, mention.type)
        elif state.selected_entity and any(item.type in NAME_TYPES for item in state.entity_walk):
            self._open_dossier(state.selected_entity, "")
        else:
            self._host.say("There is no name under the caret; e goes to the next one.")

    def _open_dossier(self, name: str, type_: str) -> None:
        library = self._host.session.library

        def find() -> None:
            try:
                library.entities.refresh(only_small=True)
                entity = library.entities.find_entity(name, type_)
            except ReaderError as error:
                self._host.deliver(self._host.say, str(error), "error")
                return
            self._host.deliver(self._show_dossier, name, entity)

        self._host.in_thread(find, "dossier")

    def _show_dossier(self, name: str, entity: NamedEntity | None) -> None:
        if entity is None:
            self._host.say(f"{name} is not counted yet: the names of all documents are still being found.")
            return
        from reader.tui.screens.lists.dossier.screen import DossierScreen

        self._host.session.navigation.jumps.leave(self._host.spot)
        self._host.session.push_screen(DossierScreen(entity))

    # Correcting

    def mentions_corrected(self, mentions: Sequence[Mention]) -> None:
        """Light the names as they are now."""
        state = self._host.state
        name = state.selected_entity
        if not any(item.entity == name for item in mentions):
            name = ""
        self._host.set_state(replace(state, mentions=mentions, selected_entity=name))
        self._host.show_info()

    def _correct(self) -> None:
        """Correct the name under the caret; the selection, or the word, becomes one where none is seen."""
        subject = self._subject()
        if subject is None:
            self._host.say("There is no word under the caret: go to a name, or select one with v.")
            return
        self._host.view.move(Viewport.select, "")
        ask_correction(self._host.session, subject)

    def _subject(self) -> Subject | None:
        state, selection = self._host.state, self._host.view.viewport.selection
        document = state.document
        caret = self._host.view.caret
        mention = state.mention_at(selection.start if selection is not None else caret)
        if mention is not None and (selection is None or (mention.start, mention.end) == tuple(selection)):
            same = [item for item in state.mentions or () if item.entity == mention.entity]
            spelt = dict.fromkeys(" ".join(document.text[item.start : item.end].split()) for item in same)
            return Subject(mention.entity, mention.type, tuple(spelt), document.sha256)
        words = document.quote(selection) if selection is not None else state.word_at(caret)
        name = " ".join(words.split())
        if not name or len(name) > _LONGEST_NAME:
            return None
        return Subject(name, document=document.sha256, new=True)
