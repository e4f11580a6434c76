"""Fields of word processors: the addresses in their instructions, and those that show a page's number."""

from __future__ import annotations

import re

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES")


def field_target(instruction: str) -> str:
    """Return the address that a field leads to: outside, or `#bookmark` in the document itself."""
    words = [quoted or word for quoted, word in _WORD.findall(instruction)]
    if not words:
        return ""
    name, *rest = words
    switches = [word.lower() for word in rest]
    if name.upper() == "HYPERLINK":
        anchor = rest[switches.index("\\l") + 1] if "\\l" in switches[:-1] else ""
        outside = next((word for word in rest[:1] if not word.startswith("\\")), "")
        return outside + (f"#{anchor}" if anchor else "")
    if name.upper() in ("REF", "PAGEREF", "NOTEREF") and "\\h" in switches:
        return f"#{rest[0]}"
    return ""


def shows_page_number(instruction: str) -> bool:
    """Return whether a field shows the number of a page or of all pages."""
    name = instruction.split(maxsplit=1)[:1]
    return bool(name) and name[0].upper() in _NUMBERS
