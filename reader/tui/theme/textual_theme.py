"""A palette as a theme of Textual's."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from reader.tui.theme.palettes import Palette


def theme_of(palette: Palette) -> Theme:
    """Return the theme that gives Textual's own widgets the palette's colours."""
    if not palette.colours:
        # The terminal's own foreground and background everywhere; with NO_COLOR Textual drops the rest.
        roles = ("primary", "secondary", "accent", "warning", "error", "success")
        grounds = ("foreground", "background", "surface", "panel", "boost")
        names = ("background", "foreground", "border-blurred")
        return Theme(
            name=palette.name,
            ansi=True,
            variables={
                **BUILTIN_THEMES["ansi-dark"].variables,
                **{f"ansi-{name}" if name != "border-blurred" else name: "ansi_default" for name in names},
                "input-cursor-text-style": "reverse",
            },
            **dict.fromkeys((*roles, *grounds), "ansi_default"),  # type: ignore[arg-type]
        )
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.dim,
        accent=palette.accent,
        warning=palette.warning,
        error=palette.error,
        success=palette.groups[2],
        foreground=palette.text,
        background=palette.background,
        surface=palette.panel,
        panel=palette.panel,
        dark=palette.dark,
        variables={
            "scrollbar": palette.line,
            "scrollbar-background": palette.background,
            "scrollbar-background-hover": palette.background,
            "scrollbar-background-active": palette.background,
            "scrollbar-hover": palette.dim,
            "scrollbar-active": palette.accent,
            "input-cursor-background": palette.accent,
            "input-cursor-foreground": palette.background,
            "input-selection-background": palette.selection,
            "block-cursor-background": palette.cursor,
            "block-cursor-foreground": palette.text,
            "text-muted": palette.dim,
            "dim": palette.dim,
            "faint": palette.faint,
            "border-blurred": palette.line,
        },
    )
