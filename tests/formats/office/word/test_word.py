"""Word documents → documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document
from reader.tui.document_view.motions import heading_offset

Check = Callable[[Document], None]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{more}</w:style>'
    for identifier, name, more in [
        ("H1", "heading 1", ""),
        ("H2", "heading 2", ""),
        ("Own", "Office heading", '<w:basedOn w:val="H2"/>'),
        ("Q", "Quote", ""),
        ("C", "Source Code", ""),
    ]
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)


def docx(body: str, namespace: str = W, **parts: str) -> bytes:
    """A .docx with this body; `parts` are what stands in other files of its folder `word`, and `core`."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **parts}
    core = parts.pop("core", "")
    links = parts.pop("links", "")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        root = f'xmlns:w="{namespace}" xmlns:r="{R}"'
        made.writestr("word/document.xml", f"<w:document {root}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", f"<w:{name} {root}>{content}</w:{name}>")
        made.writestr(
            "docProps/core.xml",
            f'<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</p>',
        )
        made.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{links}</Relationships>",
        )
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str, style: str = "", item: int | None = None) -> str:
    number = f'<w:numPr><w:ilvl w:val="{item}"/><w:numId w:val="1"/></w:numPr>' if item is not None else ""
    content = text if text.startswith("<") else run(text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>{content}</w:p>'


def read(body: str, **parts: str) -> Document:
    return parse(docx(body, **parts), "a.docx")


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_headings_and_paragraphs(namespace: str, check_document: Check) -> None:
    body = para("The berth", "H1") + para("It is closed. Ships wait.") + para("Why", "Own")
    document = parse(docx(body, namespace), "a.docx")
    check_document(document)
    assert document.text == "The berth\n\nIt is closed. Ships wait.\n\nWhy"
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1), ("paragraph", 0), ("heading", 2),
    ]  # fmt: skip
    assert (document.format, document.title, document.title_from) == ("word", "The berth", "heading")


def test_items_have_their_numbers() -> None:
    document = read(
        para("One", item=0)
        + para("First", item=1)
        + para("Second", item=1)
        + para("Two", item=0)
        + para("End.")
    )
    assert document.text == "1. One\n(a) First\n(b) Second\n2. Two\n\nEnd."
    assert [len(block.containers) for block in document.blocks] == [1, 2, 2, 1, 0]
    assert document.number_at(document.text.index("Second")) == "1(b)"


def test_a_numbered_heading_has_its_number() -> None:
    document = read(para("Findings", "H1", item=0))
    assert document.text == "1. Findings"
    assert document.blocks[0].kind == "heading"


def test_tables_keep_their_columns_where_cells_are_merged() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"

    wide = '<w:gridSpan w:val="2"/>'
    table = (
        f"<w:tbl><w:tr>{cell('Port', wide)}{cell('Ships')}</w:tr>"
        f"<w:tr>{cell('Velm')}{cell('east')}{cell('4')}</w:tr>"
        f"<w:tr>{cell('gone', '<w:vMerge/>')}{cell('west')}{cell('5')}</w:tr></w:tbl>"
    )
    document = read(table)
    assert document.text == "Port\t\tShips\nVelm\teast\t4\n\twest\t5"
    assert document.blocks[0].kind == "table"
    assert [[document.quote(cell) for cell in row] for row in document.blocks[0].rows][2] == ["", "west", "5"]


def test_a_table_in_a_table_stands_below_it() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{para('a')}</w:tc><w:tc>{para('b')}</w:tc></w:tr></w:tbl>"
    document = read(
        f"<w:tbl><w:tr><w:tc>{para('Port')}{inner}</w:tc><w:tc>{para('Ships')}</w:tc></w:tr></w:tbl>"
    )
    assert document.text == "Port\tShips\n\na\tb"
    assert [block.kind for block in document.blocks] == ["table", "table"]


