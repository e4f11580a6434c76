"""Whether a hyphen at the end of a line only parts a word, or belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORD_END = re.compile(r"[^\W\d_]+\Z")
_WORD_START = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouyäöüàâáéèêëíìîïóòôúùû]", re.IGNORECASE)
_FIRST_HALF = re.compile(
    r"(?:"
    r"all|anti|arch|back|best|better|bottom|centre|center|class|close|cold|counter|cross|cut"
    r"|dead|deep|double|down|dry|early|east|eight|eighteen|eighty|eleven|even|ever|extra|far"
    r"|fast|fifteen|fifty|fire|first|five|fixed|flat|follow|foot|forty|four|fourteen|fourth"
    r"|free|front|full|get|good|half|hand|hard|head|heavy|high|higher|highest|hot|hour"
    r"|hundred|ill|key|knock|know|land|large|last|late|lead|left|less|life|light|like"
    r"|little|long|longer|low|lower|lowest|main|mass|mid|mini|mile|month|more|most|much"
    r"|multi|near|neo|never|new|newly|next|night|nine|nineteen|ninety|non|north|off|oil|old"
    r"|once|one|only|open|over|own|part|past|peace|per|post|power|price|quasi|quick|radio"
    r"|ready|record|red|right|road|round|run|safe|sea|second|self|semi|set|seven|seventeen"
    r"|seventy|shore|short|shut|side|single|six|sixteen|sixty|slow|small|soft|south|spin"
    r"|stand|start|state|step|still|stop|strong|take|ten|third|thirteen|thirty|three|time"
    r"|tit|top|trade|twelve|twenty|twice|two|ultra|under|value|vice|wage|wait|walk|war"
    r"|water|week|well|west|white|whole|wide|wind|world|worst|year|yen|young|zero"
    r")\Z"
)
"""Words that compounds with a hyphen begin with: `well-known`, `self-styled`, `twenty-foot`."""
_SECOND_HALF = re.compile(
    r"(?:"
    r"added|adjusted|aided|and|around|away|based|board|born|bound|built|by|called"
    r"|carrying|centred|centered|centric|century|chief|class|controlled|dealing"
    r"|denominated|dependent|dollar|driven|edge|eighth|elect|eyed|faced|fashioned"
    r"|fed|fifth|fifths|fighting|fired|fold|foot|fourth|fourths|free|friendly"
    r"|funded|general|going|grown|half|handed|headed|held|high|hour|hours|impaired"
    r"|income|intensive|keeping|known|last|law|length|level|like|lived|long|looking"
    r"|made|maker|makers|making|mandated|member|mile|million|minded|minister|minute"
    r"|month|months|moving|ninth|ninths|off|only|oriented|over|owned|paid|party"
    r"|past|people|planned|point|president|price|prone|proof|quarter|quarters"
    r"|ranking|related|rich|run|running|sale|scale|sea|secretary|seekers|selling"
    r"|sensitive|service|seventh|sharing|sixth|sixths|sized|speaking|sponsored"
    r"|standing|state|strong|style|styled|taking|term|third|thirds|traded|trading"
    r"|trip|turned|type|up|ups|user|users|way|week|weeks|wide|wing|winning|words"
    r"|working|world|worth|year|years"
    r")\Z"
)
"""Words that compounds with a hyphen end with: `coal-fired`, `president-elect`, `mid-term`."""


class Hyphens:
    """The words of a text, and what they say of a hyphen at the end of a line."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.lower() for word in _WORD.findall(self._text))

    def parts_word(self, before: str, after: str) -> bool:
        """Return whether the hyphen that ends the line `before` goes when the line `after` is joined to it.

        The text decides where it has the word whole, with the hyphen, or both halves as words. Else a hyphen
        parts a word, as it does in most print, unless a half is one that compounds are made with.
        """
        head, tail = _WORD_END.search(before[:-1]), _WORD_START.match(after)
        if head is None or tail is None or not tail.group()[0].islower():
            return False
        if before[: head.start()].endswith("-") or after.startswith("-", tail.end()):
            return False  # higher-than-expected
        first, second = head.group().lower(), tail.group().lower()
        if self._words[f"{first}-{second}"]:
            return False
        if self._words[first + second]:
            return True
        if len(first) < 2 or len(second) < 2 or _FIRST_HALF.match(first) or _SECOND_HALF.match(second):
            return False
        if first.endswith("ly") or not (_VOWEL.search(first) and _VOWEL.search(second)):
            return False
        # Each stands here once as a half.
        return self._words[first] < 2 or self._words[second] < 2
