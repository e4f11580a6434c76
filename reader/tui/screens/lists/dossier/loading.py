"""Reading what the documents say about a name, the newest first, in a thread."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.library import Dossier, Library, NamedEntity, notes_about
from reader.tui.content.dossier_page import DossierPage, NoteWithDocument
from reader.tui.content.note_links import entry_of
from reader.tui.screens.lists.dossier.host import DossierHost

_AT_ONCE = 25  # documents that are read before what they say is shown; then twice as many, and so on
_ROLES = 8
_COMPANY = 12
_NOTES = 8


class ReadDossier(NamedTuple):
    """A dossier as far as it is read, with the page made of it."""

    dossier: Dossier
    page: DossierPage


class DossierLoading:
    """What is known of a name: threads deliver it, the handlers here own it.

    `loaded` says whether all documents are read.
    """

    def __init__(self, host: DossierHost, entity: NamedEntity) -> None:
        self._host = host
        self.dossier = Dossier(entity)
        self.page = DossierPage(entity)
        self.loaded = False

    @property
    def entity(self) -> NamedEntity:
        """The name, with the numbers that it had when it was read last."""
        return self.dossier.entity

    def read(self) -> None:
        """Read all documents that name it."""
        self._host.in_thread(partial(self._read, self.entity), "dossier")

    def state_changed(self, _key: str) -> None:
        """Read again: notes have changed."""
        self.read()

    def names_corrected(self) -> None:
        """Read again: the name may be another now, or gone."""
        self.read()

    def _read(self, before: NamedEntity) -> None:
        library = self._host.session.library
        try:
            entity = library.entities.entity(before.key)
            if entity is None:
                self._read_renamed(library, before)
            else:
                self._read_documents(library, entity)
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")

    def _read_renamed(self, library: Library, before: NamedEntity) -> None:
        """Find what the name is called now that it is part of another or called otherwise; or hidden."""
        key = library.entities.corrected_key(before.key)
        entity = library.entities.entity(key) if key is not None else None
        if entity is not None:
            self._host.deliver(self._take_renamed, entity)
        else:
            self._host.deliver(self._take_hidden, before)

    def _read_documents(self, library: Library, entity: NamedEntity) -> None:
        worker = get_current_worker()
        dossier = Dossier(entity, notes=notes_about(library.notes.all(), entity))
        hashes = library.entities.texts_mentioning(*entity.key)
        entries = [entry for entry in library.documents.entries_with(hashes) if not entry.problem]
        dossier.documents = len(entries)
        first = DossierPage(
            entity,
            entity.name in library.entities.watched_names(),
            notes=[NoteWithDocument(note, entry_of(note, library)) for note in dossier.notes[:_NOTES]],
        )
        shown = _AT_ONCE
        for entry in entries:
            if worker.is_cancelled:
                return
            library.entities.read_into(dossier, entry)
            if dossier.read == shown:
                shown *= 2
                self._host.deliver(self._take, _as_read(dossier.so_far(), first))
        if not worker.is_cancelled:
            self._host.deliver(self._take, _as_read(dossier, first))

    def _take(self, read: ReadDossier) -> None:
        self.dossier, self.page = read
        self.loaded = self.dossier.read >= self.dossier.documents
        self._host.panel.take(self.dossier.places)
        self._host.show_page(keep_place=True)

    def _take_renamed(self, entity: NamedEntity) -> None:
        self.dossier, self.page = Dossier(entity), DossierPage(entity)
        self.read()

    def _take_hidden(self, before: NamedEntity) -> None:
        """Show that nothing is left under the name."""
        self.loaded = True
        entity = before._replace(mentions=0, documents=0)
        self.dossier, self.page = Dossier(entity), DossierPage(entity)
        self._host.panel.take(())
        self._host.show_page()
        self._host.say(f"{before.name} is hidden; U takes it back.")


def _as_read(dossier: Dossier, first: DossierPage) -> ReadDossier:
    page = first._replace(roles=dossier.roles()[:_ROLES], company=dossier.company()[:_COMPANY])
    return ReadDossier(dossier, page)
