"""Messages of a mailbox, with or without an attachment, for the tests of documents in documents."""

from __future__ import annotations

from email.message import EmailMessage


def mbox_message(number: int, attached: str = "", subject: str = "Watch report") -> bytes:
    """Return the message of a number as it stands in a mailbox; what is attached to it is Markdown."""
    mail = EmailMessage()
    mail["From"] = "Mara Keel <keel@harbour.example>"
    mail["Date"] = f"{number} Mar 2026 09:30 +0000"
    mail["Subject"] = f"{subject} {number}"
    mail["Message-ID"] = f"<{number}@harbour.example>"
    mail.set_content(f"Berth {number} is closed until Friday.\n")
    if attached:
        mail.add_attachment(attached.encode(), maintype="text", subtype="markdown", filename="tides.md")
    return b"From keel Tue Mar 17 09:30:00 2026\n" + mail.as_bytes() + b"\n"
