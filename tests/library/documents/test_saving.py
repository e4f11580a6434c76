"""Names under which a file in a file is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.documents.saving import safe_file_name, save_part


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.txt", "a.txt"),
        ("/abs/b.md", "b.md"),
        (".hidden", "hidden"),
        ("..", "attachment"),
        ("", "attachment"),
        ("con.txt", "_con.txt"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("a.txt. . ", "a.txt"),
        ("x" * 300 + ".docx", "x" * 120 + ".docx"),
        ("lage Küste.pdf", "lage Küste.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


@given(st.text(max_size=200))
def test_any_name_stays_in_the_folder(name: str) -> None:
    safe = safe_file_name(name)
    assert safe not in ("", ".", "..")
    assert not set(safe) & set('/\\:<>"|?*\0\x1b\n')
    assert not safe.startswith(".")
    assert Path(safe).name == safe
    assert safe_file_name(safe) == safe


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "target.txt")
    assert save_part("a.txt", b"x", tmp_path) == tmp_path / "a 2.txt"
    assert not (tmp_path / "target.txt").exists()
