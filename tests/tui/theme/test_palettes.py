"""Themes that a person writes: one file each, by the colours that differ from a theme of ours."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from reader.tui.theme.palettes import DARK, GROUP_ROLES, LIGHT, own_palettes
from reader.tui.theme.role_styles import role_styles

SEPIA = """\
base = "reader-light"
background = "#f4ecd8"
accent = "#7a3b00"

[groups]
people = "#00487a"
"""


def test_a_theme_has_its_own_colours_and_those_of_its_base(tmp_path: Path) -> None:
    (tmp_path / "sepia.toml").write_text(SEPIA)
    (sepia,), problems = own_palettes(tmp_path)
    assert problems == []
    assert (sepia.name, sepia.dark) == ("sepia", False)
    assert (sepia.background, sepia.accent, sepia.text) == ("#f4ecd8", "#7a3b00", LIGHT.text)
    assert sepia.groups == ("#00487a", *LIGHT.groups[1:])
    assert sepia.styles["people"].color is not None
    assert sepia.styles["people"].color.name == "#00487a"
    assert role_styles(sepia)["text"].bgcolor != role_styles(LIGHT)["text"].bgcolor


def test_an_empty_file_is_the_dark_theme_by_another_name(tmp_path: Path) -> None:
    (tmp_path / "night.toml").write_text("")
    (night,), problems = own_palettes(tmp_path)
    assert problems == []
    assert (night.background, night.groups, night.dark) == (DARK.background, DARK.groups, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('base = "solarized"', "base must be one of reader-dark, reader-light, reader-contrast"),
        ('base = "reader-plain"', "base must be one of"),
        ('accent = "red"', 'accent must be a colour such as "#1b1c1e"'),
        ("accent = 7", "accent must be a colour"),
        ('colour = "#000000"', "there is no colour “colour”"),
        ('[groups]\nplanets = "#000000"', "there is no colour “planets”"),
        ('groups = "#000000"', "groups must be a table"),
        ('dark = "yes"', "dark true or false"),
        ("accent = ", "Invalid value"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_and_the_others_hold(
    tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "broken.toml").write_text(text)
    (tmp_path / "sepia.toml").write_text(SEPIA)
    found, problems = own_palettes(tmp_path)
    assert [palette.name for palette in found] == ["sepia"]
    (problem,) = problems
    assert str(tmp_path / "broken.toml") in problem
    assert reason in problem
    assert problem.endswith("this theme is left out.")


def test_there_need_be_no_folder(tmp_path: Path) -> None:
    assert own_palettes(tmp_path / "themes") == ([], [])


def test_the_documentation_names_every_colour() -> None:
    said = (Path(__file__).parents[3] / "docs" / "read.md").read_text(encoding="utf-8")
    colours = {field.name for field in fields(DARK)} - {"name", "groups"}
    for name in (*colours, *GROUP_ROLES):
        assert f"`{name}`" in said or f"\n{name} = " in said, name
