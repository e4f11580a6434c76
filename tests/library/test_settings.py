"""The person's settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import SettingsError
from reader.library.settings import Settings, load_settings


def _load(tmp_path: Path, text: str | bytes) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_settings(path)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_what_is_set_holds(tmp_path: Path) -> None:
    settings = _load(tmp_path, 'measure = 90\nmodel = "en_core_web_md"\nambiguous_wide = true\n')
    assert settings == Settings(model="en_core_web_md", measure=90, ambiguous_wide=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure = ", "not valid TOML"),
        ("mesure = 80", "no setting “mesure”"),
        ('measure = "wide"', "a whole number"),
        ("measure = true", "a whole number"),
        ("ambiguous_wide = 1", "true or false"),
        ("theme = 3", "a text in quotes"),
        ("measure = 19", "between 20 and 200"),
        ("measure = 201", "between 20 and 200"),
        ("max_megabytes = 0", "between 1 and 1024"),
        ("[model]\nname = 1", "a text in quotes"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        _load(tmp_path, text)
    assert "settings.toml" in str(raised.value)


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "settings.toml")


def test_pens_are_named_in_the_settings(tmp_path: Path) -> None:
    settings = _load(tmp_path, 'measure = 80\n[pens]\nclaim = "assertion"\n')
    assert (settings.measure, settings.pens) == (80, (("claim", "assertion"),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('pens = "x"', "must be a table"),
        ('[pens]\nclam = "x"', "no kind of note “clam”"),
        ("[pens]\nclaim = 3", "needs a name"),
        ('[pens]\nclaim = " "', "needs a name"),
        (f'[pens]\nclaim = "{"x" * 40}"', "needs a name"),
    ],
)
def test_wrong_pens_are_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        _load(tmp_path, text)
