"""What README.md and docs/ say is what the program does: keys, verbs, options, settings, fields, output."""

from __future__ import annotations

import argparse
import dataclasses
import html
import importlib
import importlib.util
import json
import pkgutil
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from textual.screen import ModalScreen

import reader
import reader.tui
from reader import cli
from reader.analysis.mention import GROUPS
from reader.formats import load as loading
from reader.formats.decoding import text_file
from reader.formats.markdown import parser as markdown_parser
from reader.formats.markdown import reading as markdown_reading
from reader.formats.metadata import front_matter
from reader.library.settings import Settings
from reader.notes.exports import FORMATS
from reader.notes.note import NOTE_KINDS, STATES
from reader.search.query.grammar import FIELDS
from reader.search.query.grammar import STATES as READING_STATES
from reader.tui.session.commands import COMMANDS, Keymap, Where
from reader.tui.theme.palettes import GROUP_ROLES as THEME_GROUPS
from reader.tui.theme.palettes import PALETTES, Palette
from reader.tui.widgets.bars import Prompt

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def _by_name(page: Path) -> str:
    return page.name


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    """The script that writes the key table and the examples' output into the pages."""
    return _script("refresh")


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _parsers(
    parser: argparse.ArgumentParser, name: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser of the command line with its words: `notes add` → its parser."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from _parsers(below, f"{name} {word}".strip())


PARSERS = dict(_parsers(cli._parser()))


def _section(verb: str) -> str:
    """What docs/scripts.md says under the heading of a verb."""
    found = re.search(rf"^## `reader {verb}\b.*?(?=^## |\Z)", SCRIPTS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/scripts.md has no section “reader {verb}”"
    return found.group()


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=_by_name)
def test_key_table_and_examples_are_what_the_program_gives(
    page: Path, refresh: ModuleType, tmp_path: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    now = refresh.refreshed(text, tmp_path)
    assert now == text, f"{page.name} is behind: run python docs/refresh.py"


def test_examples_are_run_and_compared(refresh: ModuleType, tmp_path: Path) -> None:
    page = "```console\n$ reader --version\nreader 0.0\n$ reader list seeds\na\n…\n```\n"
    now = refresh.refreshed(page, tmp_path)
    version = f"$ reader --version\nreader {reader.__version__}\n"
    assert now.startswith(f"```console\n{version}$ reader list seeds\n● 20")
    assert now.count("\n") == page.count("\n")


def test_readme_holds_the_key_table_and_examples() -> None:
    for command in COMMANDS:
        assert f"`{command.id}`" in README
    assert README.count("```console\n$ reader ") >= 3


@pytest.mark.parametrize("verb", [name for name in PARSERS if name and name != "notes"])
def test_every_verb_and_option_is_described(verb: str) -> None:
    section = _section(verb)
    for action in PARSERS[verb]._actions:
        for option in action.option_strings:
            if action.help != argparse.SUPPRESS and option not in ("-h", "--help", "--json", "--debug"):
                assert re.search(rf"`{re.escape(option)}\b", section), f"{verb} {option} is not described"


def test_every_described_option_exists() -> None:
    known = {
        option
        for parser in PARSERS.values()
        for action in parser._actions
        for option in action.option_strings
    }
    for option in re.findall(r"`(--?[a-z-]+)\b", SCRIPTS):
        assert option in known, f"docs/scripts.md tells of {option}"


JSON_RUNS = {
    "list": ["list", "--json", "seeds"],
    "show": ["show", "--json", "seeds"],
    "search": ["search", "--json", "the", "seeds"],
    "summary": ["summary", "--json", "seeds"],
    "entities": ["entities", "--json", "seeds/2026-01-17-iran-consultations-brief.md"],
    "entities --corpus": ["entities", "--corpus", "--json", "seeds/2026-01-17-iran-consultations-brief.md"],
    "notes list": ["notes", "list", "--json"],
    "doctor": ["doctor", "--json"],
}


@pytest.mark.parametrize("run", JSON_RUNS)
def test_every_json_field_is_described(
    run: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("READER_HOME", str(tmp_path))
    if run == "notes list":
        passage = ["seeds/2026-03-11-meridian-calder-rose.txt", "--quote", "23 crew"]
        assert cli.main(["notes", "add", *passage]) == cli.DONE
        capsys.readouterr()
    assert cli.main(JSON_RUNS[run]) == cli.DONE
    section = _section(run.removesuffix(" --corpus"))
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records
    described = set(re.findall(r"`(\w+)`", section))
    for record in records:
        inner = [part for value in record.values() if isinstance(value, list) for part in value]
        for fields in (record, *(part for part in inner if isinstance(part, dict))):
            assert fields.keys() <= described, f"reader {run}: {sorted(fields.keys() - described)}"


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_described_with_its_default(field: dataclasses.Field[object]) -> None:
    default = json.dumps(field.default)
    assert f"| `{field.name}` | `{default}` |" in README


def test_every_theme_field_state_format_and_kind_is_described() -> None:
    search = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    notes = (ROOT / "docs" / "notes.md").read_text(encoding="utf-8")
    names = (ROOT / "docs" / "entities.md").read_text(encoding="utf-8")
    for theme in PALETTES:
        assert f"`{theme}`" in README
    for field in FIELDS:
        assert f"`{field}:" in search
        assert f"{field}:" in README
    for field, values in READING_STATES.items():
        for value in values:
            assert f"`{field}:{value}`" in search
            assert f"`{field}:{value}`" in README
    for format in FORMATS:
        assert f"| `{format}` |" in notes
    for state in STATES:
        assert f"| `{state}` |" in notes
    for kind in NOTE_KINDS:
        assert f"`{kind.kind}`" in SCRIPTS
    for kind, group in GROUPS.items():
        assert re.search(rf"^\| {group} \|.*`{kind}`", names, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=_by_name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        assert there.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in _anchors(there), f"{page.name} links to {target}"


def _anchors(page: Path) -> set[str]:
    """The anchors that a Markdown page's headings get where repositories are shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# What docs/keys.md calls each screen that lies over another.
OVER = {
    "HelpScreen": "the help",
    "OutlineScreen": "the outline",
    "NotePeek": "the peek at notes",
    "Peek": "the peek at a footnote or a link",
    "NoteEditor": "the note editor",
    "LinkPicker": "the links of a note",
    "CorrectingScreen": "putting a name right",
    "ExportScreen": "the export",
    "PipeScreen": "a command to pipe to",
}
SPOKEN = {
    "escape": "Esc", "enter": "Enter", "pagedown": "PgDn", "pageup": "PgUp", "tab": "Tab",
    "shift+tab": "S-Tab", "home": "Home", "end": "End", "question_mark": "?", "f1": "F1",
}  # fmt: skip


def _bindings(kind: type) -> set[str]:
    """The keys that a screen or a field binds itself, as the documentation writes them."""
    bound = [binding.key for binding in vars(kind).get("BINDINGS", ())]
    return {SPOKEN.get(key, key) for keys in bound for key in keys.split(",")}


def test_every_key_outside_the_table_is_described() -> None:
    found = {}
    for module in pkgutil.walk_packages(reader.tui.__path__, "reader.tui."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, ModalScreen) and kind.__module__ == module.name:
                found[kind.__name__] = kind
    assert found.keys() == OVER.keys(), "a screen that lies over another is missing in docs/keys.md or here"
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|`]+?)(?: \(.+?\))? \| (.+) \|$", page, re.MULTILINE))
    for name, kind in found.items():
        described = set(re.findall(r"`(.+?)`", rows[OVER[name]]))
        assert _bindings(kind) <= described, f"{name}: {_bindings(kind) - described}"
    assert _bindings(Prompt) <= set(re.findall(r"`(.+?)`", rows["a line to type in"]))


def test_every_variable_of_the_environment_that_is_read_is_described() -> None:
    read = re.compile(r"environ(?:ment)?(?:\.get\(|\[)\"(\w+)\"")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "reader").rglob("*.py")]
    for name in {name for source in sources for name in read.findall(source)}:
        assert re.search(rf"`\$?{name}\b", EVERYTHING), f"{name} is not described"


def test_every_colour_of_a_theme_of_ones_own_is_described() -> None:
    page = (ROOT / "docs" / "read.md").read_text(encoding="utf-8")
    colours = {field.name for field in dataclasses.fields(Palette)} - {"name", "dark", "groups"}
    for name in (*colours, *THEME_GROUPS):
        assert f"`{name}`" in page, f"docs/read.md does not tell of the colour {name}"


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    """The script that makes the pictures."""
    return _script("pictures")


def test_every_picture_is_made_shown_and_small(pictures: ModuleType) -> None:
    made = {path.name for path in pictures.FOLDER.iterdir()}
    assert made == {f"{name}.svg" for name in pictures.PICTURES}
    for name in made:
        assert f"pictures/{name})" in EVERYTHING, f"no page shows {name}"
        assert (pictures.FOLDER / name).stat().st_size < pictures.MOST_BYTES


def test_no_picture_fetches_or_runs_anything(pictures: ModuleType) -> None:
    for path in pictures.FOLDER.iterdir():
        svg = path.read_text(encoding="utf-8")
        assert re.findall(r"[\w+.-]+://[^\"']+", svg) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"<(script|image|use|foreignObject|a)\b|@import|@font-face|\son\w+=", svg)
        assert "</text>" in svg


# The part of the table whose hints each picture shows; what is typed into has keys of its own.
SHOWN: dict[str, Where] = {"list": "list", "document": "document", "names": "entities", "dossier": "dossier"}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_shows_the_keys_as_they_are(name: str, pictures: ModuleType) -> None:
    svg = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", svg)).replace("\u00a0", " ").split())
    hints = " · ".join(f"{key} {label}" for key, label in Keymap().hints(SHOWN[name]))
    assert text.endswith(hints), f"{name}.svg is behind: run python docs/pictures.py {name}"


def test_every_package_that_is_installed_is_credited_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licences = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        (name,) = re.findall(r"^[\w-]+", requirement)
        assert re.search(rf"^\| {name} \| [^|]+ \| [^|]+ \|$", licences, re.MULTILINE), name
        assert f"[`{name}`]" in README, f"README.md does not say what {name} is for"


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)", EVERYTHING))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_limits_are_those_that_hold() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    said = [
        int(number.replace(",", "")) for number in re.findall(r"^\| [^|]+ \| ([\d,]+)", page, re.MULTILINE)
    ]
    assert said == [
        loading.MAX_BYTES // (1024 * 1024),
        text_file.MAX_LINES,
        markdown_reading.MAX_MARKS,
        markdown_parser.MAX_NESTING,
        markdown_reading.MAX_OPEN_BRACKETS,
        front_matter.MAX_FRONT_MATTER,
        front_matter.MAX_VALUES,
    ]


def test_ci_runs_the_test_line_of_the_readme() -> None:
    block = re.search(r"<!-- test line -->\n```sh\n(.+)\n```\n<!-- end -->", README)
    assert block, "README.md must hold one test line between its markers"
    # What .ci/run itself takes from the README, by its own words.
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    taking = re.search(r"^line=\$\((.+)\)$", script, re.MULTILINE)
    assert taking, ".ci/run must take its line from the README"
    taken = subprocess.run(
        ["bash", "-c", taking[1]], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert taken.rstrip("\n") == block[1]
    assert block[1].startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert "-m pytest" in block[1]


def test_no_page_names_the_machine_it_was_written_on() -> None:
    assert not re.search(re.escape(str(ROOT)) + r"\b", EVERYTHING)


def test_every_check_of_the_doctor_is_described() -> None:
    from tests.library.doctor.test_doctor import CHECKS

    page = (ROOT / "docs" / "trouble.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"`{check}`" in page, f"docs/trouble.md does not tell of {check}"
