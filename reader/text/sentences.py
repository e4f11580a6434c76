"""Where sentences begin and end, by rule.

Every full stop, question or exclamation mark that is followed by white space is a candidate; what stands
before and after it decides. The rules follow the practice of the rule-based splitters that do best on
English news (the "golden rules" of Pragmatic Segmenter, the abbreviation classes of Punkt): an abbreviation
that wants something after it (`Gen.`, `No.`, `e.g.`) never ends a sentence, one that may end it (`U.S.`,
`Inc.`, `p.m.`) does when the next word is one that begins sentences, and anything else does unless the next
word is in lower case. Closing quotes, brackets and note numbers belong to the sentence that they close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.spans import Span

_MARKS = ".!?…‽⁇"
_CLOSERS = "\"'”’»›)\\]}"

# A terminator with what closes after it, or a blank line. Ideographic stops need no space after them. The
# pattern begins with one plain set of characters, which the engine looks for ten times as fast. A run of
# marks is tried from its first one only: what follows it is the same from each of them.
_CANDIDATE = re.compile(
    r"[.!?…‽⁇。！？｡\n](?:"
    r"(?<=\n)(?P<blank>[^\S\n]*\n)"
    rf"|(?<=[。！？｡])(?P<wide>[。！？｡]*[{_CLOSERS}」』）】〉》]*)"
    r"|(?<![\n。！？｡])(?<![.!?…‽⁇]{2})(?P<more>(?<=\.)(?:[ \u00a0]\.){2,}|[.!?…‽⁇]*)"
    rf"(?P<close>(?:[{_CLOSERS}*_]|[ ](?:''|[”’»)\]])(?=\s|$))*)"
    r"(?:\[[\w^]{1,12}\]|[ ]\[\d{1,3}\](?![\w(]))*(?=[\s\u200b]|$))"
)
_NEXT = re.compile(
    r"[\s\u200b]*(?P<open>(?:``[ ]?|[(\[{][ ]|[\"'“‘„«‹(\[{¿¡*_`])*)(?P<word>[^\W_]+(?:['’.-][^\W_]+)*\.?)?"
)
_LIST_START = re.compile(
    r"\s*(?:[•⁃*-]\s*)?(?:(?P<number>\d{1,3})|(?P<letter>[a-z]))(?P<mark>\.\)|[.)])\s+(?=\S)"
)
_MARKER_ONLY = re.compile(r"\s*(?:[•⁃*-]\s*)?[\[(]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.\d{1,3})*\Z")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_ROMAN = re.compile(r"[IVXL]{2,5}\Z")
_TIME_OPENING = re.compile(
    r"[\"“'(]*(?:At|By|On|In|From|Around|About|Since|Before|After|Until)\b(?:\s+\S+){1,3}\Z"
)
_CITATION = re.compile(r"\s*\([^()]{1,60}\)[.;,]")
_SPEAKER = re.compile(
    r"\s*(?:[A-Z][\w.'’-]*\s+){1,3}(?:said|says|asked|asks|told|added|replied|wrote|writes|shouted|cried|answered)\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name must follow these, with a capital, or an example.
_TITLES = _words(
    """mr mrs ms mx messrs mme mlle dr drs prof rev revd fr hon gen gens maj col cols lt ltc cmdr comdr
    capt cpt sgt ssgt tsgt msgt cpl pvt pfc adm brig lieut ens supt insp det dep asst assoc sen sens rep reps
    gov govs pres amb min atty mgr ald"""
)
_LEADS = _words("e.g i.e eg ie vs v cf viz approx ca n° № nr op.cit")
# A number must follow these; without one they are words like any other.
_BEFORE_NUMBER = _words(
    """no nos p pp par para paras vol vols art arts sec secs ch chap chs cl op pt pts ver vv ed edn tel col
    jan feb mar apr jun jul aug sep sept oct nov dec fig figs app ann bl ll fol ff sch reg regs n s ss eq eqn
    circa c rm ste apt box lot sta ft lb lbs hr hrs min"""
)
# These may end a sentence or stand inside one: the next word decides. All but the last line want a capital.
_MAY_END = _words(
    """inc corp co cos ltd llc llp plc bros mfg intl int'l natl nat'l assn dept depts div univ inst acad est
    jr sr esq phd ph.d st ste mt mts ft rt etc al
    jan feb mar apr jun jul aug sep sept oct nov dec tue tues wed thu thur thurs fri
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nebr nev
    okla ore pa penn tenn tex va vt wash wis wisc wyo w.va alta ont que sask man nfld
    beds berks bucks cambs derbys glos hants herts lancs leics lincs northants notts oxon staffs warks wilts
    worcs yorks
    ave blvd rd hwy pkwy sq ctr bldg rte govt admin dem ind amdt"""
)
_MAY_END_SMALL = _words("etc al co pct mln bln cts dlrs")
# Words that, with a capital, commonly begin a sentence and seldom continue a name.
_STARTERS = _words(
    """the a an this that these those there here he she it we they you i his her its their our my your who
    what when where why how which whose whether if in on at by for from with without within after before
    but and or nor so yet since as although though because while until unless however meanwhile moreover
    furthermore nevertheless nonetheless instead therefore thus then also still even only just not no yes
    is are was were did do does has have had will would could should can cannot must
    some many most several few all both each every either neither another other others such one two three
    four five six seven eight nine ten hundreds thousands more less much according asked under over during
    between among against about despite following last earlier later today yesterday tomorrow tonight now
    once monday tuesday wednesday thursday friday saturday sunday together next nobody everyone everybody
    someone additionally let please see officials analysts critics police people mr mr. mrs mrs. ms ms.
    it's that's he's she's there's they're we're i'm don't didn't i've i'd we've let's"""
)
_SUBJECT = re.compile(r"[\"“'(]*(?:(?:If|But|And|While|That|He said(?: if)?) )?(?:[Tt]he )?\S+\Z")
_VERBS = _words("is are was were did do does has have had will would could should can cannot must and or")
_BANG_NAMES = _words("yahoo jeopardy")
# Letters that name a thing end a sentence where initials would not.
_LETTERED = _words(
    "plan vitamin hepatitis group class type section part grade category appendix option exhibit"
)


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of `text[start:end]` as spans of code points into `text`.

    They are sorted, do not overlap, and neither begin nor end with white space; together they hold every
    other character. A blank line always ends a sentence, a single newline counts as a space.
    """
    stop = len(text) if end is None else min(end, len(text))
    if 0 < start < stop and text[start - 1] in _MARKS:
        # The pattern looks one mark back: a part that begins within a run of them is looked at by itself.
        return [Span(a + start, b + start) for a, b in split_sentences(text[start:stop])]
    spans: list[Span] = []
    begin = _skip_space(text, start, stop)
    for cut in _cuts(text, begin, stop):
        if cut > begin:
            spans.append(Span(begin, _strip_space(text, begin, cut)))
            begin = _skip_space(text, cut, stop)
    last = _strip_space(text, begin, stop)
    if last > begin:
        spans.append(Span(begin, last))
    return spans


