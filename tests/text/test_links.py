"""What is opened outside, and what a person is shown of it before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.links import OPENED, read_address
from reader.text.safety import is_safe


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("https://orvel.example/strait?day=1#top", "web", "https://orvel.example/strait?day=1#top"),
        ("HTTP://Orvel.Example", "web", "http://orvel.example"),
        ("http://[2001:db8::1]:8080/x", "web", "http://[2001:db8::1]:8080/x"),
        ("https://orvel.example/caf\u00e9", "web", "https://orvel.example/caf%C3%A9"),
        (
            "mailto:desk@orvel.example?subject=The%20strait",
            "mail",
            "mailto:desk@orvel.example?subject=The%20strait",
        ),
        ("other.md#the-strait", "local", "other.md"),
        ("with%20space.md", "local", "with space.md"),
        ("#the-strait", "local", ""),
        ("-rf.md", "local", "-rf.md"),
    ],
)
def test_what_an_address_is(text: str, kind: str, target: str) -> None:
    assert read_address(text)[:2] == (kind, target)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://orvel.example",
        "ssh://-oProxyCommand=x",
        "vbscript:x",
        "//orvel.example/x",
        "\\\\server\\share",
        "C:\\x",
        "http:",
        "https:///path",
        "http://[unclosed",
        "http://host:99999/",
        "http://good.example\\@evil.example",
        "http://two words.example",
        "http://or\u21c4vel.example",
        "http://orvel.example/\x1b]52;c;x",
        "http://\u202eorvel.example",
        "mailto:",
        "mailto:a@b.example?attach=/etc/passwd",
        "nul%00byte.md",
    ],
)
def test_what_is_never_opened(text: str) -> None:
    address = read_address(text)
    assert address.kind == "refused"
    assert address.target == ""
    assert "is not opened" in address.shown


@pytest.mark.parametrize(
    "scheme",
    [
        "file",
        "ftp",
        "data",
        "javascript",
        "vbscript",
        "ssh",
        "smb",
        "x-open",
        "httpx",
        "view-source",
        "about",
    ],
)
@pytest.mark.parametrize("rest", ["//host.example/a", "a", "/etc/passwd"])
def test_only_three_schemes_are_opened(scheme: str, rest: str) -> None:
    for written in (scheme, scheme.upper()):
        address = read_address(f"{written}:{rest}")
        assert (address.kind, address.target) == ("refused", "")
        assert address.shown.endswith("is not opened: only http, https and mailto are.")


def test_where_an_address_with_a_user_name_goes_is_said() -> None:
    address = read_address("https://bank.example@evil.example/login")
    assert address.target == "https://bank.example@evil.example/login"
    assert address.remarks == ("It goes to evil.example, not to what stands before the @.",)


@pytest.mark.parametrize("host", ["\u0430pple.example", "xn--pple-43d.example"])
def test_a_host_in_other_letters_is_shown_as_it_is_asked_for(host: str) -> None:
    address = read_address(f"https://{host}/x")
    assert address.shown == "https://xn--pple-43d.example/x"
    assert address.remarks == (
        "xn--pple-43d.example looks like \u201c\u0430pple.example\u201d elsewhere, with Cyrillic letters.",
    )


@pytest.mark.parametrize(
    ("written", "kind", "target", "fragment"),
    [
        ("[[Quay]]", "named", "Quay", ""),
        ("[[Desk/Quay#Fares]]", "named", "Desk/Quay", "Fares"),
        ("[[Quay#Fares#Winter]]", "named", "Quay", "Winter"),
        ("[[#Fares]]", "local", "", "Fares"),
    ],
)
def test_wiki_links_name_a_file_and_a_heading(written: str, kind: str, target: str, fragment: str) -> None:
    address = read_address(written)
    assert (address.kind, address.target, address.fragment) == (kind, target, fragment)


parts = st.sampled_from(
    ["http://", "https://", "mailto:", "javascript:", "file:",
     "//", "\\", "@", ":", "/", "..", "[", "]", "%00", "%1b",
     "%", "?", "#", "xn--", "\u0430", "\x1b", "\x9b", "\u202e", "\n", " ", "-", "a.example",
     "\udcff", "\u2066"]
)  # fmt: skip


@given(st.lists(st.one_of(parts, st.text(max_size=3)), max_size=8).map("".join))
def test_no_address_acts_or_fails(text: str) -> None:
    address = read_address(text)
    assert is_safe(address.shown)
    assert all(map(is_safe, address.remarks))
    if address.kind in ("web", "mail"):
        assert address.target.isascii()
        assert address.target.isprintable()
        assert " " not in address.target
        assert address.target.split(":")[0] in OPENED
    again = read_address(address.target)
    if address.kind == "web":
        assert (again.kind, again.target) == ("web", address.target)
