"""E-mail → reading text: the head as furniture, the text with its quotations, attachments by name.

What a message carries of files that are read, and of other messages, are documents in it.

The plain part of a message is read unless it is empty, then the web page beside it. Lines that a mail program
wrapped for sending (format=flowed, RFC 3676) are joined again; what they are then
(paragraphs, quotations, a signature) is found as in any plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath

from reader.errors import FormatError, NotTextError
from reader.formats.builder import Builder, Draft
from reader.formats.decoding.text_file import MAX_LINES
from reader.formats.format import Context, Member, Part
from reader.formats.mail.mime import MAX_DEPTH, MAX_PARTS, MimePart, MimeTree
from reader.formats.metadata.dates import date_in_line, parse_date
from reader.formats.plain import plain_text
from reader.formats.plain.headers import TopMatter, sender
from reader.formats.registry import is_read
from reader.text.plural import plural
from reader.text.safety import describe, line_and_character, make_safe, safe_line

_HEAD = ("From", "To", "Cc", "Date", "Subject")
_META = ("to", "cc", "reply-to", "message-id", "in-reply-to", "list-id")
_LONGEST_LINE = 2_000
_LONGEST_NAME = 100
_LISTED = 50
"""The attachments that are named at most."""
_QUOTES = re.compile(r">*")
_SUFFIXES = {
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
"""How a part without a name of a known kind is called, by its type."""
_ENCRYPTED = {
    "multipart/encrypted": "PGP",
    "application/pgp-encrypted": "PGP",
    "application/pkcs7-mime": "S/MIME",
    "application/x-pkcs7-mime": "S/MIME",
}


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the document of a message, or that of a plain text when the bytes are none. Raises FormatError."""
    tree = MimeTree(data)
    root = tree.root
    if not root.fields:
        for key, plain in plain_text.load(data, context):
            if isinstance(plain, Draft):
                plain.warnings.append("It has no head of a message; it is read as plain text.")
            yield key, plain
        return
    message = _read(root, tree)
    names = [safe_line(_name(part)) for part in message.attachments]
    named = _named(names)
    body, unsafe = make_safe(message.body.strip("\n"))
    if body.count("\n") > MAX_LINES:
        raise FormatError(f"too many lines: {MAX_LINES:,} is the limit", "too-large")
    head = _head_lines(root)
    text = "\n".join([*head, "", body, *(["", named] if named else [])])
    after = text.count("\n") + 1
    furniture = {*range(len(head)), *range(after - bool(named), after)}
    subject = root.header("subject")
    top = TopMatter(frozenset(furniture), title=safe_line(subject))
    if message.page:
        draft = _read_page(head, message, named)
    else:
        draft = plain_text.read_plain(text, max(0, message.first_line - len(head) - 1), top)
    draft.title, draft.title_from = subject, "header"
    draft.published, draft.published_from = _sent(root), "header"
    draft.source = sender(root.header("from"))
    draft.meta = tuple((name, value[:_LONGEST_LINE]) for name in _META if (value := root.header(name)))
    if names:
        draft.meta += (("attachments", ", ".join(names[:_LISTED])),)
    visible = describe(unsafe, line_and_character(message.body))
    draft.warnings = [*message.warnings, *([visible] if visible else [])]
    yield "", draft
    for number, part in enumerate(message.attachments, 1):
        member = _member(part, number, _timestamp(draft.published))
        if member is not None:
            yield member.name, member


def _timestamp(sent: str) -> float:
    """Return an ISO 8601 date or time in POSIX seconds, 0 for none."""
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _member(part: MimePart, number: int, modified: float) -> Member | None:
    """Return the file that an attachment is, None when it is of no format that is read."""
    name = PurePath(_name(part).replace("\\", "/")).name
    suffix = _SUFFIXES.get(part.type, "")
    if not part.file_name and part.type != "message/rfc822":
        name = f"attachment {number}{suffix}"
    elif suffix and not is_read(name, b""):
        name += suffix

    def read(most: int) -> bytes:
        content = part.content()
        if len(content) > most:
            raise FormatError(f"too large: {most // 1_048_576} MB is the limit", "too-large")
        return content

    if part.type.partition("/")[0] in ("image", "audio", "video"):
        return None
    return Member(name, read, modified) if is_read(name, b"") or is_read(name, part.content()) else None


