"""A folder of mixed files: each kind that the README names is listed, read, searched and cited."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from command_line import run_reader

SENTENCE = "The harbour office of Ostrel counted {count} boats at the quay."


def _words(kind: str) -> str:
    return f"A report about {kind}wharf. {SENTENCE.format(count=46000)}"


def _archive(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return file.getvalue()


def _docx(words: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    return _archive(word__document_dot_xml=f"<w:document {space}>{body}</w:document>")


def _epub(words: str) -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
        '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    return _archive(
        mimetype="application/epub+zip",
        **{"META-INF__container_dot_xml": container, "b_dot_opf": book},
        c_dot_xhtml=f"<html><body><p>{words}</p></body></html>",
    )


def _pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    file = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def _mail(words: str) -> str:
    return (
        f"From: I. Maren <i@o.example>\nSubject: On boats\nDate: Wed, 4 Mar 2026 08:00:00 +0000\n\n{words}\n"
    )


def _files() -> dict[str, bytes]:
    attached = (
        "From: a@o.example\nSubject: With an attachment\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee below.\n'
        f'--b\nContent-Type: text/plain; name="a.txt"\n\n{_words("attached")}\n--b--\n'
    )
    return {
        "a.txt": _words("text").encode(),
        "b.md": f"# Report\n\n{_words('markdown')}".encode(),
        "c.eml": _mail(_words("mail")).encode(),
        "d.mbox": f"From a Wed Mar  4 08:00:00 2026\n{attached}\n".encode(),
        "e.docx": _docx(_words("word")),
        "f.rtf": rb"{\rtf1 " + _words("rich").encode() + b"}",
        "g.pdf": _pdf(_words("paper")),
        "h.html": f"<title>Page</title><p>{_words('page')}</p>".encode(),
        "i.rss": f"<rss version='2.0'><channel><title>Wire</title><item><title>One</title>"
        f"<description>{_words('feed')}</description></item></channel></rss>".encode(),
        "j.epub": _epub(_words("book")),
        "k.csv": f"Day,Report\nMonday,{_words('sheet')}\n".encode(),
        "l.srt": f"1\n00:04:10,000 --> 00:04:12,000\n{_words('spoken')}\n".encode(),
        "m.zip": _archive(n_dot_txt=_words("packed")),
    }


KINDS = (
    "text", "markdown", "mail", "attached", "word", "rich", "paper", "page", "feed", "book", "sheet",
    "spoken", "packed",
)  # fmt: skip


def test_each_kind_of_file_is_listed_read_and_searched(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, data in _files().items():
        (folder / name).write_bytes(data)
    home = tmp_path / "home"

    def records(*arguments: object) -> list[dict[str, Any]]:
        return [json.loads(line) for line in run_reader(home, *arguments).stdout.splitlines()]

    listed = records("list", "--json", folder)
    assert {Path(row["path"].partition("#")[0]).name for row in listed} == set(_files())
    assert [row for row in listed if row.get("problem")] == []
    for kind in KINDS:
        (answer,) = records("search", "--json", f"'{kind}wharf", folder)
        assert len(answer["hits"]) == 1, kind
        assert f"{kind}wharf" in answer["hits"][0]["text"]
    shown = records("show", "--json", folder / "g.pdf", folder / "l.srt")
    assert [row["places"][0]["label"] for row in shown] == ["page 1", "00:04:10"]
