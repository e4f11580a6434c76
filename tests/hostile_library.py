"""A library that means harm: texts, file names, front matter, links and notes that try to act.

What is ours is written here; what others collected comes from the shared data where that is present. Each
document begins with `FIRSTnnnn`, ends with `LASTnnnn`, and each string in it stands behind a mark of its own,
so that a test can tell that all of it was shown.
"""

from __future__ import annotations

import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PAGE = 80  # lines of a document

# Parameters that this program never uses, a row far below the screen, so that what got through is told from
# its own.
STRINGS = (
    "\x1b[777;7H moved", "\x1b[2J\x1b[3J cleared", "\x1b[31mred\x1b[0m", "\x1b[38;5;201mpink",
    "\x1b[8mhidden\x1b[28m", "\x1b[?1049l left", "\x1b[?25l", "\x1b[?1003l", "\x1b[?2004l",
    "\x1b[201~ end of paste", "\x1b[200~ls\x1b[201~", "\x1b[6n asked", "\x1b[c", "\x1b[>0q",
    "\x1b[21t title", "\x1b[11;22r", "\x1b[99@", "\x1b[5i print \x1b[4i", "\x1b[20;1R", "\x1b[>4;2m",
    "\x1b[!p", "\x1bc reset", "\x1b#8", "\x1b(0lqqk\x1b(B", "\x1b7\x1b8", "\x1bM\x1bD\x1bE",
    "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x1b]4;1;rgb:ff/00/00\x07",
    "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07", "\x1b]9;note\x07", "\x1b]10;?\x07", "\x1b]11;?\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07", "\x1b]777;notify;a;b\x07", "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1b]133;A\x07", "\x1b]22;wait\x07", "\x1b]7;file://evil/\x07", "\x1bPq#0;2;0;0;0#0!9~\x1b\\",
    "\x1bP+q544e\x1b\\", "\x1b_Ga=T;AAAA\x1b\\", "\x1b^private\x1b\\", "\x1bXstring\x1b\\", "\x1b",
    "end of line \x1b", "\x1b\x1b[31m", "\x1b\x1b\x1b", "\x1b[", "\x1b]", "\x1bP", "\x9b31mC1", "\x9b2J",
    "\x9d0;owned\x9c", "\x9d52;c;ZXZpbA==\x9c", "\x90q\x9c", "\x9fG\x9c", "\x84\x85\x88\x8d\x8e\x8f",
    "bell \x07\x07", "back\x08\x08\x08\x08space", "over\rwritten", "tab\x0bfeed\x0cpage",
    "shift \x0eout\x0f in", "nul \x00 del \x7f",
    "\x01\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f",
    "pay \u202egnp.exe\u202c", "\u2066isolated\u2069 \u2067right\u2069 \u2068first\u2069",
    "\u202aembed\u202b\u202d\u202c", "marks \u200e\u200f\u061c", "zero\u200bwidth\u2060joined\ufeff",
    "ad\u200cmin ad\u200dmin", "soft\u00adhyphen", "\U000e0041\U000e0042\U000e007f tags",
    "\u2764\ufe0f\ufe01\ufe02\ufe03 selectors", "a\U000e0100b\U000e01efc",
    "\u115f\u1160\u3164\uffa0 fillers", "\u034f\u17b4\u17b5\u180e\u180b", "\ufff9ruby\ufffa\ufffb",
    "\ufffe\uffff\U0001fffe", "\u2028line\u2029paragraph", "\U0001d173\U0001bca0\U00013430",
    "z\u0300\u0301\u0302\u0303\u0304\u0305" * 8, "[bold red]x[/]", "[/x]", "[@click=app.quit]press[/]",
    "[link=file:///etc/passwd]x[/link]", "[on red]", "[/", "[RESTRICTED] note", "\\[x]",
    "$accent {app} %s {0}", ":smile: ]]>", "[[[", "[x](javascript:alert(1))",
    "&#27;[31m &#x9b;31m &#8238;turned &#x200b;", "<script>alert(1)</script>", "<!-- --> <b style=x>",
    "`code\x1b[m`", "\u05d0\u05d1 \u0627\u0644 right to left", "\uff1d\uff23\uff2d\uff24",
    "=cmd|' /C calc'!A0", "'; DROP TABLE notes; --", "$(touch owned) `touch owned` ; touch owned",
    "| touch owned", "../../../etc/passwd", "-rf --help", "%n%n%s%x",
)  # fmt: skip

