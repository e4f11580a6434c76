"""Presentations → documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.formats.office.slides import slides
from reader.text.document import Document

Check = Callable[[Document], None]

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
MASTER = (
    "<p:txStyles><p:bodyStyle><a:lvl1pPr><a:buChar char='•'/></a:lvl1pPr>"
    "<a:lvl2pPr><a:buAutoNum type='alphaLcParenR'/></a:lvl2pPr></p:bodyStyle></p:txStyles>"
)


SERIES = (
    "<c:ser><c:tx><c:pt idx='0'><c:v>Ships</c:v></c:pt></c:tx>"
    "<c:cat><c:pt idx='0'><c:v>Velm</c:v></c:pt></c:cat>"
    "<c:val><c:pt idx='0'><c:v>4</c:v></c:pt><c:pt idx='1'><c:v>5</c:v></c:pt></c:val></c:ser>"
)


def relations(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for identifier, kind, target in targets
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def pptx(
    *shapes: str, more: dict[str, str] | None = None, links: tuple[tuple[str, str, str], ...] = ()
) -> bytes:
    """A .pptx with these slides; `more` are further members, `links` what the first slide names."""
    file = io.BytesIO()
    numbers = range(1, len(shapes) + 1)
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="s{number}"/>' for number in numbers)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_rels/.rels", relations(("o", "officeDocument", "ppt/presentation.xml")))
        made.writestr(
            "ppt/presentation.xml", f"<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
        )
        made.writestr(
            "ppt/_rels/presentation.xml.rels",
            relations(*((f"s{number}", "slide", f"slides/slide{number}.xml") for number in numbers)),
        )
        for number, content in zip(numbers, shapes, strict=True):
            hidden = ' show="0"' if content.startswith("<!--hidden-->") else ""
            made.writestr(
                f"ppt/slides/slide{number}.xml",
                f"<p:sld {NAMES}{hidden}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>",
            )
            made.writestr(
                f"ppt/slides/_rels/slide{number}.xml.rels",
                relations(("l", "slideLayout", "../slideLayouts/l.xml"), *(links if number == 1 else ())),
            )
        made.writestr("ppt/slideLayouts/l.xml", f"<p:sldLayout {NAMES}/>")
        made.writestr(
            "ppt/slideLayouts/_rels/l.xml.rels", relations(("m", "slideMaster", "../slideMasters/m.xml"))
        )
        made.writestr("ppt/slideMasters/m.xml", f"<p:sldMaster {NAMES}>{MASTER}</p:sldMaster>")
        for name, xml in (more or {}).items():
            made.writestr(name, xml)
    return file.getvalue()


def shape(*paragraphs: str, kind: str | None = None) -> str:
    mark = "" if kind is None else f'<p:ph type="{kind}"/>' if kind else "<p:ph idx='1'/>"
    body = "".join(one if one.startswith("<") else para(one) for one in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def para(text: str, properties: str = "", level: int = 0) -> str:
    return f'<a:p><a:pPr lvl="{level}">{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'


def read(*shapes: str, **rest: object) -> Document:
    return parse(pptx(*shapes, **rest), "a.pptx")  # type: ignore[arg-type]


def test_titles_are_headings_and_slides_places(check_document: Check) -> None:
    document = read(
        shape("Two are closed.") + shape("Berths", kind="title"),
        shape("Ships", kind="ctrTitle") + shape("Nine."),
    )
    check_document(document)
    assert document.text == "Berths\n\nTwo are closed.\n\nShips\n\nNine."
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "heading", "paragraph"]
    assert document.cited_place(document.text.index("closed")) == "slide 1"
    assert document.cited_place(document.text.index("Nine")) == "slide 2"
    assert (document.format, document.title) == ("slides", "Berths")


def test_bullets_come_from_the_master_unless_a_paragraph_has_none() -> None:
    body = shape(
        "One", para("First", level=1), para("Second", level=1), para("Plain", "<a:buNone/>"), kind=""
    )
    box = shape("No item.", para("Two", "<a:buAutoNum type='arabicPeriod' startAt='2'/>"))
    assert read(body + box).text == "• One\na) First\nb) Second\n\nPlain\n\nNo item.\n\n2. Two"


def test_tables_and_what_cells_cover() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody>{para(text)}</a:txBody></a:tc>"

    wide, covered = cell("Port", 'gridSpan="2"'), cell("", 'hMerge="1"')
    rows = f"<a:tr>{wide}{covered}</a:tr><a:tr>{cell('Velm')}{cell('4')}</a:tr>"
    document = read(f"<p:graphicFrame><a:graphic><a:tbl>{rows}</a:tbl></a:graphic></p:graphicFrame>")
    assert document.text == "Port\t\nVelm\t4"


def test_groups_links_pictures_and_line_breaks() -> None:
    run = '<a:r><a:rPr b="1"><a:hlinkClick r:id="x"/></a:rPr><a:t>list</a:t></a:r>'
    link = f"<a:p>{run}<a:br/><a:r><a:t>now</a:t></a:r></a:p>"
    picture = '<p:pic><p:nvPicPr><p:cNvPr descr="The quay"/></p:nvPicPr></p:pic>'
    document = read(
        f"<p:grpSp>{shape(link)}{picture}</p:grpSp>", links=(("x", "hyperlink", "https://a.example/"),)
    )
    assert document.text == "list\nnow\n\n[picture: The quay]"
    assert {(style.kind, style.target) for style in document.styles} == {
        ("strong", ""), ("link", "https://a.example/"),
    }  # fmt: skip


def test_notes_comments_feet_and_hidden_slides() -> None:
    more = {
        "ppt/notes.xml": f"<p:notes {NAMES}><p:cSld><p:spTree>{shape('Say why.', kind='body')}"
        f"{shape('3', kind='sldNum')}</p:spTree></p:cSld></p:notes>",
        "ppt/comments.xml": f"<p:cmLst {NAMES}><p:cm><p:text>Is that so?</p:text></p:cm></p:cmLst>",
    }
    links = (("n", "notesSlide", "../notes.xml"), ("c", "comments", "../comments.xml"))
    first = shape("Two are closed.") + shape("Harbour Office", kind="ftr") + shape("1", kind="sldNum")
    document = read(first, "<!--hidden-->" + shape("Later."), more=more, links=links)
    assert document.text == (
        "Two are closed.\n\nNotes: Say why.\n\nComment: Is that so?\n\nLater.\n\nHarbour Office"
    )
    assert document.blocks[-1].kind == "furniture"
    assert document.place_at(document.text.index("Later")) == "slide 2, hidden"
    assert document.warnings == ("1 slide hidden in the presentation, and read here.",)


def test_diagrams_and_charts() -> None:
    frame = "<p:graphicFrame><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></p:graphicFrame>"
    diagram, chart = frame.format('<dgm:relIds r:dm="d"/>'), frame.format('<c:chart r:id="k"/>')
    more = {
        "ppt/d.xml": f"<dgm:dataModel {NAMES}><dgm:pt>{para('Inspect')}</dgm:pt></dgm:dataModel>",
        "ppt/k.xml": f"<c:chartSpace {NAMES}><c:title>{para('Losses')}</c:title>{SERIES}</c:chartSpace>",
    }
    links = (("d", "diagramData", "../d.xml"), ("k", "chart", "../k.xml"))
    text = "• Inspect\n\n[chart: Losses]\n\n\tShips\nVelm\t4\n2\t5"
    assert read(diagram + chart, more=more, links=links).text == text


def test_what_cannot_be_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(UnreadableFile, match="protected with a password"):
        parse(ole + "EncryptedPackage".encode("utf-16-le"), "a.pptx")
    with pytest.raises(UnreadableFile, match="older presentation"):
        parse(ole + bytes(512), "a.pptx")
    monkeypatch.setattr(slides, "MAX_SLIDES", 1)
    with pytest.raises(UnreadableFile, match="2 slides, and 1 is the limit"):
        read("", "")


def test_an_empty_presentation_and_a_missing_slide_are_told() -> None:
    assert read("").warnings == ("The document has no text.",)
    file = io.BytesIO(pptx("", shape("Nine.")))
    kept = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            if name != "ppt/slides/slide1.xml":
                new.writestr(name, old.read(name))
    assert parse(kept.getvalue(), "a.pptx").warnings == ("1 slide missing in the file.",)


def test_cut_anywhere_it_says_why() -> None:
    data = pptx(shape("Nine."))
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.pptx")


def test_deep_groups_lose_nothing() -> None:
    assert read("<p:grpSp>" * 3_000 + shape("deep") + "</p:grpSp>" * 3_000).text == "deep"


@given(
    st.lists(
        st.sampled_from(
            [
                shape("T", kind="title"), shape("", kind="title"), shape("a", para("b", level=8), kind=""),
                shape(kind="body"), "<p:pic/>", "<p:graphicFrame/>", "<p:sp/>", shape("f", kind="ftr"),
                shape(para("c", "<a:buAutoNum/>")),
                shape(para("\u202ed", "<a:buAutoNum type='romanUcPeriod'/>")),
                "<p:graphicFrame><a:tbl><a:tr/><a:tr><a:tc/></a:tr></a:tbl></p:graphicFrame>",
                "<p:unheard-of/>",
            ]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_shapes(check_document: Check, shapes: list[str]) -> None:
    document = read("".join(shapes[::2]), "".join(shapes[1::2]))
    check_document(document)
    assert document.text.strip() or document.warnings
