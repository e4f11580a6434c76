"""Pages become documents: the article, its structure, what the page says of itself, and limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.formats.format import Context
from reader.formats.html import article
from reader.formats.html.page import whole_page
from reader.formats.load import parse
from reader.text.document import Document

SENTENCES = [
    f"On day {day} the ferry office of Ostrel counted {day + 3} boats at the quay, and none of them was late."
    for day in range(1, 13)
]
ARTICLE = (
    "<h1>Ferries late</h1><p>" + "</p><p>".join(SENTENCES[:6]) + "</p><h2>Fares</h2>"
    "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>7</td></tr></table>"
    "<ul><li>"
    + "<li>".join(SENTENCES[6:9])
    + "</ul><pre>a  b\n  c</pre><blockquote><p>"
    + SENTENCES[9]
    + "</p></blockquote><p>"
    + SENTENCES[10]
    + "</p>"
)
PAGE = (
    "<!DOCTYPE html><html><head><title>Ferries late | Ostrel Post</title>"
    '<meta property="og:site_name" content="Ostrel Post">'
    '<meta property="article:published_time" content="2026-02-11T08:00:00+01:00"></head><body>'
    "<nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav>"
    f"<article>{ARTICLE}</article><footer><p>Imprint and cookies</p></footer></body></html>"
)


def read(html: str, name: str = "page.html") -> Document:
    return parse(html.encode("utf-8"), name)


def test_characters_by_number_do_not_end_the_reading() -> None:
    page = b"<p>The berth is shut.</p><nav>Home</nav>&#1;Ships wait.<p title='&#2;'>It opens.</p>"
    document = parse(page, "a.html")
    assert "␁Ships wait." in document.text
    assert document.text.endswith("It opens.")


def test_a_page_gives_its_article_with_structure_title_site_and_date(
    check_document: Callable[[Document], None],
) -> None:
    document = read(PAGE)
    check_document(document)
    assert (document.title, document.source) == ("Ferries late", "Ostrel Post")
    assert (document.published, document.published_from) == ("2026-02-11T07:00:00Z", "header")
    assert "Sport" not in document.text
    assert "Imprint" not in document.text
    for sentence in SENTENCES[:11]:
        assert sentence in document.text
    assert {"heading", "paragraph", "table", "code"} <= {block.kind for block in document.blocks}
    assert "a  b\n  c" in document.text
    assert "Monday\t7" in document.text


def test_linked_data_says_most() -> None:
    document = read(
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Boats late",'
        ' "datePublished": "2026-02-10", "publisher": {"name": "Quay Wire"}}]}</script>' + PAGE
    )
    assert (document.title, document.source) == ("Boats late", "Quay Wire")
    assert document.published == "2026-02-10"


def test_a_very_large_page_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "MAX_PAGE", len(PAGE) // 2)
    document = read(PAGE.replace("<footer>", "<div>").replace("</footer>", "</div>"))
    assert "Imprint" in document.text
    assert "Sport" not in document.text


def test_a_short_page_is_shown_whole_but_for_its_navigation() -> None:
    document = read(
        "<nav>Home</nav><p>Closed today.</p><p><img src=a.png> <img src=b.png alt='The quay'></p>"
    )
    assert document.text == "Closed today.\n\n[picture] The quay"


def test_a_page_without_text_says_so() -> None:
    document = read("<html><body><script>x()</script></body></html>")
    assert document.text == ""
    assert "it may be made by scripts" in document.warnings[0]


def test_the_meta_element_names_the_encoding() -> None:
    data = "<meta charset=iso-8859-2><p>Dvoje z\u0159en\u00ed</p>".encode("iso-8859-2")
    assert parse(data, "a.html").text == "Dvoje z\u0159en\u00ed"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5_000 + "deep words",
        "<blockquote>" * 2_000 + "deep words" + "</blockquote>" * 2_000,
        "<b><i>" * 3_000 + "deep words",
        "<ul><li>" * 1_000 + "deep words",
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">deep words</p>",
        "<" * 50_000 + "p>deep words",
        "<!--" * 20_000 + "-->deep words",
        "<table><tr><td colspan=60000>deep words</td><td>x</td></tr></table>",
        "<table>" * 500 + "deep words",
    ],
    ids=["div", "quotations", "inline", "lists", "attributes", "angles", "comments", "span", "tables"],
)
def test_what_is_deep_or_wide_is_read_within_limits_and_loses_no_word(
    check_document: Callable[[Document], None], html: str
) -> None:
    document = read(html)
    check_document(document)
    assert "deep words" in document.text


def _page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_words_of_a_menu_that_stand_in_the_article_too_do_not_come_back() -> None:
    menu = "<div id=menu><ul><li><a href=/f>ferry office</a><li><a href=/b>boats</a></ul></div>"
    document = read(_page(menu + f"<article>{ARTICLE}</article>"))
    assert document.text.count("boats") == 11  # once in each sentence, and not in the menu
    assert document.text.startswith("Ferries late")


def test_only_a_page_with_more_on_it_is_said_to_have_more() -> None:
    """What `o` shows is all but the navigation: where that is the article, there is nothing to point at."""
    hint = "The page's article alone is shown; `o` shows the whole page."
    menu = "<nav><a href='/a'>Home</a></nav><style>p { margin: 0 }</style>"
    alone = _page(f"{menu}<article>{ARTICLE}</article>")
    more = _page(f"<article>{ARTICLE}</article>" + "<div><p><a href='/b'>Tides of the week</a></p></div>" * 9)
    for html in (alone, more):
        whole = whole_page(html.encode(), Context("page.html"))
        assert (hint in read(html).warnings) == (whole.text != read(html).text)
    assert hint not in read(alone).warnings
    assert hint in read(more).warnings


def test_words_that_stand_in_no_paragraph_are_read() -> None:
    body = "<br><br>".join(SENTENCES)
    document = read(_page(f"<div id=menu><a href=/a>Home</a></div><div class=post>{body}<div></div></div>"))
    for sentence in SENTENCES:
        assert sentence in document.text


def test_links_to_other_articles_behind_the_last_words_are_left_out() -> None:
    more = "<h3>More from Ostrel</h3><ul><li><a href=/1>The quay is painted at last</a></ul>"
    document = read(_page(f"<article>{ARTICLE}{more}</article>"))
    assert SENTENCES[10] in document.text
    assert "painted" not in document.text
    assert "More from" not in document.text


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Ferries late on the Sund | Ostrel Post</title>", "", "Ferries late on the Sund"),
        ("<title>Ferries late - Ostrel Post</title>", "<h1>Ferries late</h1>", "Ferries late"),
        ("<title>Ferries late | Ostrel</title>", "", "Ferries late | Ostrel"),
        ('<meta property="og:title" content="Late - and later"><title>x | y</title>', "", "Late - and later"),
    ],
)
def test_the_title_is_without_the_name_of_the_site(head: str, heading: str, title: str) -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert read(_page(heading + body, head)).title == title


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        # The day that the page gives, though it is another one in UTC.
        ('<meta property="article:published_time" content="2026-02-11T00:30:00+01:00">', "", "2026-02-11"),
        ("", '<time datetime="2026-01-04">x</time><time datetime="2026-01-04T08:00Z">y</time>',
         "2026-01-04T08:00:00Z"),
        # What no element is marked as, but a person reads.
        ("", '<p class="published">7 March 2026</p>', "2026-03-07"),
        ('<meta name="date" content="2026-03-09">', "", "2026-03-09"),
    ],
)  # fmt: skip
def test_the_date_is_the_day_of_the_article(head: str, body: str, published: str) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    document = read(_page(f"<article>{body}{text}</article>", head))
    assert document.published == published


@pytest.mark.parametrize(
    "start", ["<title>Ferries</title>", "<meta charset=utf-8>", "<html><head><title>Ferries</title>"]
)
@pytest.mark.parametrize("tag", ["article", "main", "my-element"])
def test_a_page_that_opens_no_body_loses_nothing(start: str, tag: str) -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:3])
    assert read(f"{start}<{tag}>{paragraphs}</{tag}>").text == "\n\n".join(SENTENCES[:3])
