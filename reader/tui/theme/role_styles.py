"""How each thing in a text looks in each theme, as Rich styles to be laid over one another.

Where the palette has no colours, kinds of names are told apart by underline, double underline and slant,
hits are reversed, and headings differ by weight and line. Where the terminal has sixteen colours, several
of ours become one of its own, and shades of the background none: there both are used together.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

from reader.tui.theme.palettes import DARK, GROUP_ROLES, Palette, mixed

RoleStyles = dict[str, Style]


@lru_cache(maxsize=8)
def role_styles(palette: Palette, *, few_colours: bool = False) -> RoleStyles:
    """Return the style of each role that painting knows; laid over the role `text`, which has the background.

    `few_colours` is for a terminal of sixteen colours.
    """
    if not palette.colours:
        return _plain()
    return _in_few_colours(palette) if few_colours else _in_colour(palette)


def _in_colour(palette: Palette) -> RoleStyles:
    text, back, accent = palette.text, palette.background, palette.accent
    blue, orange, green = palette.groups[:3]
    styles = {
        "text": Style(color=text, bgcolor=back),
        "heading1": Style(color=accent, bold=True),
        "heading2": Style(color=text, bold=True),
        "heading3": Style(color=palette.dim, bold=True),
        "furniture": Style(color=palette.dim),
        "portion": Style(color=palette.dim),
        "aside": Style(color=palette.dim),
        "speaker": Style(bold=True),
        "code": Style(bgcolor=palette.panel),
        "head": Style(color=palette.dim, bold=True),
        "quoted": Style(),
        "emphasis": Style(italic=True),
        "strong": Style(bold=True),
        "strike": Style(strike=True, color=palette.dim),
        "mark": Style(bgcolor=mixed(back, palette.hit, 0.25)),
        "inline code": Style(bgcolor=mixed(back, text, 0.09)),
        "link": Style(underline=True, color=accent),
        "image": Style(italic=True, color=palette.dim),
        "footnote": Style(color=accent, bold=True),
        "keyword": Style(color=blue),
        "string": Style(color=green),
        "number": Style(color=orange),
        "comment": Style(color=palette.dim, italic=True),
        "name": Style(bold=True),
        "chosen": Style(bold=True, underline=True),
        "note": Style(bgcolor=mixed(back, accent, 0.2)),
        "hit": Style(color=back, bgcolor=palette.hit),
        "hit_current": Style(color=back, bgcolor=palette.hit_current, bold=True),
        "sentence": Style(bgcolor=palette.cursor),
        "selection": Style(color=text, bgcolor=palette.selection),
        "caret": Style(color=back, bgcolor=text),
        "bar": Style(color=palette.line),
        "task": Style(color=accent),
        "label": Style(color=palette.dim),
        "continued": Style(color=palette.faint),
        "rule": Style(color=palette.line),
        "header": Style(color=palette.dim),
        "title": Style(color=accent, bold=True),
        "summary mark": Style(color=accent),
        "note mark": Style(color=accent, bold=True),
        "direction mark": Style(color=palette.faint),
        "track": Style(color=mixed(back, palette.faint, 0.3)),
        "thumb": Style(color=palette.dim),
        "hit tick": Style(color=palette.hit, bold=True),
        "current tick": Style(color=palette.hit_current, bold=True),
        "note tick": Style(color=accent),
        "chosen tick": Style(color=blue),
    }
    styles.update(
        (group, Style(color=colour)) for group, colour in zip(GROUP_ROLES, palette.groups, strict=True)
    )
    for kind, colour in palette.note_kinds.items():
        styles[f"note {kind}"] = Style(bgcolor=mixed(back, colour, 0.2))
        styles[f"note mark {kind}"] = Style(color=colour, bold=True)
    return styles


def _in_few_colours(palette: Palette) -> RoleStyles:
    styles, plain = _in_colour(palette), _plain()
    for role in (*GROUP_ROLES, "chosen"):
        styles[role] += plain[role] + Style(dim=False)
    for role in ("sentence", "note", *_note_roles(palette), "code", "inline code"):
        styles[role] = plain[role]
    styles["selection"] = styles["text"] + plain["selection"]
    for role in ("hit", "hit_current"):
        styles[role] += Style(underline=plain[role].underline)
    return styles


def _plain() -> RoleStyles:
    dim, bold, italic, line = Style(dim=True), Style(bold=True), Style(italic=True), Style(underline=True)
    styles = dict.fromkeys(_in_colour(DARK), Style())
    styles.update(
        {
            "heading1": bold + line,
            "heading2": bold,
            "heading3": bold + italic,
            "furniture": dim,
            "portion": dim,
            "aside": dim,
            "speaker": bold,
            "head": bold,
            "emphasis": italic,
            "strong": bold,
            "strike": Style(strike=True),
            "mark": bold + line,
            "inline code": bold,
            "link": line,
            "image": italic + dim,
            "footnote": bold,
            "keyword": bold,
            "comment": dim + italic,
            "name": bold,
            "chosen": bold + line,
            "hit": Style(reverse=True),
            "hit_current": Style(reverse=True, bold=True, underline=True),
            "selection": Style(reverse=True),
            "bar": dim,
            "label": dim,
            "continued": dim,
            "rule": dim,
            "header": dim,
            "title": bold + line,
            "note mark": bold,
            "direction mark": dim,
            "track": dim,
            "hit tick": bold,
            "current tick": Style(bold=True, reverse=True),
            "people": line,
            # A terminal without double underlines still shows the single one.
            "organisations": Style(underline=True, underline2=True),
            "places": line + italic,
            "groups": Style(underline=True, underline2=True, italic=True),
            "events": line + bold,
            "times": dim + line,
            "note": italic,
            "other": italic + dim,
        }
    )
    styles.update((role, styles["note"]) for role in _note_roles(DARK))
    styles.update((f"note mark {kind}", bold) for kind in DARK.note_kinds)
    return styles


def _note_roles(palette: Palette) -> list[str]:
    """The roles of text under each kind of note."""
    return [f"note {kind}" for kind in palette.note_kinds]