def _skip_space(text: str, offset: int, stop: int) -> int:
    while offset < stop and text[offset].isspace():
        offset += 1
    return offset


def _strip_space(text: str, begin: int, offset: int) -> int:
    while offset > begin and text[offset - 1].isspace():
        offset -= 1
    return offset


def _cuts(text: str, begin: int, stop: int) -> Iterator[int]:
    """Where a sentence ends, in order; `begin` is where the first one begins."""
    items = _enumeration(text, begin, stop)
    marker = next(items, stop)
    for match in _CANDIDATE.finditer(text, begin, stop):
        cut = match.end()
        while marker < cut:
            if marker > begin:
                yield marker
                begin = marker
            marker = next(items, stop)
        if match["close"] is None or _ends(text, begin, match, stop):
            yield cut
            begin = _skip_space(text, cut, stop)
    while marker < stop:
        yield marker
        marker = next(items, stop)


def _enumeration(text: str, begin: int, stop: int) -> Iterator[int]:
    """Where the second and further items of a run-in list begin: `1. One 2. Two`, `a) one b) two`."""
    first = _LIST_START.match(text, begin, stop)
    if first is None:
        return
    mark = re.escape(first["mark"])
    offset, count = first.end(), 0
    value = int(first["number"]) if first["number"] else ord(first["letter"])
    while count < 200:
        value += 1
        count += 1
        label = str(value) if first["number"] else chr(value)
        following = re.compile(
            rf"(?<=\s)(?:[•⁃]\s*)?{label}{mark}\s+(?=[^\W\d_a-z])|(?<=\s)⁃{label}{mark}\s+"
        )
        item = following.search(text, offset, stop)
        if item is None:
            return
        yield item.start()
        offset = item.end()


