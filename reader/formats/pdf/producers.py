"""Known faults of the programs that make PDF files, mended by the name that they leave in the properties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.formats.pdf.page_text import Page

_DBLATEX = "DBLaTeX"
_BYTES_MARKS = re.compile("b['\u2019]{2}([^\\x00-\\xff])b['\u2019]{2}")
"""DBLaTeX writes characters beyond Latin-1 in listings as Python shows bytes: `b\'\'├b\'\'`."""


def mend_known_faults(pages: Sequence[Page], properties: Mapping[str, str]) -> None:
    """Take out of the lines what the program that made the file is known to have put in by mistake."""
    if not properties.get("Creator", "").startswith(_DBLATEX):
        return
    for page in pages:
        for line in page.lines:
            if "b" in line.text and not line.links and not line.text.isascii():
                line.text = _BYTES_MARKS.sub(r"\1", line.text)
                line.cells = tuple(
                    cell._replace(text=_BYTES_MARKS.sub(r"\1", cell.text)) for cell in line.cells
                )