def test_a_frame_around_a_table_is_none() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{para('a')}</w:tc><w:tc>{para('b')}</w:tc></w:tr></w:tbl>"
    document = read(f"<w:tbl><w:tr><w:tc>{para('Ships')}{inner}{para('Seen.')}</w:tc></w:tr></w:tbl>")
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


def test_numbers_in_cells_are_labels() -> None:
    document = read(f"<w:tbl><w:tr><w:tc>{para('One', item=0)}{para('Two', item=0)}</w:tc></w:tr></w:tbl>")
    assert document.text == "1. One\n2. Two"
    assert [document.text[style.start : style.end] for style in document.styles] == ["1.", "2."]


def test_paragraphs_without_a_number_go_on_with_the_item_before() -> None:
    off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    document = read(
        para("One", "N")
        + f'<w:p><w:pPr><w:pStyle w:val="N"/>{off}</w:pPr>{run("More of one.")}</w:p>'
        + para("Still more.", "L")
        + para("End.")
        + para("No item.", "L"),
        styles=STYLES
        + '<w:style w:styleId="N"><w:name w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="L"><w:name w:val="List Paragraph"/></w:style>',
    )
    assert document.text == "1. One\n\nMore of one.\n\nStill more.\n\nEnd.\n\nNo item."
    assert [len(block.containers) for block in document.blocks] == [1, 1, 1, 0, 0]


def test_boxes_before_items_are_tasks() -> None:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{box}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number, box in enumerate("☐☒", 1)
    )
    second = para("Moor", item=0).replace('numId w:val="1"', 'numId w:val="2"')
    document = read(para("Wait", item=0) + second, numbering=levels)
    assert document.text == "☐ Wait\n☑ Moor"
    assert [block.containers[0].checked for block in document.blocks] == [False, True]


def test_heads_and_feet_of_pages_stand_around_the_text_without_numbers() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    number = '<w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    document = read(
        para("Ships wait.")
        + '<w:sectPr><w:headerReference r:id="h"/><w:footerReference r:id="f"/></w:sectPr>',
        hdr=para("Harbour Office of Velm") + para(number),
        ftr=para("For internal use") + para("- 3 -"),
        links=f'<Relationship Id="h" Type="{kind}/header" Target="hdr.xml"/>'
        f'<Relationship Id="f" Type="{kind}/footer" Target="/word/ftr.xml"/>',
    )
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("furniture", "Harbour Office of Velm"),
        ("paragraph", "Ships wait."),
        ("furniture", "For internal use"),
    ]  # fmt: skip


def test_a_title_is_a_heading_only_above_headings() -> None:
    styles = STYLES + '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    alone = read(para("The berth", "T") + para("It is closed."), styles=styles)
    assert (alone.title, alone.title_from, alone.blocks[0].kind) == ("The berth", "heading", "paragraph")
    above = read(para("The berth", "T") + para("Why", "H1") + para("It is closed."), styles=styles)
    assert (above.title, above.blocks[0].kind) == ("The berth", "heading")
    below = read(para("Harbour Office") + para("The berth", "T") + para("Why", "H1"), styles=styles)
    assert (below.title, below.blocks[1].kind) == ("The berth", "heading")
    inside = read(para("Why", "H1") + para("The berth", "T"), styles=styles)
    assert (inside.title, inside.blocks[1].kind) == ("Why", "paragraph")


