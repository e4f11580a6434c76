"""Roles that a document gives to people, without a model."""

from __future__ import annotations

import pytest

from reader.analysis.linking.roles import roles
from reader.analysis.mention import Mention
from reader.text.document import Document


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "In contact with Iranian Foreign Minister Abbas Araghchi today.",
            "Abbas Araghchi",
            "Iranian Foreign Minister",
        ),
        ("They met White House envoy Steve Witkoff.", "Steve Witkoff", "White House envoy"),
        ("But President Ana Petrov left.", "Ana Petrov", "President"),
        (
            "Ana Petrov, director of Acme's spy agency, arrived.",
            "Ana Petrov",
            "director of Acme's spy agency",
        ),
        ("Ana Petrov, the deputy minister (left), spoke.", "Ana Petrov", "deputy minister"),
        ("He saw the company spokesman Ivo Lind.", "Ivo Lind", "company spokesman"),
    ],
)
def test_a_role_is_taken_from_before_or_after_the_name(text: str, name: str, role: str) -> None:
    start = text.index(name)
    (found,) = roles(Document(text), [Mention(start, start + len(name), "PERSON", name)])
    assert found.text == text[found.start : found.end] == role
    assert found.entity == name


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Ana Petrov spoke.",
        "On Friday Ana Petrov spoke.",
        "Ana Petrov, who is a minister, spoke.",
        "Ana Petrov, Ivo Lind and others spoke.",
        "The minister left. Ana Petrov spoke.",
        "The minister\nAna Petrov spoke.",
        "Deputy minister\tAna Petrov",
        "Ana Petrov, Ana Petrow\tDeputy minister of transport",
        "Ana Petrov,      , spoke.",
        "Ana Petrov",
    ],
)
def test_where_no_role_is_given_none_is_found(text: str) -> None:
    start = text.index("Ana Petrov")
    assert roles(Document(text), [Mention(start, start + 10, "PERSON", "Ana Petrov")]) == []


def test_only_people_have_roles() -> None:
    assert roles(Document("President Acme"), [Mention(10, 14, "ORG", "Acme")]) == []
