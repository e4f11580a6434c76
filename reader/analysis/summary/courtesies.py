"""What opens, thanks and hands over in a speech or a briefing, and says nothing of what it is about.

`Good afternoon, everybody.`, `Thanks to all of you for joining`, `With that, I'll take your questions.`
English only; a sentence that goes on to say something is none.
"""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> str:
    """Return a pattern that matches any of these patterns."""
    return f"(?:{'|'.join(alternatives)})"


_NAME = r"(?-i:[A-Z][\w'’.-]*|de|van|von|der|al|el|bin|la|and|for|in|at|of|the|&|,)"
# A speaker's label that was not told apart: `MS. KEEL:`.
_SPEAKER = r"(?:(?-i:[A-Z][A-Z.'’ -]{1,40}):\s*)?"
_ADDRESSED = (
    r"(?:(?:,\s*|\s+)(?:and\s+)?(?:everyone|everybody|all|folks|guys|again|ladies and gentlemen|friends"
    r"|my friends|colleagues|there|to you all|you all|sir|ma['’]am|(?-i:[A-Z])[\w.'’-]+))"
)
_THANKED = any_of(
    "so", "very", "all", "everyone", "everybody", "again", "much", "you", "for", "being", "coming", "joining",
    "us", "here", "that", "today", "this", "the", "call", "it", "question", "have", "a", "to", "and", "madam",
    "sir", "guys", "folks", "thanks", "thank", "morning", "afternoon", "evening", r"(?-i:[A-Z])[\w.'’-]+",
)  # fmt: skip
_FILLER = any_of(
    "all right", "alright", "okay", "ok", "great", "right", "well", "so", "yes", "yeah", "no", "sure",
    "exactly", "absolutely", "go ahead", "next", "sorry", "please", "and", "again", "now", "oh", "good",
    "really", "you know", "but", "hello", "hi", "anyway", "first", "just", "with that",
)  # fmt: skip
_OPENING = rf"{_SPEAKER}(?:{_FILLER},?\s+(?:[–—-]+\s+)?){{0,4}}"
_CLOSING = r"[\s.!?,…—–-]*"
_GREETING = re.compile(
    _OPENING
    + any_of(
        r"(?:good (?:morning|afternoon|evening|day|night)|hello|hi|hey|greetings|welcome(?: back)?)"
        rf"{_ADDRESSED}{{0,6}}",
        rf"(?:thank you|thanks)(?:,? {_THANKED})*",
        r"(?:how are (?:you|we)|how['’]s everyone)[^.!?]{0,30}",
        r"(?:have|take) a seat|(?:be seated|sit down|sit)",
        r"happy (?:new year|birthday|\w+day|holidays)[^.!?]{0,20}|merry christmas[^.!?]{0,20}",
        rf"{_FILLER}{_ADDRESSED}{{0,2}}",
        rf"welcome to the {_NAME}(?:\s{_NAME}){{0,8}}",
    )
    + rf"(?:,\s*{_FILLER})*"
    + _CLOSING,
    re.IGNORECASE,
)
_ALSO = r"(?:(?:just|also|really|first|briefly|begin by|start by|take a moment to) )*"
_VERY = r"(?:(?:so|very|really|just|truly) )*"
_REST = r"\b[^.!?]{0,240}"
_HERE = r"(?:be (?:here|with|back|at|in|joined)|see|join|welcome|have you)"
_THANKING = r"(?:thank|thanking|welcome|welcoming|recogni[sz]e|acknowledge|congratulate)"
_TO_SOMEBODY = (
    r"(?:(?-i:(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov)\. |President |Mayor |Senator )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?), )?"
)
_COURTESY = re.compile(
    _OPENING
    + _TO_SOMEBODY
    + any_of(
        r"(?:[^.!?,]{2,60}, ){0,2}(?:thanks|thank you)\b[^.!?]{0,160}\bfor (?:joining|coming|being|having"
        rf"|your|that|the|taking|hosting|everything|all|this|inviting|what){_REST}",
        rf"(?:thanks|thank you) (?:(?:very|so) much )?to{_REST}",
        rf"(?:i|we)(?:['’]d| would| do)? {_ALSO}(?:want|wanted|like) to {_ALSO}{_THANKING}{_REST}",
        rf"let me {_ALSO}{_THANKING}{_REST}",
        rf"(?:it['’]s|it is|what) {_VERY}(?:an? )?(?:\w+ )?(?:good|great|nice|wonderful|pleasure|honou?r"
        rf"|privilege|delight) (?:for me )?to {_HERE}{_REST}",
        rf"(?:i['’]m|i am|we['’]re|we are) {_VERY}(?:pleased|happy|glad|delighted|honou?red|thrilled) to"
        rf" {_HERE}{_REST}",
        r"(?:i|we)(?:['’](?:ll|m|re|d)| will| am| are)?(?: now)?(?: going to)? (?:turn (?:it|this|the \w+)"
        rf" over|(?:be happy to )?take (?:your|some|a few) questions|kick it off){_REST}",
        r"(?:i|we) (?:just )?have (?:a (?:few|couple)(?: of)?|one|two|some|no)(?: quick| more)?"
        r" (?:announcements?|things?|items?|points?|updates?|toppers?)(?: (?:to|for|at)\b[^.!?]{0,80})?",
        r"(?:s?he|they|(?-i:[A-Z])[\w'’-]+)(?:['’]ll| will) [^.!?]{0,80}(?:take|answer)"
        rf"(?: some| your| a few| any)?(?: of your)? questions{_REST}",
        rf"i know (?:that )?(?:you(?:['’]ve)? all|everybody|everyone|many of you){_REST}",
        r"(?:also, )?happy (?:belated )?(?:new year|birthday|\w+day|holidays|\w+['’]s day)\b[^.!?]{0,80}",
        r"i (?:just )?(?:apologi[sz]e|want to apologi[sz]e) for (?:the |being |my )[^.!?]{0,60}",
        r"(?:as a reminder,? )?(?:this|the|today['’]s) (?:call|briefing|gaggle) (?:is|will be) on"
        r" (?:background|the record)\b.{0,240}",
        r"the floor is yours|over to you|that['’]s all (?:i have|i['’]ve got)[^.!?]{0,40}",
        rf"(?:\w+(?: \w+)?, )?(?:good|great|nice) to (?:see|be|have){_REST}",
    )
    + _CLOSING,
    re.IGNORECASE,
)
_LONGEST_GREETING = 120
_LONGEST_COURTESY = 300


def is_courtesy(sentence: str) -> bool:
    """Return whether a sentence, on one line, is a greeting, a word of thanks or a change of speakers."""
    if len(sentence) <= _LONGEST_GREETING and _GREETING.fullmatch(sentence):
        return True
    return len(sentence) <= _LONGEST_COURTESY and _COURTESY.fullmatch(sentence) is not None
