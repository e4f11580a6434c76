"""Formulas of Office documents as a line of text: `x = (−b ± √(b² − 4ac))/(2a)`.

A formula is a tree of fractions, roots and indices; its letters one after another would be another formula.
Source of the elements: ECMA-376, part 1, section 22.1.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def math_text(element: Element) -> str:
    """Return a formula, or a part of one, as a line."""
    match element.tag:
        case "m:t" | "w:t":
            return element.text or ""
        case "m:f":
            return f"{_grouped(_part(element, 'm:num'))}/{_grouped(_part(element, 'm:den'))}"
        case "m:rad":
            degree = _part(element, "m:deg").strip()
            root = _ROOTS.get(degree)
            body = _grouped(_part(element, "m:e"))
            return f"{root}{body}" if root else f"{_raised(degree)}√{body}"
        case "m:sSup":
            return _part(element, "m:e") + _raised(_part(element, "m:sup"))
        case "m:sSub":
            return _part(element, "m:e") + _lowered(_part(element, "m:sub"))
        case "m:sSubSup":
            return (
                _part(element, "m:e") + _lowered(_part(element, "m:sub")) + _raised(_part(element, "m:sup"))
            )
        case "m:nary":
            sign = _property(element, "m:chr", "∫")
            return (
                sign + _lowered(_part(element, "m:sub")) + _raised(_part(element, "m:sup")) + " "
                + _part(element, "m:e")
            )  # fmt: skip
        case "m:d":
            separator = _property(element, "m:sepChr", "|")
            inner = separator.join(_text(child) for child in element.findall("m:e"))
            return _property(element, "m:begChr", "(") + inner + _property(element, "m:endChr", ")")
        case "m:m":
            rows = (", ".join(_text(cell) for cell in row.findall("m:e")) for row in element.findall("m:mr"))
            return "; ".join(rows)
        case "m:eqArr":
            return "; ".join(_text(child) for child in element.findall("m:e"))
        case "m:limLow":
            return _part(element, "m:e") + _lowered(_part(element, "m:lim"))
        case "m:limUpp":
            return _part(element, "m:e") + _raised(_part(element, "m:lim"))
        case "m:func":
            return f"{_part(element, 'm:fName')} {_part(element, 'm:e')}"
    return _text(element)


def _text(element: Element) -> str:
    return "".join(math_text(child) for child in element)


def _part(element: Element, tag: str) -> str:
    part = element.find(tag)
    return _text(part) if part is not None else ""


def _property(element: Element, name: str, default: str) -> str:
    properties = element.find(f"{element.tag}Pr")
    child = properties.find(name) if properties is not None else None
    return default if child is None else child.get("m:val", "")[:4]


def _grouped(text: str) -> str:
    text = text.strip()
    return text if len(text) < 2 or (text.isalnum() and (text.isdigit() or len(text) == 1)) else f"({text})"


def _raised(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    raised = text.translate(_RAISED)
    return raised if all(char in _RAISED_ONES for char in raised) else f"^{_grouped(text)}"


def _lowered(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    lowered = text.translate(_LOWERED)
    return lowered if all(char in _LOWERED_ONES for char in lowered) else f"_{_grouped(text)}"


_RAISED_ONES = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED_ONES = frozenset("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