def _named(names: list[str]) -> str:
    """Return the line that names the attachments, empty when there are none."""
    if not names:
        return ""
    more = len(names) - _LISTED
    rest = f" and {more:,} more" if more > 0 else ""
    return f"{'Attachment' if len(names) == 1 else 'Attachments'}: {', '.join(names[:_LISTED])}{rest}"


def _read_page(head: list[str], message: _Message, named: str) -> Draft:
    """Return the draft of a message whose text is a web page."""
    builder = Builder()
    builder.begin()
    builder.add("\n".join(head))
    builder.end("furniture")
    message.warnings += _write_page(message.page, builder)
    if len(builder.blocks) == 1:
        message.warnings.append("The message has no text, only a web page without any.")
    if named:
        builder.begin()
        builder.add(named)
        builder.end("furniture")
    return builder.draft()


def _write_page(page: str, builder: Builder) -> list[str]:
    """Write a web page; return sentences on what was left out of it."""
    from reader.formats.html.tree import parse_html
    from reader.formats.html.walk import HtmlWalk

    walk = HtmlWalk(builder)
    walk.write(parse_html(page))
    return walk.left_out.warnings()


@dataclass(slots=True)
class _Message:
    """What was read of a message: its text, or the page that is its text, and what it carries besides.

    `first_line` is the line of the file at which the text begins, from 0.
    """

    body: str = ""
    page: str = ""
    first_line: int = 0
    attachments: list[MimePart] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _read(root: MimePart, tree: MimeTree) -> _Message:
    message = _Message()
    text_parts, message.attachments = _sorted(root, message)
    bodies: list[str] = []
    for part in text_parts:
        try:
            text, warning = part.text()
        except NotTextError as error:
            message.attachments.append(part)
            message.warnings.append(f"A part of the message cannot be read: it is {error}.")
            continue
        if warning and warning not in message.warnings:
            message.warnings.append(warning)
        if not bodies and not part.is_encoded:
            message.first_line = part.line
        bodies.append(_unflowed(part, text).strip("\n"))
    message.body = "\n\n".join(body for body in bodies if body.strip())
    if not message.body:
        _take_page(message)
    if not (message.body or message.page or message.attachments) and root.parts:
        root.parts, root.type = [], "text/plain"
        return _read(root, tree)
    if tree.is_cut:
        message.warnings.append(
            f"The message has more than {MAX_PARTS:,} parts, or they lie more than {MAX_DEPTH} deep;"
            " what goes beyond was not taken apart."
        )
    if tree.is_head_cut:
        message.warnings.append("The head of the message is very long; only its beginning was read.")
    if not message.body and not message.page and not message.warnings:
        message.warnings.append(_why_empty(message.attachments))
    return message


def _take_page(message: _Message) -> None:
    """Take the first web page that is no attachment out of the others, as the text of the message."""
    for part in message.attachments:
        if part.type == "text/html" and not _is_attachment(part):
            try:
                text, warning = part.text()
            except NotTextError:
                continue
            message.attachments.remove(part)
            message.page = make_safe(text)[0]
            message.warnings += [warning] if warning else []
            return


def _why_empty(attachments: list[MimePart]) -> str:
    if attachments:
        return f"The message has no text, only {plural(len(attachments), 'attachment')}."
    return "The message has no text."


