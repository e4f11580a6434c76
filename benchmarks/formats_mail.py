"""E-mail read, beside the standard library's e-mail package: `python benchmarks/formats.py FOLDER mail`."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from typing import Any

from reader.formats.load import parse


def mail(sets: Any) -> str:
    """Subjects and texts that are right of how many, ours and the standard library's."""
    ours, library = [0, 0], [0, 0]
    count = texts = 0
    started = time.perf_counter()
    for path, data, expected in sets.messages("dev"):
        parts = expected["parts"]
        headers = {str(header["name"]): header["value"] for header in parts[0]["headers"]}
        subject = _line((headers.get("subject") or {}).get("Text") or "")
        wanted = " ".join(parts[number]["body"].get("Text", "") for number in expected["text_body"]).split()
        document = parse(data, path.name)
        other = message_from_bytes(data, policy=policy.default)
        count += 1
        is_free = not subject or "\ufffd" in subject  # the expectation itself is broken there
        ours[0] += is_free or document.title[:199] == subject[:199]
        library[0] += is_free or _line(_subject(other))[:199] == subject[:199]
        if wanted:
            texts += 1
            ours[1] += _holds(document.text, wanted)
            library[1] += _holds(_body(other), wanted)
    took = time.perf_counter() - started
    return (
        f"e-mail: {count} messages; subjects {ours[0]} ({library[0]}), texts of {texts}: {ours[1]}"
        f" ({library[1]}); in brackets the standard library; {took * 1000 / max(count, 1):.1f} ms for both"
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _holds(text: str, wanted: list[str]) -> bool:
    words = set(text.split())
    return sum(word in words for word in wanted) >= 0.95 * len(wanted)


def _subject(message: Any) -> str:
    try:
        return str(message["subject"] or "")
    except (ValueError, IndexError, LookupError, AttributeError):
        return ""


def _body(message: Any) -> str:
    try:
        body = message.get_body(("plain", "html"))
        return str(body.get_content()) if body is not None else ""
    except (ValueError, LookupError, AttributeError):
        return ""
