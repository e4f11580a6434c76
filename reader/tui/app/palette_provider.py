"""Commands by name: what the palette finds, a name or an id that was typed in full before all others."""

from __future__ import annotations

from dataclasses import replace

from textual.command import Hit, Hits
from textual.system_commands import SystemCommandsProvider

_IN_FULL = (1_000.0, 2_000.0)  # scores of a label and an id, above every score of the fuzzy matcher


class CommandsByName(SystemCommandsProvider):
    """The commands of the table that work on the screen in front, and the themes."""

    async def search(self, query: str) -> Hits:
        """Yield the commands that match what is typed; a colon before it means nothing more."""
        typed = query.strip().lstrip(":").strip()
        async for hit in super().search(typed):
            if isinstance(hit, Hit):
                for name, score in zip((hit.text or "").split(" · "), _IN_FULL, strict=False):
                    if name.casefold() == typed.casefold():
                        hit = replace(hit, score=score)
            yield hit
