"""What an address in a document really is, as a person must see it before it is opened.

Only `http`, `https` and `mailto` are ever opened outside, and only when every part of the address means the
same to whoever reads it: browsers and libraries disagree about backslashes, spaces and unclosed brackets
(WHATWG URL Standard against RFC 3986), so that an address with any of them is not opened. Host names are
shown in the form in which they are asked for (RFC 5891), with what they look like beside it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from reader.text.safety import is_safe, safe_line

AddressKind = Literal["web", "mail", "local", "named", "refused"]

OPENED = ("http", "https", "mailto")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What no address holds as it is; the last three are what unsafe characters and broken bytes were made into.
_DOUBTFUL = re.compile(r"[\s\\<>\"^`{|}⇄⌁⌑␦\ufffd\u2400-\u2421]")
# RFC 6068, section 4: other fields of a message are not a stranger's to fill in.
_MAIL_FIELDS = frozenset({"to", "cc", "bcc", "subject", "body"})


class Address(NamedTuple):
    """An address understood: `target` is what is opened, `shown` what a person reads before.

    `remarks` are sentences on one that may lead elsewhere than it seems to. For a `local` one `target` is a
    path, decoded, and `fragment` the heading in it as written; both may be empty. A `named` one is a wiki
    link: `target` is the name of a file, with folders before it where it was written so. For a `refused` one
    `shown` is a sentence that says why, and `target` is empty.
    """

    kind: AddressKind
    target: str
    shown: str
    fragment: str = ""
    remarks: tuple[str, ...] = ()


def read_address(text: str) -> Address:
    """Return what the address in a document is; it never fails."""
    address = text.strip()
    safe = safe_line(address)
    if address.startswith("[[") and address.endswith("]]"):
        return _named(address[2:-2])
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and not _DOUBTFUL.search(address) and is_safe(address):
            return _web(address)
        if parts.scheme == "mailto" and not _DOUBTFUL.search(address) and is_safe(address):
            return _mail(address)
    except ValueError:
        return _refused(safe, "it is no valid address")
    if parts.scheme in OPENED:
        return _refused(safe, "it holds characters that an address does not have")
    if parts.scheme or parts.netloc or _SCHEME.match(address) or address.startswith(("//", "\\")):
        return _refused(safe, "only http, https and mailto are")
    path = unquote(parts.path, errors="surrogateescape")
    if "\0" in path:
        return _refused(safe, "no file has such a name")
    return Address("local", path, safe, parts.fragment)


def _named(link: str) -> Address:
    """What a wiki link leads to: `file#heading`, or a heading of the same document."""
    name, _, headings = link.partition("#")
    heading = headings.rpartition("#")[2].strip()
    kind: AddressKind = "named" if name.strip() else "local"
    return Address(kind, name.strip(), safe_line(f"“{name.strip() or heading}”"), heading)


def _refused(safe: str, reason: str) -> Address:
    return Address("refused", "", f"{safe} is not opened: {reason}.")


def _web(address: str) -> Address:
    """A web address with its host in ASCII; raises ValueError when it has none that can be asked for."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    ascii_host = _ascii_host(host)
    port = f":{parts.port}" if parts.port is not None else ""
    where = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    user, at_sign, _host = parts.netloc.rpartition("@")
    target = parts._replace(netloc=f"{_encoded(user)}{at_sign}{where}{port}").geturl()
    target = _encoded(target)
    remarks = []
    if at_sign:
        remarks.append(f"It goes to {ascii_host}, not to what stands before the @.")
    lookalike = _looks_like(ascii_host)
    if lookalike != ascii_host:
        remarks.append(f"{ascii_host} looks like “{lookalike}” elsewhere{_scripts(lookalike)}.")
    return Address("web", target, target, remarks=tuple(remarks))


def _mail(address: str) -> Address:
    """A mail address; raises ValueError when it would fill in more than a person sees in a message."""
    parts = urlsplit(address)
    fields = {name.lower() for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    if (not parts.path and not fields) or fields - _MAIL_FIELDS:
        raise ValueError("a mail address with other fields")
    target = _encoded(address)
    return Address("mail", target, safe_line(f"mail to {unquote(parts.path)} ({target})"))


def _encoded(text: str) -> str:
    """The text in ASCII, as RFC 3986 has it; what is encoded already stays."""
    return quote(text, safe="%/:?#[]@!$&'()*+,;=-._~")


def _ascii_host(host: str) -> str:
    """A host name as it is asked for; raises ValueError when there is none."""
    try:
        encoded = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError as error:
        raise ValueError("no host name") from error
    if not encoded or not re.fullmatch(r"[A-Za-z0-9._:%-]+", encoded):
        raise ValueError("no host name")
    return encoded


def _looks_like(host: str) -> str:
    """The host name as a browser may write it, with what is unsafe in it made visible."""
    parts = []
    for label in host.split("."):
        try:
            parts.append(label.encode().decode("idna") if label.lower().startswith("xn--") else label)
        except UnicodeError:
            parts.append(label)
    return safe_line(".".join(parts))


def _scripts(host: str) -> str:
    """The scripts of the host's letters that are not Latin, in words."""
    names = (unicodedata.name(char, "") for char in host if char.isalpha() and not char.isascii())
    scripts = dict.fromkeys(name.split()[0].capitalize() for name in names if name)
    return f", with {' and '.join(scripts)} letters" if scripts else ""
