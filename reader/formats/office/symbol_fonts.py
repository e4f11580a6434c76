"""Characters of symbol fonts, whose codes mean another sign than Unicode's.

Source: the Symbol encoding of the PostScript Language Reference (Adobe, 3rd edition, appendix E.5), whose
signs are those of the font Symbol; of Wingdings the few that texts use as bullets, boxes and arrows.
"""

from __future__ import annotations

_SYMBOL = dict(
    zip(
        range(0x20, 0x7F),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
)
_SYMBOL |= dict(
    zip(
        range(0xA0, 0xFF),
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪□〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = {
    0x20: " ", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x75: "⬥", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_ANY = {0xB7: "•", 0xA7: "▪", 0xE0: "→", 0xFC: "✓", 0xA8: "☐", 0xFE: "☑", 0x20: " "}
_OTHER = "□"


def is_symbol_font(font: str) -> bool:
    """Return whether the codes of a font, by its name, mean signs of its own."""
    return font.strip().lower().startswith(("symbol", "wingdings", "webdings"))


def symbol(code: int, font: str = "") -> str:
    """Return the sign that a code means in a symbol font: a box for one that is not known.

    Codes are those of the font or the same in the private use area, from U+F000.
    """
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = font.strip().lower()
    table = _SYMBOL if name.startswith("symbol") else _WINGDINGS if name.startswith("wingdings") else _ANY
    if place in table:
        return table[place]
    if is_symbol_font(font) or 0xE000 <= code <= 0xF8FF:
        return _OTHER
    try:
        return chr(code)
    except (ValueError, OverflowError):
        return ""


def translated(text: str, font: str) -> str:
    """Return text that is set in a symbol font as the signs that it shows."""
    return "".join(symbol(ord(char), font) for char in text)