def _ends(text: str, begin: int, match: re.Match[str], stop: int) -> bool:
    """Whether the terminator that was matched ends the sentence that began at `begin`."""
    following = _NEXT.match(text, match.end(), stop)
    if following is None or (following.end() >= stop and not following["word"] and not following["open"]):
        return True
    word = following["word"] or ""
    if word[:1].islower() and not (word[1:2].isupper() and not following["open"]):
        return False
    terminator, closed = text[match.start() : match.end("more")], match["close"]
    if terminator == "." and _MARKER_ONLY.match(text, begin, match.start()):
        return False
    if "!" in terminator or "?" in terminator:
        return _mark_ends(text, begin, match, word, stop)
    if not word and not following["open"] and text[following.end()] in ".!?":
        return False
    if closed and _CITATION.match(text, match.end(), stop):
        return False
    if len(terminator) > 1 or terminator == "…":
        spaced = match.start() > begin and text[match.start() - 1].isspace() and terminator.count(".") <= 3
        return not spaced and (bool(word) or bool(following["open"]))
    if closed:
        return bool(word) or bool(following["open"]) or _is_symbol(text, following.end(), stop)
    return _full_stop_ends(text, begin, match.start(), word, bool(following["open"]))


def _is_symbol(text: str, offset: int, stop: int) -> bool:
    return offset < stop and text[offset] not in ",;:.!?…)]"


def _mark_ends(text: str, begin: int, match: re.Match[str], word: str, stop: int) -> bool:
    """For a question or exclamation mark, with the next word not in lower case."""
    if match["close"] and _SPEAKER.match(text, match.end(), stop):
        return False
    if text[match.start() : match.end("more")] == "!":
        before = _word_before(text, begin, match.start())
        if before.lower() in _BANG_NAMES and word.lower().rstrip(".") in _MAY_END:
            return False
    return True


def _word_before(text: str, begin: int, offset: int) -> str:
    """The word that ends at `offset`, without what opens or closes around it."""
    if offset > begin and text[offset - 1] == " ":
        offset -= 1
    pieces = text[max(begin, offset - 40) : offset].split()
    if not pieces or text[offset - 1].isspace():
        return ""
    return pieces[-1].lstrip("\"'“‘„«(<[{*_`—–-").rstrip("\"'”’»)]}>*_")


def _full_stop_ends(text: str, begin: int, offset: int, following: str, opens: bool) -> bool:
    """For a single full stop, with the next word not in lower case."""
    before = _word_before(text, begin, offset)
    if not before:
        return bool(following)
    lowered = before.lower()
    starts = following.lower().replace("’", "'") in _STARTERS or (not following and opens)
    if following[:1].isdigit() and lowered in _BEFORE_NUMBER:
        return False
    if lowered in _LEADS or (lowered in _TITLES and before[0].isupper()):
        return False
    if len(before) == 1 and before.isalpha():
        return _initial_ends(text, begin, offset, before, following)
    if "." in before and _ACRONYM.match(before):
        if _SUBJECT.match(text, begin, offset + 1) and following.lower() in _VERBS:
            return False  # feeds give the word after U.S. a capital: "The U.S. Has threatened"
        return starts and not _TIME_OPENING.match(text, begin, offset)
    if lowered in _MAY_END_SMALL:
        return starts or (bool(following) and lowered not in ("co", "al"))
    if lowered in _MAY_END and before[0].isupper():
        return starts
    return True


def _initial_ends(text: str, begin: int, offset: int, letter: str, following: str) -> bool:
    """For a full stop after a single letter."""
    if letter.islower():
        return True
    gap = offset - 1
    while gap > max(begin, offset - 40) and text[gap - 1].isspace():
        gap -= 1
    previous = _word_before(text, begin, gap) if gap > begin else ""
    if following.lower() not in _STARTERS:
        return previous.lower() in _LETTERED or (following[:1].isdigit() and previous[:1].islower())
    if letter == "I":
        return not previous[:1].isupper()
    return not previous or not previous[0].isupper()
