"""Front matter in every form in use; and front matter that means harm."""

from __future__ import annotations

import pytest

from reader.formats.load import parse
from reader.formats.metadata.front_matter import MAX_VALUES, split_front_matter
from reader.text.document import Document

SATURDAY = 1_768_640_400.0
"""2026-01-17T09:00:00Z"""
TEXT = "The ferry office of Ostrel says that two boats are late."


def read(text: str, name: str = "port.md", modified: float = SATURDAY) -> Document:
    return parse(text.encode("utf-8"), name, modified)


@pytest.mark.parametrize(
    "block",
    [
        "---\ntitle: Ferries late\ndate: 2026-02-11\ntags: [ferries, ostrel]\n---\n",
        '+++\ntitle = "Ferries late"\ndate = 2026-02-11\ntags = ["ferries", "ostrel"]\n+++\n',
        '{"title": "Ferries late", "date": "2026-02-11",\n "tags": ["ferries", "ostrel"]}\n',
    ],
    ids=["YAML", "TOML", "JSON"],
)
@pytest.mark.parametrize("before", ["", "\n", " \n\n\n"], ids=["at once", "a blank line", "blank lines"])
@pytest.mark.parametrize("name", ["ferries.md", "ferries.txt"])
def test_front_matter_is_read_in_three_forms_also_after_blank_lines(
    block: str, before: str, name: str
) -> None:
    document = read(f"{before}{block}\n{TEXT}\n", name)
    assert (document.title, document.title_from) == ("Ferries late", "front matter")
    assert (document.published, document.published_from) == ("2026-02-11", "front matter")
    assert document.tags == ("ferries", "ostrel")
    assert document.text == TEXT
    assert document.warnings == ()
    assert document.blocks[0].line == (before + block).count("\n") + 1


@pytest.mark.parametrize(
    ("block", "title", "published"),
    [
        ("% Ferries late\n% M. Tarn; O. Lusk\n% February 11, 2026\n", "Ferries late", "2026-02-11"),
        ("% Ferries late\n  for a week\n%\n% 11 February 2026\n", "Ferries late for a week", "2026-02-11"),
        ("%\n% M. Tarn\n", "The ferry office of Ostrel says that two boats are late", "2026-01-17T09:00:00Z"),
        ("Title: Ferries late\nDate: 2026-02-11\n", "Ferries late", "2026-02-11"),
        (
            "title:   Ferries late\n    for a week\nAuthor: M. Tarn\nDate: 11 Feb 2026\n",
            "Ferries late for a week",
            "2026-02-11",
        ),
    ],
)
def test_title_blocks_and_header_lines_of_markdown(block: str, title: str, published: str) -> None:
    document = read(f"{block}\n{TEXT}\n", "000_3909afc94bba1aed.md")
    assert (document.title, document.published, document.text) == (title, published, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "Note: the port is open.\n\nMore.",
        "Q: Is it open?\nA: It is.\n\nMore.",
        "Title: a line\nwithout an end to it\n\nMore.",
        "Title: Ferries\nDate: 2026-02-11",
        "100 % sure\n\nMore.",
        "+++\n\nA line.\n\n+++\n",
        "+++\ntitle = 'x'\n\nMore.",
        '{"a": 1}',
        '{"a": 1} and so on\n\nMore.',
        "{ not JSON }\n\nMore.",
        "\n\n---\n\n---\n\nMore.",
        "\n---\n\nMore.\n\n---\n",
    ],
)
def test_lines_that_are_no_front_matter_stay(text: str) -> None:
    front, rest = split_front_matter(text, markdown=True)
    assert rest == text
    assert front.lines == 0


def test_a_second_block_adds_to_the_first() -> None:
    document = read(
        "---\ntitle: Ferries late\ntags: [ferries]\n---\n\n---\ntitle: Again\ndate: 2026-02-11\n"
        f"tags: [ostrel]\n---\n{TEXT}\n"
    )
    assert (document.title, document.published, document.tags) == (
        "Ferries late",
        "2026-02-11",
        ("ferries", "ostrel"),
    )
    assert document.meta == (("title", "Again"),)
    assert document.text == TEXT
    assert document.blocks[0].line == 10


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("publication_date: 2026-02-11", "2026-02-11"),
        ("doc_date: '1958-07-03'", "1958-07-03"),
        ("date_published: 11 February 2026", "2026-02-11"),
        ("Date Published: 2026-02-11", "2026-02-11"),
        ("datePublished: 2026-02-11T08:00:00+01:00", "2026-02-11T07:00:00Z"),
        ("publishDate: 2026-02-11", "2026-02-11"),
        ("created: 2026-02-11", "2026-02-11"),
        ("last-modified-at: 2026-02-11", "2026-02-11"),
        ("date: 2026", "2026"),
        ("date: 2026-02", "2026-02"),
        ("date: February 2026", "2026-02"),
        ("date: [2026-02-11, 2026-02-12]", "2026-02-11"),
        ("date:\n  issued: 2026-02-11", "2026-02-11"),
        ("updated: 2026-02-12\npublished: 2026-02-11", "2026-02-11"),
    ],
)
def test_dates_under_the_names_in_use(line: str, published: str) -> None:
    document = read(f"---\ntitle: Ferries\n{line}\n---\n{TEXT}")
    assert (document.published, document.published_from) == (published, "front matter")


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("---\ntitle: 1992\n---\n", "1992"),
        ("---\ntitle: 3.50\n---\n", "3.50"),
        ("---\ntitle: yes\n---\n", "yes"),
        ("---\ntitle:\n- Ferries\n- Boats\n---\n", "Ferries"),
        ("---\ntitle:\n  main:\n    en: Ferries\n  de: Boote\n---\n", "Ferries"),
        ("+++\ntitle = 1992\n+++\n", "1992"),
        ('{"title": 1992}\n', "1992"),
        ('{"title": {"en": "Ferries", "de": "Boote"}}\n', "Ferries"),
        ("---\ntitle: null\nheadline: Ferries\n---\n", "null"),
        ("---\ntitle:\nheadline: Ferries\n---\n", "Ferries"),
    ],
)
def test_titles_are_the_first_scalar_as_it_is_written(block: str, title: str) -> None:
    assert read(block + TEXT).title == title


