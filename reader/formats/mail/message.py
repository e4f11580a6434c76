"""E-mail → reading text: the head as furniture, the text with its quotations, attachments by name.

A message that another one carries is read below its text, under its own head.

The plain part of a message is read unless it is empty, then the web page beside it. Lines that a mail program
wrapped for sending (format=flowed, RFC 3676) are joined again; what they are then
(paragraphs, quotations, a signature) is found as in any plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from reader.errors import FormatError, NotTextError
from reader.formats.builder import Builder, Draft
from reader.formats.decoding.text_file import MAX_LINES
from reader.formats.format import Context, Part
from reader.formats.mail.mime import MAX_DEPTH, MAX_PARTS, MimePart, MimeTree
from reader.formats.metadata.dates import date_in_line, parse_date
from reader.formats.plain import plain_text
from reader.formats.plain.headers import TopMatter, sender
from reader.text.document import Container, ContainerKind
from reader.text.plural import plural
from reader.text.safety import describe, line_and_character, make_safe, safe_line

_HEAD = ("From", "To", "Cc", "Date", "Subject")
_META = ("to", "cc", "reply-to", "message-id", "in-reply-to", "list-id")
_LONGEST_LINE = 2_000
_LISTED = 50
"""The attachments that are named at most."""
_QUOTES = re.compile(r">*")
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
            plain.warnings.append("It has no head of a message; it is read as plain text.")
            yield key, plain
        return
    message = _read(root, tree)
    body, unsafe = make_safe(message.body.strip("\n"))
    if body.count("\n") > MAX_LINES:
        raise FormatError(f"too many lines: {MAX_LINES:,} is the limit", "too-large")
    head = _head_lines(root)
    text = "\n".join([*head, "", body, *(["", *message.named] if message.named else [])])
    after = text.count("\n") + 1
    furniture = {*range(len(head)), *range(after - len(message.named), after)}
    subject = root.header("subject")
    top = TopMatter(frozenset(furniture), title=safe_line(subject))
    if message.page:
        draft = _read_page(head, message)
    else:
        draft = plain_text.read_plain(text, max(0, message.first_line - len(head) - 1), top)
    draft.title, draft.title_from = subject, "header"
    draft.published, draft.published_from = _sent(root), "header"
    draft.source = sender(root.header("from"))
    draft.meta = tuple((name, value[:_LONGEST_LINE]) for name in _META if (value := root.header(name)))
    if message.attachments:
        draft.meta += (("attachments", ", ".join(message.attachments[:_LISTED])),)
    visible = describe(unsafe, line_and_character(message.body))
    draft.warnings = [*message.warnings, *([visible] if visible else [])]
    yield "", draft


def _read_page(head: list[str], message: _Message) -> Draft:
    """Return the draft of a message whose text is a web page."""
    builder = Builder()
    builder.begin()
    builder.add("\n".join(head))
    builder.end("furniture")
    message.warnings += _write_page(message.page, builder)
    if len(builder.blocks) == 1:
        message.warnings.append("The message has no text, only a web page without any.")
    if message.named:
        builder.begin()
        builder.add("\n".join(message.named))
        builder.end("furniture")
    return builder.draft()


def _write_page(page: str, builder: Builder) -> list[str]:
    """Write a web page; return sentences on what was left out of it."""
    from reader.formats.html.tree import parse_html
    from reader.formats.html.walk import HtmlWalk

    keys = count(1)

    def new_container(kind: ContainerKind, marker: str) -> Container:
        return Container(kind, next(keys), marker)

    walk = HtmlWalk(builder, new_container)
    walk.write(parse_html(page))
    return walk.left_out.warnings()


def _page_text(page: str) -> str:
    """Return the words of a web page as plain text."""
    builder = Builder()
    _write_page(page, builder)
    return builder.draft().text


@dataclass(slots=True)
class _Message:
    """What was read of a message: its text, or the page that is its text, and what it carries besides.

    `first_line` is the line of the file at which the text begins, from 0.
    """

    body: str = ""
    page: str = ""
    first_line: int = 0
    attachments: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def named(self) -> list[str]:
        """The line that names the attachments, none when there are none."""
        if not self.attachments:
            return []
        names = ", ".join(self.attachments[:_LISTED])
        more = len(self.attachments) - _LISTED
        rest = f" and {more:,} more" if more > 0 else ""
        return [f"{'Attachment' if len(self.attachments) == 1 else 'Attachments'}: {names}{rest}"]


def _read(root: MimePart, tree: MimeTree) -> _Message:
    message = _Message()
    text_parts, others = _sorted(root, message)
    forwarded = [part.parts[0] for part in others if part.type == "message/rfc822" and part.parts]
    others = [part for part in others if not (part.type == "message/rfc822" and part.parts)]
    bodies: list[str] = []
    for part in text_parts:
        try:
            text, warning = part.text()
        except NotTextError as error:
            others.append(part)
            message.warnings.append(f"A part of the message cannot be read: it is {error}.")
            continue
        if warning and warning not in message.warnings:
            message.warnings.append(warning)
        if not bodies and not part.is_encoded:
            message.first_line = part.line
        bodies.append(_unflowed(part, text).strip("\n"))
    if not any(body.strip() for body in bodies):
        _take_page(message, others)
    if message.page and forwarded:
        bodies.insert(0, _page_text(message.page))
        message.page = ""
    inner_messages = [_read(inner, tree) for inner in forwarded]
    for inner, read in zip(forwarded, inner_messages, strict=True):
        text = _page_text(read.page) if read.page else read.body.strip("\n")
        bodies.append("\n".join([*_head_lines(inner), "", text]))
        message.warnings += (warning for warning in read.warnings if warning not in message.warnings)
    message.body = "\n\n".join(body for body in bodies if body.strip())
    if not (message.body or message.page or others or forwarded) and root.parts:
        root.parts, root.type = [], "text/plain"
        return _read(root, tree)
    message.attachments = [safe_line(_name(part)) for part in others]
    message.attachments += (name for read in inner_messages for name in read.attachments)
    if tree.is_cut:
        message.warnings.append(
            f"The message has more than {MAX_PARTS:,} parts, or they lie more than {MAX_DEPTH} deep;"
            " what goes beyond was not taken apart."
        )
    if tree.is_head_cut:
        message.warnings.append("The head of the message is very long; only its beginning was read.")
    if not message.body and not message.page and not message.warnings:
        message.warnings.append(_why_empty(others))
    return message


def _take_page(message: _Message, others: list[MimePart]) -> None:
    """Take the first web page that is no attachment out of the others, as the text of the message."""
    for part in others:
        if part.type == "text/html" and not _is_attachment(part):
            try:
                text, warning = part.text()
            except NotTextError:
                continue
            others.remove(part)
            message.page = make_safe(text)[0]
            message.warnings += [warning] if warning else []
            return


def _why_empty(others: list[MimePart]) -> str:
    if others:
        return f"The message has no text, only {plural(len(others), 'attachment')}."
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
    """Return what an attachment is called: its own name, else its type."""
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
