"""What the tests of verbs share: two briefings, and a model that is loaded at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.analysis.mention import Mention
from reader.analysis.pipeline import Recogniser
from reader.text.document import Document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two briefings in a folder `lib`, one of them in a folder named like a file."""
    root = tmp_path / "lib"
    (root / "deep.txt").mkdir(parents=True)
    (root / "vienna.md").write_text(
        "---\ntitle: Talks open in Vienna\ndate: 2026-03-01\nsource: Orvel Wire\n---\n\n"
        "The envoy of Korvania arrived on Sunday. Talks about the ceasefire open tomorrow.\n"
    )
    (root / "deep.txt" / "harbour.txt").write_text(
        "Harbour closed after storm\n\nThe harbour master closed the port. Ferries wait outside.\n"
    )
    return root


class _Stub:
    """Stands for the model: capitalised words are persons."""

    version = "stub"

    def mentions(self, document: Document) -> list[Mention]:
        found, at = [], 0
        for word in document.text.split():
            at = document.text.index(word, at)
            if word.istitle() and word.isalpha():
                found.append(Mention(at, at + len(word), "PERSON", word))
            at += len(word)
        return found


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is loaded at once."""
    monkeypatch.setattr(Recogniser, "load", lambda _name="": _Stub())