def _sorted(root: MimePart, message: _Message) -> tuple[list[MimePart], list[MimePart]]:
    """Return the parts that are the text of a message, and those that it carries as attachments."""
    texts: list[MimePart] = []
    attached: list[MimePart] = []

    def walk(part: MimePart, first: bool, inside: str) -> None:
        encryption = _ENCRYPTED.get(part.type, "")
        if encryption and "signed-data" not in str(part.headers.get("content-type", "")):
            sentence = f"The message is encrypted ({encryption}); its text cannot be read."
            if sentence not in message.warnings:
                message.warnings.append(sentence)
        if part.type == "multipart/alternative" and part.parts:
            _choose(part)
        elif part.parts and part.type.startswith("multipart/"):
            for number, inner in enumerate(part.parts):
                walk(inner, number == 0, part.type)
        elif _is_text(part, first, inside):
            texts.append(part)
        else:
            attached.append(part)

    def _choose(part: MimePart) -> None:
        """Take the plain one of several forms of the same text unless it is empty."""
        forms: list[tuple[list[MimePart], list[MimePart]]] = []
        for inner in part.parts:
            before = len(texts), len(attached)
            walk(inner, True, part.type)
            forms.append((texts[before[0] :], attached[before[1] :]))
            del texts[before[0] :], attached[before[1] :]
        plain = [form for form in forms if form[0] and any(text.body.strip() for text in form[0])]
        chosen = plain[0] if plain else None
        for form in forms:
            is_page = all(other.type == "text/html" for other in form[1])
            if form is chosen:
                texts.extend(form[0])
                attached.extend(form[1])
            elif chosen is None or not is_page:
                attached.extend(other for other in form[1] if chosen is None or other.type != "text/html")

    walk(root, True, "")
    return texts, attached


def _is_text(part: MimePart, first: bool, inside: str) -> bool:
    """Whether a part is text to be read in its place (RFC 8621, section 4.1.4)."""
    if not part.type.startswith("text/") or part.type in ("text/html", "text/calendar"):
        return False
    if _is_attachment(part):
        return False
    return first or (inside != "multipart/related" and not part.file_name)


def _is_attachment(part: MimePart) -> bool:
    return part.fields.get("content-disposition", "").strip().lower().startswith("attachment")


def _name(part: MimePart) -> str:
    """Return what an attachment is called: its own name, the subject of a message, else its type."""
    if part.type == "message/rfc822" and not part.file_name:
        subject = part.parts[0].header("subject") if part.parts else ""
        return f"{subject[:_LONGEST_NAME].replace('/', '-') or 'message'}.eml"
    return part.file_name or f"without a name ({part.type})"


def _head_lines(root: MimePart) -> list[str]:
    lines = [f"{name}: {value}" for name in _HEAD if (value := root.header(name.lower()))]
    return [safe_line(line[:_LONGEST_LINE]) for line in lines] or ["(a message without a head)"]


def _sent(root: MimePart) -> str:
    for name in ("date", "resent-date"):
        value = root.header(name)
        if value and (date := parse_date(value) or date_in_line(value)):
            return date
    # What the last server on the way wrote stands first, after a semicolon.
    return parse_date(root.header("received").rpartition(";")[2].strip())


def _unflowed(part: MimePart, text: str) -> str:
    """Return a text with the lines joined that only the sending parted, quotation marks before each."""
    if str(part.headers.get_param("format", "")).lower() != "flowed":
        return text
    drop_space = str(part.headers.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    pending: list[str] = []
    pending_depth = 0

    def finish() -> None:
        if pending:
            lines.append("> " * pending_depth + "".join(pending))
            pending.clear()

    for line in text.split("\n"):
        marks = _QUOTES.match(line)
        depth = marks.end() if marks else 0
        content = line[depth:].removeprefix(" ")
        if depth != pending_depth or content == "-- ":
            finish()
        pending_depth = depth
        flows = content.endswith(" ") and content != "-- "
        pending.append(content[:-1] if flows and drop_space else content)
        if not flows:
            finish()
    finish()
    return "\n".join(lines)
