"""How much of real files is read, format by format, beside what libraries make of them.

    python benchmarks/formats.py FOLDER [KIND …]

FOLDER holds the sets with the `load.py` that iterates them; a kind without its set is passed over. Only the
half of each set that may be tuned on is read. Each kind is a function in `formats_<kind>.py` that takes
`load` and returns what is printed; a library that is not installed is said to be absent.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

KINDS = {
    "mail": "formats_mail",
    "word": "formats_office",
    "odt": "formats_office",
    "html": "formats_html",
    "pdf": "formats_pdf",
    "epub": "formats_epub",
    "feeds": "formats_feeds",
    "rtf": "formats_office",
    "slides": "formats_office",
    "sheets": "formats_office",
    "outlook": "formats_office",
    "doc": "formats_office",
    "opening": "formats_opening",
}
"""Each kind, and the module whose function of that name measures it."""

if __name__ == "__main__":
    folder, *kinds = sys.argv[1:]
    sys.path.insert(0, str(Path(folder).resolve()))
    sets = import_module("load")
    for kind in kinds or KINDS:
        print(getattr(import_module(KINDS[kind]), kind)(sets), flush=True)
