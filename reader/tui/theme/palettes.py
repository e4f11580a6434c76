"""Colours: one palette a theme, from which both Textual's stylesheet and our own painting draw.

The colours of names are Okabe and Ito's (2008), which colour-blind readers tell apart, lightened or
darkened where the background asks for it; they and every other colour of words keep a contrast of 4.5 to 1
with their background (WCAG 2.2, 1.4.3). `plain` has no colours at all: it serves NO_COLOR, and there
weight, underline and reverse speak.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rich.style import Style

from reader.text.safety import safe_line

GROUP_ROLES = ("people", "organisations", "places", "groups", "events", "times", "other")
GROUP_LETTERS = {
    "people": "P",
    "organisations": "O",
    "places": "L",
    "groups": "G",
    "events": "E",
    "times": "T",
    "other": "X",
}


@dataclass(frozen=True)
class Palette:
    """The colours of a theme as `#rrggbb`, empty for the terminal's own; `styles` are ready for painting."""

    name: str
    dark: bool
    background: str
    panel: str
    cursor: str
    text: str
    dim: str
    faint: str
    accent: str
    warning: str
    error: str
    hit: str
    hit_current: str
    selection: str
    groups: tuple[str, ...]

    @property
    def colours(self) -> bool:
        """Whether the theme has colours; without them meaning is carried by weight and lines."""
        return bool(self.text)

    @cached_property
    def styles(self) -> dict[str, Style]:
        """A Rich style for each role (text, dim, accent, title, cursor, hit, …) and each group of names."""
        if not self.colours:
            return _plain_styles()
        styles = {
            "text": Style(color=self.text, bgcolor=self.background),
            "dim": Style(color=self.dim, bgcolor=self.background),
            "faint": Style(color=self.faint, bgcolor=self.background),
            "line": Style(color=self.line, bgcolor=self.background),
            "accent": Style(color=self.accent, bgcolor=self.background),
            "title": Style(color=self.text, bgcolor=self.background, bold=True),
            "warning": Style(color=self.warning, bgcolor=self.background),
            "error": Style(color=self.error, bgcolor=self.background),
            "cursor": Style(bgcolor=self.cursor),
            "hit": Style(color=self.background, bgcolor=self.hit),
            "hit_current": Style(color=self.background, bgcolor=self.hit_current, bold=True),
            "match": Style(color=self.hit, bold=True),
            "selection": Style(bgcolor=self.selection),
        }
        styles.update(
            (group, Style(color=colour)) for group, colour in zip(GROUP_ROLES, self.groups, strict=True)
        )
        styles.update((f"note kind {kind}", Style(color=colour)) for kind, colour in self.note_kinds.items())
        return styles

    @property
    def line(self) -> str:
        """The colour of rules, borders and scrollbars, which nobody has to read."""
        return mixed(self.background, self.faint, 0.5)

    @property
    def note_kinds(self) -> dict[str, str]:
        """The colour of each kind of note: those of `NOTE_KINDS` as this theme has them."""
        blue, orange, green, purple, yellow = self.groups[:5]
        return {
            "highlight": yellow, "claim": blue, "question": orange, "key": green, "doubt": self.error,
            "action": purple,
        }  # fmt: skip


