"""The person's settings: `settings.toml` under the config directory."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from reader.errors import SettingsError
from reader.notes.note import NOTE_KINDS
from reader.text.safety import safe_line

LEAST_MEASURE, MOST_MEASURE = 20, 200


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set, with what holds when they set nothing.

    `model` names a spaCy pipeline (empty: the best that is installed). `measure` is the width of the text
    in cells. `theme` is a theme's name. `max_megabytes` is the largest file that is opened. `ambiguous_wide`
    draws characters of ambiguous width two cells wide, for terminals that do. `pens` are the person's own
    names for kinds of notes, as pairs of kind and name.
    """

    model: str = ""
    measure: int = 76
    theme: str = ""
    max_megabytes: int = 32
    ambiguous_wide: bool = False
    # The name is that of the table in `settings.toml`, which people have written.
    pens: tuple[tuple[str, str], ...] = ()


def load_settings(path: Path) -> Settings:
    """Return the settings in this file, the defaults when there is none.

    Raises SettingsError with the file, the line or the name, and what is expected.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or safe_line(str(error))
        raise SettingsError(
            f"{path} cannot be read ({reason}); the defaults hold until it is mended."
        ) from error
    except (ValueError, RecursionError) as error:
        reason = safe_line(str(error))
        raise SettingsError(
            f"{path} is not valid TOML ({reason}); the defaults hold until it is mended."
        ) from error
    if "pens" in data:
        data["pens"] = _note_kind_names(path, data["pens"])
    known = {field.name: type(getattr(Settings(), field.name)) for field in fields(Settings)}
    for name, value in data.items():
        if name not in known:
            raise SettingsError(
                f"{path}: there is no setting “{safe_line(name)}”; there are {', '.join(known)}."
            )
        if type(value) is not known[name]:
            raise SettingsError(f"{path}: {name} must be {_KINDS[known[name]]}, not {value!r}.")
    if not LEAST_MEASURE <= data.get("measure", LEAST_MEASURE) <= MOST_MEASURE:
        raise SettingsError(f"{path}: measure must be between {LEAST_MEASURE} and {MOST_MEASURE} cells.")
    if not 1 <= data.get("max_megabytes", 32) <= 1024:
        raise SettingsError(f"{path}: max_megabytes must be between 1 and 1024.")
    return Settings(**data)


def _note_kind_names(path: Path, names: object) -> tuple[tuple[str, str], ...]:
    """Return pairs of kind and name from the table `pens`; raises SettingsError."""
    kinds = [item.kind for item in NOTE_KINDS]
    if not isinstance(names, dict):
        raise SettingsError(f'{path}: pens must be a table of names, such as [pens] claim = "assertion".')
    for kind, name in names.items():
        if kind not in kinds:
            raise SettingsError(
                f"{path}: there is no kind of note “{safe_line(kind)}”; there are {', '.join(kinds)}."
            )
        if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or "\n" in name:
            raise SettingsError(f"{path}: the kind {kind} needs a name of up to {_LONGEST_NAME} characters.")
    return tuple((kind, safe_line(name.strip())) for kind, name in names.items())


_LONGEST_NAME = 16
_KINDS = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