def test_the_heading_of_a_list_of_contents_is_none() -> None:
    styles = (
        STYLES + '<w:style w:styleId="TOC"><w:name w:val="TOC Heading"/><w:basedOn w:val="H1"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    assert read(para("Contents", "TOC"), styles=styles).blocks[0].kind == "paragraph"


def test_links_within_the_document_lead_to_its_headings() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="_Toc1"/>'
    document = read(
        para(f'<w:hyperlink w:anchor="_Toc1">{run("below")}</w:hyperlink>')
        + f'<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>{mark}{run("Why it is closed")}</w:p>'
    )
    assert [style.target for style in document.styles if style.kind == "link"] == ["#why-it-is-closed"]
    assert heading_offset(document, "why-it-is-closed") == document.blocks[1].start


def test_a_chart_is_a_table_of_its_series() -> None:
    c = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    series = (
        f"<c:ser {c}><c:tx><c:pt idx='0'><c:v>Ships</c:v></c:pt></c:tx>"
        "<c:cat><c:pt idx='0'><c:v>Velm</c:v></c:pt></c:cat>"
        "<c:val><c:pt idx='0'><c:v>4</c:v></c:pt></c:val></c:ser>"
    )
    document = read(
        para(f'<w:r><w:drawing><c:chart {c} r:id="k"/></w:drawing></w:r>') + para("After."),
        chart=series,
        links='<Relationship Id="k" Type="t/chart" Target="chart.xml"/>',
    )
    assert document.text == "\tShips\nVelm\t4\n\nAfter."


def test_a_formula_is_a_line() -> None:
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    half = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    square = "<m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    root = "<m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad>"
    assert read(f"<w:p><m:oMath {m}>{half}{square}{root}</m:oMath></w:p>").text == "(a+b)/2c²√x"


def test_looks_come_from_styles_of_characters_too() -> None:
    styles = (
        STYLES
        + '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="X"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    document = read(
        para(run("closed", '<w:rStyle w:val="S"/>') + run(" secret", '<w:rStyle w:val="X"/>') + run(" now")),
        styles=styles,
    )
    assert document.text == "closed now"
    assert [style.kind for style in document.styles] == ["strong"]


def test_signs_of_symbol_fonts_are_those_that_are_seen() -> None:
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'
    document = read(para(run("a", '<w:rFonts w:ascii="Symbol"/>') + sign + run("3")))
    assert document.text == "α≤3"


def test_a_deleted_end_joins_paragraphs_and_a_deleted_row_is_out() -> None:
    joined = f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("It is ")}</w:p>{para("closed.")}'
    assert read(joined).text == "It is closed."
    rows = "".join(
        f"<w:tr><w:trPr>{more}</w:trPr><w:tc>{para(text)}</w:tc><w:tc/></w:tr>"
        for text, more in [("kept", ""), ("out", '<w:del w:id="2"/>')]
    )
    document = read(f"<w:tbl>{rows}</w:tbl>")
    assert document.text == "kept\t"
    assert document.warnings == ("1 tracked deletion left out of the text.",)


def test_insertions_are_in_and_deletions_out() -> None:
    deleted = "<w:del><w:r><w:delText>shut</w:delText></w:r></w:del>"
    document = read(para(f"{run('It is ')}<w:ins>{run('open')}</w:ins>{deleted}{run('.')}"))
    assert document.text == "It is open."
    assert document.warnings == ("1 tracked deletion left out of the text.",)


def test_notes_and_comments_stand_below_the_text() -> None:
    references = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    document = read(
        para(f"{run('Of 12')}{references}{run(' ships.')}"),
        footnotes='<w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="2">{para("By the log.")}</w:footnote>',
        comments=f'<w:comment w:id="0">{para("Is that so?")}</w:comment>',
    )
    assert document.text == "Of 12[1][comment 1] ships.\n\n[1] By the log.\n\n[comment 1] Is that so?"
    assert [label for label, _start in document.footnotes] == ["1", "comment 1"]


def test_links_of_both_kinds() -> None:
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{content}'
        for kind, content in [
            ("begin", '<w:r><w:instrText>HYPERLINK "https://b.example/"</w:instrText></w:r>'),
            ("separate", run("second")),
            ("end", run(".")),
        ]
    )
    document = read(
        para(f'<w:hyperlink r:id="x">{run("first")}</w:hyperlink>{run(" ")}{field}'),
        links='<Relationship Id="x" Type="t" Target="https://a.example/" TargetMode="External"/>',
    )
    assert document.text == "first second."
    assert [(style.kind, style.target) for style in document.styles] == [
        ("link", "https://a.example/"), ("link", "https://b.example/"),
    ]  # fmt: skip


