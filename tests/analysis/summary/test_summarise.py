"""Which sentences a summary takes, and which never."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.explanations import explain_choice
from reader.analysis.reasons import ReasonKind
from reader.analysis.summary.boilerplate import boilerplate, is_labelled, joins_on, plain, points_back
from reader.analysis.summary.summarise import SummarySentence, summarise
from reader.formats.load import parse
from reader.text.document import Document
from reader.text.spans import Span


def document(text: str, name: str = "report.txt") -> Document:
    return parse(text.encode(), name)


def texts(text: str, name: str = "report.txt", **options: object) -> list[str]:
    read = document(text, name)
    return [read.text[each.start : each.end] for each in summarise(read, **options)]  # type: ignore[arg-type]


PROSE = """\
The harbour board of Ostrel closed the northern basin on Monday after divers found a crack in the sea wall.
The crack is forty metres long and runs below the grain terminal, the board said in a notice to shipping.
Lucas Marchetti reported from the quay that barges were being towed to the southern basin all afternoon.
Nine barges were still in the northern basin at dusk and would be moved at high water.
The grain terminal handles a third of the country's exports and was to reopen on Thursday.
The minister of ports, Dora Halvorsen, asked the board for the inspection records of the sea wall since 2019.
Engineers first warned of the crack two winters ago, according to the minutes of the board.
A local baker has begun to sell a cake in the shape of the wall.
Ferry passengers were not affected by the closing of the northern basin.
"""


class TestOrdinaryText:
    def test_takes_whole_sentences_of_the_document_in_order(self) -> None:
        read = document(PROSE)
        found = summarise(read)
        assert 1 <= len(found) <= 3
        assert all(Span(each.start, each.end) in read.sentences for each in found)
        assert found == sorted(found, key=lambda each: each.start)

    def test_takes_what_the_report_is_about(self) -> None:
        found = texts(PROSE)
        assert found[0].startswith("The harbour board of Ostrel closed")
        assert not any("cake" in each for each in found)

    def test_says_why(self) -> None:
        assert all(explain_choice(each.reasons)[:1].isupper() for each in summarise(document(PROSE)))

    @pytest.mark.parametrize(("sentences", "most"), [(1, 1), (3, 1), (4, 2), (6, 2), (9, 3)])
    def test_shorter_documents_get_fewer(self, sentences: int, most: int) -> None:
        assert 1 <= len(texts("\n".join(PROSE.splitlines()[:sentences]))) <= most

    @pytest.mark.parametrize("limit", [0, 1, 2, 5])
    def test_limit_is_kept(self, limit: int) -> None:
        assert len(texts(PROSE * 3, limit=limit)) <= limit

    def test_limit_above_the_usual_is_used(self) -> None:
        assert len(texts(PROSE + "\n" + PROSE.replace("Ostrel", "Lauter"), limit=5)) == 5

    def test_does_not_say_the_same_twice(self) -> None:
        twice = PROSE.splitlines()
        twice.insert(1, twice[0].replace("on Monday", "early on Monday"))
        found = texts("\n".join(twice))
        assert sum("closed the northern basin" in each for each in found) == 1

    def test_words_of_the_title_count(self) -> None:
        lines = PROSE.splitlines()
        chosen = lines[5]
        titled = f"# Minister Halvorsen wants inspection records since 2019\n\n{' '.join(lines)}\n"
        assert chosen in texts(titled, "report.md")
        assert chosen not in texts(" ".join(lines), "report.txt")

    def test_known_names_count(self) -> None:
        read = document(PROSE)
        start = read.text.index("Lucas Marchetti")
        found = summarise(
            read, limit=5, about="barges", mentions=[Span(start, start + len("Lucas Marchetti"))]
        )
        assert any(each.start == start for each in found)


class TestTheLead:
    """The first sentences are hard to beat: they stay unless something speaks against them."""

    @given(st.permutations(PROSE.splitlines()[2:]))
    def test_the_opening_and_one_more_of_the_first_three_stay(self, rest: list[str]) -> None:
        lines = [*PROSE.splitlines()[:2], *rest]
        found = texts("\n".join(lines))
        assert found[0] == lines[0]
        assert len(set(found) & set(lines[:3])) >= 2

    @pytest.mark.parametrize(
        "opening",
        ["Why did the wall of the northern basin of Ostrel crack again this winter?",
         "“I never saw the like of it in all my years,” a cook said that evening.", "Another day in Ostrel.",
         "Hard times: A cook waits for customers who do not come any more."],
    )  # fmt: skip
    def test_an_opening_that_is_not_the_news_does_not_stay(self, opening: str) -> None:
        assert texts(f"{opening}\n{PROSE}", limit=1) == PROSE.splitlines()[:1]

    def test_a_third_sentence_that_makes_it_too_long_is_left_out(self) -> None:
        lines = PROSE.splitlines()
        usual = texts(PROSE)
        for index, more in ((0, "the grain terminal "), (1, "the board and the port ")):
            lines[index] = lines[index].rstrip(".") + f", and that {more * 8}knew of it."
        assert len(texts("\n".join(lines))) == 2 < len(usual)

    def test_more_sentences_are_the_same_and_more(self) -> None:
        read = document(PROSE * 2)
        three, five, eight = (set(summarise(read, limit=limit)) for limit in (3, 5, 6))
        assert three < five < eight

    def test_the_same_document_always_has_the_same_summary(self) -> None:
        assert texts(PROSE) == texts(PROSE)
        assert texts("The wall holds.\n" * 12) == ["The wall holds."]


class TestFurniture:
    @pytest.mark.parametrize(
        "sentence",
        [
            "By Maria Soltész",
            "By.",
            "Staff Reporter",
            "Published: 14:11 EST, 25 October 2013",
            "Last updated at 2:18 PM on 30th December 2011.",
            "12 March 2026, 07:30",
            "© 2026 Harbour Gazette.",
            "All rights reserved.",
            "This material may not be published, broadcast or rewritten.",
            "Read more: the sea wall in pictures.",
            "Click here to subscribe.",
            "Scroll down for video.",
            "Sign up for our newsletter.",
            "Follow us on social media.",
            "SENDREL, 9 March 2026 (Meridian Wire)",
            "(Reuters) -",
            "Photo: Maria Soltész",
            "Above: Barges are towed to the southern basin on Monday.",
            "Dora Halvorsen, pictured with the board in 2025.",
            "Barges in the southern basin of Ostrel (left) wait for the tide.",
            "In this file photo the sea wall of Ostrel stands.",
            "The sea wall of Ostrel on Monday (AP Photo/Maria Soltész).",
            "Editor's note: names were changed.",
            "Ana Brandt contributed to this report.",
            "RESTRICTED // EXERCISE",
            "Exercise: every person and place in this report is invented.",
            "***",
            '{{< button text="View the memo" >}}',
        ],
    )
    def test_is_known_and_never_taken(self, sentence: str) -> None:
        assert boilerplate(plain(sentence))
        for text in (f"{sentence}\n\n{PROSE}", f"{PROSE}\n\n{sentence}\n"):
            assert sentence not in texts(text)

    @pytest.mark.parametrize(
        "sentence",
        [
            "The March on the capital began at 14:00 and ended without arrests.",
            "By Friday, both basins had been closed.",
            "Copyright law was changed in May after a vote of 61 to 40.",
            "See-saw talks went on in Miami on Friday.",
            "The exercise of power was invented long before the state.",
            "Follow-up talks are planned for June.",
            "Grain exports (third quarter) fell by a tenth above all in the east.",
            "MINISTERS MEET IN DRAVIK ON MONDAY TO END THE STRIKE.",
            "March saw 3,400 dockers walk out.",
        ],
    )
    def test_prose_is_not_mistaken_for_it(self, sentence: str) -> None:
        assert not boilerplate(plain(sentence))

    def test_a_document_of_nothing_else_has_no_summary(self) -> None:
        rights = "© 2026 Harbour Gazette. All rights reserved."
        assert texts(f"By Maria Soltész\n\nPublished: 12 March 2026\n\n{rights}\n") == []


class TestStandingAlone:
    @pytest.mark.parametrize(
        "sentence",
        [
            "He added that the wall would hold.",
            "That source said that the wall would not hold.",
            "During that call, Marchetti asked for time.",
            "But she left before dark.",
            "According to him, the wall will hold.",
            "These ships were towed away.",
            "The latter refused.",
            "When he arrived, he found the gate shut.",
            "“They knew,” Halvorsen said.",
        ],
    )
    def test_points_back(self, sentence: str) -> None:
        assert points_back(sentence)

    @pytest.mark.parametrize(
        "sentence",
        [
            "It remains unclear whether the wall will hold.",
            "It is not yet known who gave the order.",
            "This week, the wall held.",
            "When he arrived, Marchetti found the gate shut.",
            "Both the board and the ministry knew.",
            "Those who were warned left early.",
            "This report covers the week to Friday.",
            "Hector Alonso was told on Monday.",
        ],
    )
    def test_points_nowhere(self, sentence: str) -> None:
        assert not points_back(sentence)

    def test_is_taken_only_with_what_it_refers_to(self) -> None:
        lines = PROSE.splitlines()
        lines[1] = "She said that the northern basin would stay closed after the crack was found."
        for limit in (1, 2, 3):
            found = texts("\n".join(lines), limit=limit)
            for each in found:
                if points_back(each):
                    assert lines[lines.index(each) - 1] in found

    def test_what_it_refers_to_is_not_above_a_heading(self) -> None:
        text = (
            f"# Sea wall\n\nDora Halvorsen is minister.\n\n## Basin\n\nShe closed it.\n\n## More\n\n{PROSE}"
        )
        assert "She closed it." not in texts(text, "report.md", about="closed")
        joined = text.replace("\n\n## Basin", "")
        assert "She closed it." in texts(joined, "report.md", limit=5, about="closed")

    def test_an_orphan_never_comes_first(self) -> None:
        orphan = (
            "He closed the northern basin of Ostrel on Monday after divers found the crack in the sea wall.\n"
        )
        assert not points_back(texts(orphan + PROSE)[0])

    @given(
        st.lists(
            st.sampled_from([*PROSE.splitlines(), "He left.", "But they stayed.", "That was all."]),
            max_size=14,
        )
    )
    def test_holds_for_any_order(self, lines: list[str]) -> None:
        read = document("\n".join(lines) or " ")
        found = {Span(each.start, each.end) for each in summarise(read)}
        sentences = list(read.sentences)
        if all(points_back(read.quote(each)) for each in sentences):
            return
        for span in found:
            if points_back(read.quote(span)):
                assert sentences[sentences.index(span) - 1] in found


class TestOwnSummary:
    BODY = "\n\n".join(PROSE.splitlines())

    @pytest.mark.parametrize(
        "heading",
        ["Bottom line", "Bottom line up front", "BLUF", "Key points", "Key judgements", "Key judgments",
         "Summary", "Executive summary", "1. Summary", "Highlights", "In brief", "Standfirst", "At a glance"],
    )  # fmt: skip
    def test_a_section_of_that_name_is_used_as_such(self, heading: str) -> None:
        said = "The wall is safe. The basin opens on Friday."
        text = f"# Sea wall\n\n{self.BODY}\n\n## {heading}\n\n{said}\n\n## Next\n\n{self.BODY}\n"
        found = summarise(read := document(text, "report.md"))
        assert [read.text[each.start : each.end] for each in found] == [
            "The wall is safe.",
            "The basin opens on Friday.",
        ]
        assert found[0].reasons[0].kind is ReasonKind.AUTHORS_SECTION

    def test_of_a_list_each_item_gives_its_first_sentence(self) -> None:
        items = "- **Likely.** More may be said.\n- The basin opens on Friday. Or not.\n- Grain moves again"
        assert texts(f"## Key judgements\n\n{items}\n\n## Text\n\n{self.BODY}\n", "report.md") == [
            "Likely.",
            "The basin opens on Friday.",
            "Grain moves again",
        ]

    def test_a_label_within_a_paragraph(self) -> None:
        text = f"Sea wall report\n\nBLUF: The wall is safe. The basin opens on Friday.\n\n{self.BODY}\n"
        assert texts(text) == ["BLUF: The wall is safe.", "The basin opens on Friday."]

    def test_an_empty_section_is_not_a_summary(self) -> None:
        assert texts(f"## Summary\n\n## Text\n\n{self.BODY}\n", "report.md")

    def test_a_heading_that_only_resembles_one(self) -> None:
        text = f"## Summary justice in Ostrel\n\nA cake was sold.\n\n## Text\n\n{self.BODY}\n"
        assert not any(
            "section" in explain_choice(each.reasons) for each in summarise(document(text, "report.md"))
        )


class TestQuestion:
    def test_chooses_for_the_words_asked(self) -> None:
        found = texts(PROSE, about="inspection records")
        assert found == [PROSE.splitlines()[5]]

    def test_forms_of_a_word_count(self) -> None:
        assert texts(PROSE, about="engineer warning") == [PROSE.splitlines()[6]]

    def test_says_so(self) -> None:
        read = document(PROSE)
        (asked, *_) = summarise(read, about="inspection records")[0].reasons
        assert asked.kind is ReasonKind.ASKED_WORDS

    @pytest.mark.parametrize("about", ["zebra", "", "   ", "the of and", "source:gazette", "OR"])
    def test_without_a_match_the_ordinary_summary(self, about: str) -> None:
        assert texts(PROSE, about=about) == texts(PROSE)

    def test_an_answer_that_cannot_stand_alone_is_no_answer(self) -> None:
        text = "He keeps zebras.\n" + PROSE
        assert texts(text, about="zebras") == texts(text)

    def test_without_an_answer_the_own_summary(self) -> None:
        text = f"## Summary\n\nThe wall is safe.\n\n## Text\n\nHe keeps zebras.\n\n{PROSE}\n"
        assert texts(text, "report.md", about="zebras") == ["The wall is safe."]

    def test_an_answer_brings_what_it_refers_to(self) -> None:
        lines = PROSE.splitlines()
        lines.insert(8, "He also keeps zebras.")
        assert texts("\n".join(lines), about="zebras") == lines[7:9]

    def test_goes_past_the_own_summary(self) -> None:
        text = f"## Summary\n\nThe wall is safe.\n\n## Text\n\n{PROSE}\n"
        assert any("baker" in each for each in texts(text, "report.md", about="baker cake"))


class TestUnusualDocuments:
    @pytest.mark.parametrize(
        "text",
        ["", " \n\n ", "```\ncode.\nmore code.\n```\n", "| a | b |\n|---|---|\n| One. | Two. |\n",
         "# Only a heading\n", "- bread\n- milk\n- eggs\n"],
    )  # fmt: skip
    def test_nothing_to_take_from(self, text: str) -> None:
        assert texts(text, "report.md") == []

    def test_one_sentence(self) -> None:
        assert texts("The wall holds.") == ["The wall holds."]

    def test_a_list_of_sentences(self) -> None:
        assert texts("- The wall holds.\n- The basin is open.\n- Grain moves.\n", "report.md") == [
            "The wall holds."
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "Der Hafen von Ostrel wurde am Montag geschlossen. Taucher fanden einen Riss in der Mauer. "
            "Neun Kähne warten. Die Ministerin bat um Akten.",
            "Порт Острел закрыли в понедельник. Водолазы нашли трещину в стене. Девять барж ждут. "
            "Министр просит документы.",
            "奥斯特尔港星期一关闭。潜水员在海堤上发现了裂缝。九艘驳船在等待。部长要求查看记录。",
            "أغلق ميناء أوستريل يوم الاثنين. وجد الغواصون شقا في الجدار. تنتظر تسع صنادل. "
            "طلبت الوزيرة السجلات.",
        ],
    )
    def test_other_languages(self, text: str) -> None:
        found = texts(text)
        assert 1 <= len(found) <= 2
        assert all(each in text for each in found)

    @given(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400),
        st.integers(min_value=0, max_value=6),
        st.text(max_size=20),
    )
    def test_any_text(self, text: str, limit: int, about: str) -> None:
        read = document(text, "any.md")
        found = summarise(read, limit=limit, about=about)
        assert len(found) <= limit
        assert all(isinstance(each, SummarySentence) for each in found)
        assert all(Span(each.start, each.end) in read.sentences for each in found)

    @pytest.mark.parametrize(
        "sentence",
        ["1" * 118 + "x", "Published " + "12" * 50 + "x", "By " + "A" * 100 + "!", "By " + "Aa." * 35 + "!",
         "A" * 100_000, "“" * 50_000 + "He", "exercise " * 30 + "y", "(" * 20_000, "1.1." * 20_000],
    )  # fmt: skip
    def test_no_text_takes_long_to_judge(self, sentence: str) -> None:
        started = time.process_time()
        boilerplate(plain(sentence))
        is_labelled(plain(sentence))
        points_back(plain(sentence))
        joins_on(plain(sentence))
        assert time.process_time() - started < 1.0

    def test_many_summary_sections(self) -> None:
        text = "## Summary\n\n| a |\n|---|\n| b |\n\n" * 300 + "## Text\n\n" + PROSE
        assert texts(text, "report.md")

    def test_is_linear(self) -> None:
        """Eight times the text takes well under the sixty-four times that comparing all pairs would."""

        def seconds(times: int) -> float:
            read = document("\n".join(PROSE.replace("Ostrel", f"Ostrel{n}") for n in range(times)))
            started = time.process_time()
            summarise(read)
            return time.process_time() - started

        seconds(20)
        assert seconds(400) < 30 * seconds(50)


class TestFoundingSeed:
    def test_neither_furniture_nor_orphans(self, shared_data: Path) -> None:
        for path in sorted((shared_data / "seeds").iterdir()):
            read = parse(path.read_bytes(), path.name)
            found = summarise(read)
            assert 1 <= len(found) <= 3
            said = [read.text[each.start : each.end] for each in found]
            assert not any(boilerplate(plain(each)) for each in said)
            assert not points_back(said[0])


def test_what_an_answered_mail_quotes_is_not_its_summary() -> None:
    text = (
        "From: Quay Desk <quay@harbour.example>\nTo: Watch <watch@harbour.example>\n"
        "Date: Fri, 6 Mar 2026 08:00:00 +0000\nSubject: Re: grain at berth four\n\n"
        "> How much grain lies at berth four, and who weighed it on Thursday?\n"
        "> The silo is said to hold nine thousand tonnes of it.\n\n"
        "Eight thousand tonnes lie at berth four by our own scales this morning.\n"
    )
    document = parse(text.encode(), "answer.txt")
    chosen = [document.text[item.start : item.end] for item in summarise(document)]
    assert chosen == ["Eight thousand tonnes lie at berth four by our own scales this morning."]


def test_a_text_that_only_quotes_has_a_summary_all_the_same() -> None:
    document = parse(b"> The pilots left the harbour before noon on Monday.\n", "quoted.md")
    assert len(summarise(document)) == 1