NAMES: tuple[bytes, ...] = (
    b"esc\x1b[31m.md", b"title\x1b]0;owned\x07.txt", b"clip\x1b]52;c;ZXZpbA==\x07.md", b"new\nline.txt",
    b"return\rto.txt", b"tab\tbed.md", b"back\x08space.md", b"del\x7fete.md", b"c1\xc2\x9b31m.md",
    b"osc\xc2\x9d0;owned\xc2\x9c.txt", b"latin-\xe9t\xe9.txt", b"broken-\xff\xfe\x80.md",
    b"overlong-\xc0\xaf.md", b"surrogate-\xed\xa0\x80.txt", "pay\u202etxt.md".encode(),
    "isolate\u2066x\u2069.txt".encode(), "zero\u200bwidth.md".encode(), "tag\U000e0041.md".encode(),
    b"[x].md", b"[@click=app.quit]x[] .md", b"[bold]b[].txt", b"-rf.md", b"--help.txt", b"dots..md",
    b"dots...txt", b" leading.md", b"~.md", b"$(touch owned).md", b"`touch owned`.txt", b"; touch owned.md",
    b"%s%n%x.md", b"'quote\".txt", b"back\\slash.md", b"*.md", b"con.txt", b"#hash?query.md", b"file:x.md",
    b"list.md", b"long-" + b"n" * 246 + b".md", "wide-\u754c\u754c\u754c.md".encode(),
    "combining-e\u0301\u0301\u0301.md".encode(), b"up-..%2f..%2fetc%2fpasswd.md", b"C:\\windows.txt",
    b"\x1b\x1b\x1b.md", b"\xc2\x85next.md", b"\xe2\x80\xa8line.txt",
)  # fmt: skip

FRONT_MATTER = (
    'title: "a \\e]0;owned\\a b"\ntags: ["x\\u202ey", "\\e[777;7H"]\nsource: "\\x9b31m"',
    "title: raw \x1b]2;owned\x07 escape\nsource: \x1b[777;7Hsource\ntags: [\x1b]8;;http://evil.example\x07]",
    "title: '[RESTRICTED] [/x] [@click=app.quit]quit[/]'\nsource: '[/]'\ntags: ['[red]', '[/x]']",
    "title: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: &d [*c, *c, *c]\ne: [*d, *d, *d, *d]",
    "title: '" + "w" * 5_000 + "'",
    "title: [a, {b: c}]\nsource: {x: y}\ndate: [2026]",
    "title: \ntags: {a: b}\ndate: 9999999-99-99",
    "!!python/object/apply:os.system ['touch owned']",
    "title: !!python/object/apply:os.system ['touch owned']",
    "- a list\n- \x1b[777;7H",
    "just a scalar \x1b]52;c;ZXZpbA==\x07",
    "title: 'unclosed \x1b[31m",
    "\x1b[777;7H: key\nother\u202ekey: value\n'[/x]': '[/x]'",
    "{" * 80,
    "? complex\n: value\ntitle: ok \u2066isolate",
    "date: '2026-03-01\x1b[31m'\npublished: \x9b31m\nstatus: \x07\nsecret: \U000e0041\U000e0042",
)

LINKS = """
[script](javascript:alert(1)) [file](file:///etc/passwd) [up](../../../../etc/passwd) [absolute](/etc/passwd)
[user](https://bank.example@evil.example/x) [idn](https://\u0430pple.example/) [puny](https://xn--pple-43d.example)
[turned](https://evil.example/\u202egnp.exe) [esc](https://evil.example/&#x1b;[31m) [data](data:text/html,x)
[mail](mailto:a@b.example?attach=/etc/passwd) [option](-rf) [nul](a%00b.md) [bad](http://[unclosed)
[share](//evil.example/x) [outside](outside.md) ![image](file:///etc/passwd) <https://evil.example/[/x]>
[foot][^1] [^\u202e]

[^1]: a footnote \x1b[777;7H with [/x]
[^\u202e]: turned
"""