def mixed(back: str, front: str, share: float) -> str:
    """Return the colour `share` of the way from `back` to `front`, all as `#rrggbb`; empty when either is."""
    if not back or not front:
        return ""
    pairs = [(int(back[i : i + 2], 16), int(front[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


def _plain_styles() -> dict[str, Style]:
    styles = {
        "text": Style(),
        "dim": Style(dim=True),
        "faint": Style(dim=True),
        "line": Style(dim=True),
        "accent": Style(bold=True),
        "title": Style(bold=True),
        "warning": Style(bold=True),
        "error": Style(bold=True),
        "cursor": Style(reverse=True),
        "hit": Style(reverse=True),
        "hit_current": Style(reverse=True, bold=True, underline=True),
        "match": Style(bold=True, underline=True),
        "selection": Style(reverse=True),
    }
    styles.update((group, Style(underline=True)) for group in GROUP_ROLES)
    styles.update((f"note kind {kind}", Style(bold=True)) for kind in PLAIN.note_kinds)
    return styles


DARK = Palette(
    name="reader-dark",
    dark=True,
    background="#14161a",
    panel="#1a1d22",
    cursor="#262b34",
    text="#e8e6e1",
    dim="#abaeb4",
    faint="#868a91",
    accent="#e6b455",
    warning="#f0c674",
    error="#f2777a",
    hit="#f0d264",
    hit_current="#ff9e3b",
    selection="#34445c",
    groups=("#56b4e9", "#e69f00", "#2fc79a", "#cc79a7", "#f0e442", "#8fa3b8", "#b8a58c"),
)
LIGHT = Palette(
    name="reader-light",
    dark=False,
    background="#fbfaf7",
    panel="#f2f0ea",
    cursor="#e6e2d8",
    text="#1b1c1e",
    dim="#54585d",
    faint="#6b6e72",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    hit="#8a6d00",
    hit_current="#b34700",
    selection="#cfdcf0",
    groups=("#005f99", "#9a5b00", "#00694c", "#9b3f73", "#6b6300", "#55606b", "#6d5b43"),
)
CONTRAST = Palette(
    name="reader-contrast",
    dark=True,
    background="#000000",
    panel="#000000",
    cursor="#3a3a3a",
    text="#ffffff",
    dim="#d0d0d0",
    faint="#9a9a9a",
    accent="#ffd700",
    warning="#ffd700",
    error="#ff8080",
    hit="#ffff00",
    hit_current="#ffaf00",
    selection="#0050a0",
    groups=("#7cd0ff", "#ffb733", "#3df0bd", "#ff9fd0", "#fff566", "#c8d6e5", "#e0cdb0"),
)
PLAIN = Palette(
    name="reader-plain",
    dark=True,
    background="",
    panel="",
    cursor="",
    text="",
    dim="",
    faint="",
    accent="",
    warning="",
    error="",
    hit="",
    hit_current="",
    selection="",
    groups=("",) * len(GROUP_ROLES),
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def own_palettes(folder: Path) -> tuple[list[Palette], list[str]]:
    """Return the themes that the person wrote, and a sentence for each file that could not be used.

    A file `NAME.toml` gives the colours that differ from those of its `base` (`reader-dark` when it names
    none), each as "#rrggbb", and under `[groups]` those of names: people, organisations, places and so on.
    """
    palettes: list[Palette] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            palettes.append(_own_palette(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, RecursionError) as error:
            problems.append(f"{path}: {safe_line(str(error))}; this theme is left out.")
    return palettes, problems


def _own_palette(name: str, data: dict[str, object]) -> Palette:
    base = PALETTES.get(str(data.pop("base", DARK.name)))
    if base is None or not base.colours:
        raise ValueError(f"base must be one of {', '.join(p.name for p in PALETTES.values() if p.colours)}")
    groups = dict(zip(GROUP_ROLES, base.groups, strict=True))
    changes: dict[str, object] = {"name": name, "dark": data.pop("dark", base.dark)}
    own_groups = data.pop("groups", {})
    if not isinstance(own_groups, dict) or not isinstance(changes["dark"], bool):
        raise ValueError("groups must be a table and dark true or false")
    for known, own in ((groups, own_groups), (vars(base), data)):
        for key, value in own.items():
            if key not in known or key in ("name", "groups", "styles"):
                raise ValueError(f"there is no colour “{key}”")
            if not isinstance(value, str) or not _COLOUR.fullmatch(value):
                raise ValueError(f'{key} must be a colour such as "#1b1c1e"')
    groups.update(own_groups)
    return replace(base, **changes, **data, groups=tuple(groups.values()))  # type: ignore[arg-type]


PALETTES = {palette.name: palette for palette in (DARK, LIGHT, CONTRAST, PLAIN)}