def test_a_field_that_never_ends_loses_no_text() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = read(para(run("One ") + begun + run("two.")) + para("Three."))
    assert document.text == "One two.\n\nThree."


def test_emphasis_over_several_runs_is_one() -> None:
    document = read(para(run("not ", "<w:b/>") + run("now", "<w:b/>") + run(" so", '<w:b w:val="0"/>')))
    assert [(style.kind, document.text[style.start : style.end]) for style in document.styles] == [
        ("strong", "not now")
    ]


def test_quotations_and_code() -> None:
    document = read(para("a = 1", "C") + para("b = 2", "C") + para("They said so.", "Q"))
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("preformatted", "a = 1\nb = 2"),
        ("paragraph", "They said so."),
    ]
    assert document.blocks[1].containers[0].kind == "quote"


def test_hidden_text_and_pictures_are_said() -> None:
    picture = (
        '<w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" descr="The quay"/></w:drawing></w:r>'
    )
    document = read(para(f"{run('Seen: ')}{picture}{run('secret', '<w:vanish/>')}"))
    assert document.text == "Seen: [picture: The quay]"
    assert document.warnings == ("Hidden text is left out: 6 characters.",)


def test_properties_rank_below_what_the_text_says() -> None:
    core = "<dc:title>Template</dc:title><dcterms:created>2019-01-02T03:04:05Z</dcterms:created>"
    low = read(para("Only a short line with no date at all, and it is no title either."), core=core)
    assert (low.title, low.title_from) == ("Template", "properties")
    assert (low.published, low.published_from) == ("2019-01-02T03:04:05Z", "properties")
    high = read(para("Port report", "H1") + para("4 March 2026") + para("All is well here."), core=core)
    assert (high.title, high.published, high.published_from) == ("Port report", "2026-03-04", "dateline")


def test_an_empty_document_says_so() -> None:
    assert read(para("<w:r/>")).warnings == ("The document has no text.",)


def test_passwords_and_older_documents_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(UnreadableFile, match="protected with a password"):
        parse(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    with pytest.raises(UnreadableFile, match="it is broken"):
        parse(ole + bytes(512), "a.docx")


def test_deep_nesting_loses_nothing() -> None:
    assert (
        read("<w:sdt><w:sdtContent>" * 9_000 + para("deep") + "</w:sdtContent></w:sdt>" * 9_000).text
        == "deep"
    )
    nested = "<w:tbl><w:tr><w:tc>" * 3_000 + para("deep") + "</w:tc></w:tr></w:tbl>" * 3_000
    for wrapper in ("", "w:sdt", "w:customXml"):
        around = (f"<{wrapper}>", f"</{wrapper}>") if wrapper else ("", "")
        assert read(nested.join(around)).text == "deep"
        assert read(nested.join(around).join(around)).text == "deep"


def test_cut_anywhere_it_says_why() -> None:
    data = docx(para("Text."))
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.docx")


@given(
    st.lists(
        st.sampled_from(
            [
                para("A line."), para("Head", "H1"), para("Item", item=0), para("Deeper", item=5),
                para("code", "C"), "<w:tbl><w:tr><w:tc>" + para("cell") + "</w:tc><w:tc/></w:tr></w:tbl>",
                "<w:tbl/>", "<w:p/>", para('<w:r><w:footnoteReference w:id="1"/></w:r>'), "<w:unheard-of/>",
                para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), para("Q", "Q"),
                para(run("x\ty") + "<w:r><w:br/></w:r>"),
                '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>' + run("D") + "</w:p>", para("\u202eback"),
            ]
        ),
        max_size=15,
    )
)  # fmt: skip
def test_any_pieces_of_documents(check_document: Check, pieces: list[str]) -> None:
    note = f'<w:footnote w:id="1">{para("Note.")}<w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:footnote>'
    document = read("".join(pieces), footnotes=note)
    check_document(document)
    assert document.text.strip() or document.warnings
