"""Every sentence of the README that says what the program does names the test that checks it from outside.

A new sentence fails here until it has a row; a row whose sentence or test is gone fails as well.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pseudo_terminal import ROOT

from reader.text.sentences import split_sentences

TELLS = ""
"""Stands where a sentence tells of the page, of others' work, or of the next lines: nothing to check."""

# ruff: noqa: E501 - a row of the table is a line
# (the beginning of a sentence, the test that checks it: "file::name" below tests/)
PROMISES = (
    ("A terminal reader for folders of briefings", TELLS),
    ("From the keyboard, and without leaving the terminal", TELLS),
    ("read text and Markdown, e-mail", "promises/test_formats.py::test_each_kind_of_file_is_listed_read_and_searched"),
    ("Your files are never written to", "verbs/test_common.py::test_the_files_are_never_written_to"),
    ("Nothing is sent anywhere", "test_no_network.py::test_no_screen_opens_a_socket"),
    ("Everything that the screens show", "promises/test_command_line.py::test_each_screen_has_a_verb"),
    ("Python 3.11 or newer", "promises/test_command_line.py::test_the_oldest_python_is_the_one_that_is_named"),
    ("This line installs the reader", "promises/test_command_line.py::test_the_install_line_is_what_ci_runs"),
    ("`q` leaves, `?` shows the keys", "promises/test_keys_in_terminal.py::test_q_leaves_and_help_shows_keys"),
    ("From then on `.venv/bin/reader FOLDER`", "promises/test_last_library.py::test_reader_alone_opens_the_last"),
    ("The distribution is called", "test_packaging.py::test_names_are_what_the_readme_says"),
    ("The feed reader library", TELLS),
    ("The tests run with one line as well", "test_docs.py::test_ci_runs_the_test_line_of_the_readme"),
    ("`.ci/run` does the same", "promises/test_command_line.py::test_ci_runs_what_the_readme_says"),
    ("With `pip install '.[test,coverage]'`", "promises/test_command_line.py::test_the_coverage_mark"),
    ("The bundled briefings tell of", "test_seeds.py::test_says_near_the_top_what_it_is"),
    ("In the terminal reader the same stands", "test_terminal.py::test_a_first_session_and_a_second"),
    ("`s` searches all documents as you type", "promises/test_keys_in_terminal.py::test_search_and_filter"),
    ("Words rank", "promises/test_search_table.py::test_what_holds_more_of_the_words_closer_together_comes_first"),
    ("When another spelling than yours", "promises/test_search_table.py::test_the_reader_says_which_spelling_was_used"),
    ("In a document `/` finds", "promises/test_keys_in_terminal.py::test_find_in_a_document"),
    ("[More about searching]", TELLS),
    ("`a` writes a note on the sentence", "promises/test_keys_in_terminal.py::test_ways_to_note"),
    ("A note is on the disk when the editor closes", "test_terminal_notes.py::test_a_note_through_a_kill_a_change_of_the_file_and_an_export"),
    ("It keeps the words that it was made on", "verbs/test_notes.py::test_a_note_survives_an_edit_of_the_file"),
    ("[More about notes]", TELLS),
    ("`j` and `k` or the arrow keys move", "promises/test_keys_in_terminal.py::test_moving_opening_and_going_back"),
    ("Letters act when no text field has the focus", "promises/test_keys_in_terminal.py::test_search_and_filter"),
    ("Nothing needs a mouse, Alt or Cmd", "promises/test_command_line.py::test_no_key_needs_alt_or_cmd"),
    ("In a text field the letters are text", "promises/test_keys_in_terminal.py::test_search_and_filter"),
    ("Every command has an id", "promises/test_keys_in_terminal.py::test_a_keys_file_gives_other_keys"),
    ("Every verb prints JSON Lines", "promises/test_command_line.py::test_json_lines_on_standard_output"),
    ("The exit status is 0 when done", "promises/test_command_line.py::test_exit_status"),
    ("[The command line in full]", TELLS),
    ("Other systems have their own usual folders", TELLS),
    ("The environment variable `READER_HOME`", "verbs/test_common.py::test_homes_are_apart"),
    ("User data that was damaged", "promises/test_damage.py::test_a_damaged_catalog_is_put_together_again"),
    ("`settings.toml` holds any of these", "verbs/test_common.py::test_settings_that_are_wrong_are_said_and_the_defaults_hold"),
)  # fmt: skip


def _sentences() -> list[str]:
    """The sentences of the README's prose down to its figures, on one line each."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Figures")[0]
    text = re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.DOTALL)
    sentences: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.strip().startswith(("#", "|", "!")):
            continue
        lines = (re.sub(r"^(> |- )", "", line) for line in paragraph.splitlines())
        line = " ".join(" ".join(lines).split())
        sentences += [line[start:end] for start, end in split_sentences(line, 0, len(line))]
    return sentences


def test_every_sentence_has_a_row() -> None:
    beginnings = tuple(beginning for beginning, _ in PROMISES)
    assert [sentence for sentence in _sentences() if not sentence.startswith(beginnings)] == []


def test_every_row_has_a_sentence() -> None:
    sentences = _sentences()
    gone = [row for row, _ in PROMISES if not any(sentence.startswith(row) for sentence in sentences)]
    assert gone == []


@pytest.mark.parametrize("place", sorted({place for _, place in PROMISES if place}))
def test_the_test_that_a_row_names_is_there(place: str) -> None:
    name, _, function = place.partition("::")
    path = ROOT / "tests" / name
    assert path.exists()
    if function:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert function in names


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent).glob("test_*.py")), ids=lambda path: path.name
)
def test_promises_are_checked_from_outside(path: Path) -> None:
    """What is imported of the program are tables and the place of the briefings, no screen and no service."""
    allowed = ("reader.system.paths", "reader.text.sentences", "reader.tui.session.commands", "reader.cli")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reader"):
            assert node.module in allowed