def test_of_a_nested_source_the_name_is_taken_and_nothing_is_lost() -> None:
    document = read(f"---\nsource:\n  url: https://ostrel.example\n  name: Ostrel Desk\n---\n{TEXT}")
    assert document.source == "Ostrel Desk"
    assert document.meta == (("source", "url: https://ostrel.example, name: Ostrel Desk"),)


def test_entries_of_broken_yaml_are_read_one_by_one() -> None:
    document = read(
        '---\ntitle: Ferries: what is late\nnote: "He said: "late" and left"\ntags: [ ferries, day 9 ]\n'
        f"keywords:\n  - a\ndate: 2026-02-11\n---\n{TEXT}"
    )
    assert (document.title, document.published) == ("Ferries: what is late", "2026-02-11")
    assert document.tags == ("ferries", "day 9")
    assert ("keywords", "a") in document.meta
    assert "not valid YAML" in document.warnings[0]
    assert document.text == TEXT


def test_plain_lines_of_broken_toml_are_read() -> None:
    document = read(f'+++\ntitle = "Ferries"\nx = [\ntags = ["ferries"]\n+++\n{TEXT}')
    assert (document.title, document.tags, document.text) == ("Ferries", ("ferries",), TEXT)
    assert document.warnings == ("The front matter is not valid TOML; only its plain lines were read.",)


@pytest.mark.parametrize("opening", ["+++\na = ", '{"a": '])
def test_toml_and_json_that_nest_without_end_do_no_harm(opening: str) -> None:
    document = read(f"{opening}{'[' * 20_000}\n+++\n{TEXT}")
    assert TEXT in document.text


def test_front_matter_is_title_date_source_tags_and_the_rest() -> None:
    document = read(
        "---\ntitle: Port closed\ndate: 2026-01-16\nsource: Velmora Post\ntags: [ports, '#storms', ports]\n"
        "desk:\n  name: North\n  people: [Jo, Kim]\nempty:\n---\n\nText.\n"
    )
    assert document.title == "Port closed"
    assert document.tags == ("ports", "storms")
    assert document.meta == (("desk", "name: North, people: Jo, people: Kim"),)
    assert document.text == "Text."
    assert document.warnings == ()


def test_front_matter_works_in_plain_text_too() -> None:
    document = read("---\ntitle: Port closed\ntags: ports, storms\n---\nText.\n", "a.txt")
    assert (document.title, document.tags, document.text) == ("Port closed", ("ports", "storms"), "Text.")


@pytest.mark.parametrize(
    "text",
    ["---\nFoo\n---\nBar\n", "---\n- a\n- b\n---\n", "---\ntitle: x\n", "----\na: b\n----\n", "---\n\n---\n"],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    front, rest = split_front_matter(text)
    assert rest == text or not text.replace("-", "").strip()
    assert front.title == ""


def test_values_with_colons_are_read_and_it_is_said() -> None:
    document = read("---\ntitle: Storm: the aftermath\ndate: 2026-01-16\ntags: [a, b]\n---\nText.")
    assert document.title == "Storm: the aftermath"
    assert document.published == "2026-01-16"
    assert document.tags == ("a", "b")
    assert "line 2" in document.warnings[0]


def test_broken_front_matter_gives_its_plain_lines() -> None:
    document = read("---\ntitle: Storm\nother: 'open\ndate: 2026-01-16\n---\nText.")
    assert (document.title, document.published, document.text) == ("Storm", "2026-01-16", "Text.")
    assert "not valid YAML" in document.warnings[0]


@pytest.mark.parametrize(
    "yaml",
    [
        "title: " + "[" * 5_000,
        "title: " + "{" * 5_000,
        "a:\n " + "- " * 5_000,
        "a:\n " + "? " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(200)),
    ],
)
def test_front_matter_that_nests_without_end_is_refused_before_it_is_parsed(yaml: str) -> None:
    document = read(f"---\n{yaml}\n---\nText.")
    assert "Text." in document.text


def test_aliases_do_not_grow() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 7))
    document = read(f"---\nl0: &l0 [lol, lol]\n{levels}\n---\nText.")
    assert document.text == "Text."
    assert sum(value.count("lol") for _, value in document.meta) <= MAX_VALUES


def test_tags_of_the_language_build_nothing() -> None:
    document = read(
        "---\ntitle: !!python/object/apply:os.getcwd []\nsource: !!binary aGk=\nx: !foo bar\n---\nText."
    )
    assert document.text == "Text."
    assert document.source == "aGk="


def test_values_are_safe_lines() -> None:
    document = read('---\ntitle: "a\\e[31m\\u202eb"\ntags: ["x\\x9by"]\nnote: |\n  two\n  lines\n---\nText.')
    assert document.title == "a␛[31m⇄b"
    assert document.tags == ("x␦y",)
    assert document.meta == (("note", "two lines"),)