@dataclass
class HostileLibrary:
    """Where it lies, its documents' numbers, and all marks that must have been shown to be all read."""

    root: Path
    numbers: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    sources: list[bytes] = field(default_factory=list)

    def write(self, name: bytes, before: str, body: str, after: str = "") -> None:
        """Add a document; nothing when this system has no such names."""
        number = len(self.numbers) + 1
        text = f"{before}FIRST{number:04}\n\n{body}\n\n{after}LAST{number:04}\n"
        data = text.encode("utf-8", "surrogateescape")
        try:
            with open(os.path.join(os.fsencode(self.root), name), "xb") as file:  # noqa: PTH118, PTH123
                file.write(data)
        except (OSError, ValueError):
            return
        self.numbers.append(number)
        self.sources += [name, data]

    def pack(self, stem: str, strings: Iterable[str], suffix: str) -> None:
        """Add documents of many strings each, each string a paragraph behind its mark.

        None but one with a single string is longer than PAGE lines, so that a screen shows it whole.
        """
        lines: list[str] = []
        height = 0
        for string in [*strings, None]:
            rows = 0 if string is None else 1 + sum(1 + len(line) // 60 for line in string.split("\n"))
            if lines and (string is None or height + rows > PAGE):
                number = len(self.numbers) + 1
                self.write(f"{stem}-{number:04}{suffix}".encode(), "", "\n\n".join(lines))
                lines, height = [], 0
            if string is not None:
                mark = f"q{len(self.numbers) + 1:04}x{len(lines):02}"
                self.marks.append(mark)
                lines.append(f"{mark} {string}")
                height += rows

    def sequences(self) -> set[bytes]:
        """Every control sequence and control string in what was written, as a terminal would take it."""
        return {found for data in self.sources for found in SEQUENCE.findall(data)}


SEQUENCE = re.compile(
    rb"(?:\x1b\[|\xc2\x9b)[0-?]*[ -/]*[@-~]"
    rb"|(?:\x1b[\]PX^_]|\xc2[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\xc2\x9c)?"
    rb"|\x1b[ -/]*[0-OQ-WYZ\\`-~]"
)


def acting(root: Path) -> HostileLibrary:
    """File names, front matter, links and folders that act, each in a short document of its own."""
    root.mkdir(parents=True)
    library = HostileLibrary(root)
    for name in NAMES:
        library.write(name, "", "A text under a name that acts.")
    for number, front in enumerate(FRONT_MATTER):
        library.write(f"front-{number:02}.md".encode(), f"---\n{front}\n---\n", "A text under front matter.")
    library.write(b"links.md", "# Links \x1b]0;owned\x07\n\n", LINKS)
    outside = root.parent / "outside.md"
    outside.write_text("# Outside\n\nNot of this library.\n")
    (root / "outside.md").symlink_to(outside)
    (root / "cannot\x1b[31mread.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    (root / "\x1b]0;folder\x07").mkdir()
    library.write(b"\x1b]0;folder\x07/inside.md", "", "In a folder whose name acts.")
    return library


def telling(root: Path, strings: Iterable[str], *suffixes: str) -> HostileLibrary:
    """Strings that act, many to a document, in documents of each of the suffixes."""
    root.mkdir(parents=True)
    library, strings = HostileLibrary(root), list(strings)
    for suffix in suffixes:
        library.pack("strings", strings, suffix)
    return library


def collected(folder: Path) -> Iterator[str]:
    """The strings, payloads and files that others collected, whole."""
    for line in (folder / "blns.jsonl").open(encoding="utf-8"):
        yield _flat(json.loads(line)["text"])
    for strings in json.loads((folder / "ansi_payloads.json").read_text(encoding="utf-8")).values():
        yield from map(_flat, strings)
    for name in ("trojan_source", "xterm_escape"):
        with tarfile.open(folder / f"{name}.tar.gz") as archive:
            for member in archive.getmembers():
                file = archive.extractfile(member)
                if file is not None:
                    yield _flat(file.read().decode("utf-8", "surrogateescape").replace("\0", "\x01"))


def _flat(text: str) -> str:
    # Without blank lines, so that a string stays one paragraph; all else stays.
    return re.sub(r"\n\s*\n", "\n", text)


NOTE_FIELDS = (
    "\x1b]0;owned\x07",
    "\x1b[777;7H",
    "\x9b31m",
    "\u202eturned",
    "[/x] [@click=app.quit]q[/]",
    "\U000e0041",
)


def foreign_notes(document: Path) -> dict[str, str]:
    """Files of notes to import, by name: as this program writes them, and as two others do."""
    nasty = " ".join(NOTE_FIELDS)
    time = "2026-03-01T10:00:00Z"
    own = [
        {
            "id": f"01kq00000000000000000000{number:02}", "path": path, "quote": "", "body": f"body {nasty}",
            "tags": [f"tag {each}" for each in NOTE_FIELDS], "kind": "note", "state": "document",
            "created": time, "modified": time, "title": f"title {nasty}", "source": nasty, "creator": nasty,
            "links": [f"entity:{nasty}", "document:/etc/passwd", f"document:{nasty}"],
        }
        for number, path in enumerate((os.fspath(document), "/etc/passwd", f"{nasty}.md", "../../etc/passwd"))
    ]  # fmt: skip
    web = {
        "type": "Annotation", "id": "http://evil.example/1", "created": time, "creator": {"name": nasty},
        "body": [
            {"type": "TextualBody", "value": nasty},
            {"type": "TextualBody", "purpose": "tagging", "value": nasty},
        ],
        "target": {"source": "file:///etc/passwd", "selector": {"type": "TextQuoteSelector", "exact": nasty}},
    }  # fmt: skip
    hypothesis = {
        "rows": [
            {
                "id": "x1", "created": time, "updated": time, "text": nasty, "tags": list(NOTE_FIELDS),
                "uri": f"https://evil.example/{nasty}", "user": f"acct:{nasty}@evil.example",
                "document": {"title": [nasty]},
                "target": [{"selector": [{"type": "TextQuoteSelector", "exact": nasty}]}],
            }
        ]
    }  # fmt: skip
    return {
        "own.jsonl": "".join(json.dumps(note) + "\n" for note in own),
        "web.jsonld": json.dumps(web),
        "hypothesis.json": json.dumps(hypothesis),
    }
