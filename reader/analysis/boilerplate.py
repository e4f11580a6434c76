"""What stands in a briefing without saying anything of it, and what says nothing on its own.

Wire copy and web pages carry bylines, times of posting, captions, rights and calls to read on inside
their text. The rules here look at one sentence at a time, by its form alone, so that they hold for any
outlet. A sentence that opens with a word for something said before (`He added`, `That source`) is not
boilerplate: it needs the sentence before it.
"""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_ZONES = r"(?:[ap]\.?\s?m\.?|gmt|utc|e[sd]t|c[sd]t|p[sd]t|bst|cet|z|et|hrs?|hours|local time|at|on|of|the)"
_CLOCK = r"\d{1,2}(?:[:.]?\d{2}){1,2}"
_NUMERIC_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"

# A sentence made of nothing but these is a time of posting; a bare number in prose is not.
_TIME_WORD = re.compile(
    rf"(?:(?:first\s+|last\s+)?(?:published|updated|posted|modified|created|filed|date|time|as of|dated)\b"
    rf"|{_CLOCK}|{_NUMERIC_DATE}|\b{_MONTHS}\b\.?|\b{_DAYS}\b\.?|\b{_ZONES}(?!\w)|\d{{1,4}}(?:st|nd|rd|th)?\b"
    r"|\bt(?=\d)|[\s,.:;|·•/()\[\]–—-]+)+",
    re.IGNORECASE,
)
_TIME_HINT = re.compile(
    rf"{_CLOCK}|{_NUMERIC_DATE}|\b{_MONTHS}\b|published|updated|posted|modified", re.IGNORECASE
)

_NAME = r"(?-i:[A-Z][\w'’.-]*|de|van|von|der|al|el|bin|la|and|for|in|at|of|the|&|,)"
_BYLINE = re.compile(
    rf"(?:by|from|written by|reported by|reporting by|edited by|editing by|story by|words by|compiled by)[:\s.]*"
    rf"(?:\s*{_NAME}){{0,12}}[\s.|,]*",
    re.IGNORECASE,
)
_BYLINE_DESK = re.compile(
    r"(?:(?:\w+\s){0,3}(?:reporter|correspondent|staff writer|associated press|reuters|afp|press association|newsroom"
    r"|news desk|staff|mailonline|agencies))[\s.|]*",
    re.IGNORECASE,
)
_BARE_NAME = re.compile(
    r"[A-Z][a-zà-ÿ'’-]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){1,2}(?:\s+(?:For|In)\s+[A-Z]\w+)?\s?\.?"
)
# CITY, Month 4 (Agency) -- with nothing after it; a dateline that opens a sentence is part of that sentence.
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:\s[A-Z.'’-]+){0,3}(?:,\s[\w.\s]{2,30}){0,2}\s?(?:\((?:[A-Z][\w.]*\s?){1,3}\)\s?[–—-]{0,2}|[–—-]{1,2})\s*"
    r"|\((?:[A-Z][\w.]*\s?){1,3}\)\s?[–—-]{0,2}\.?"
)
_MARKING = re.compile(
    r"(?:(?:unclassified|restricted|confidential|secret|official(?:[ -]sensitive)?|for official use only|fouo|internal|exercise"
    r"|embargoed|draft|no foreign nationals|noforn|for training only|not for distribution)[\s/.,:;*|–—-]*)+"
    r"|\W*(?:this (?:\w+ ){1,2}is (?:\w+ ){0,3}|this is (?:\w+ ){0,3})?(?:an? |for )?(?:exercise|training)\b(?!s).{0,40}\b"
    r"(?:invented|fictional|fictitious|made up|not real|only|no real)\b.*",
    re.IGNORECASE,
)

_RIGHTS = re.compile(
    r"©\s*(?:copyright\s*)?(?:\d{4}|(?-i:[A-Z][a-z]))|\(c\)\s*\d{4}|\bcopyright(?:ed)?\s(?:\d{4}|by|holder|notice)|\ball rights reserved\b|\b(?:may|must) not be (?:published|reproduced|copied)"
    r"|\bterms (?:of use|and conditions)\b|\bprivacy policy\b|\bmaterial may not\b",
    re.IGNORECASE,
)
# Patterns that make a sentence furniture wherever it stands, tried at its start.
_FURNITURE = re.compile(
    r"(?:\W{0,3})(?:"
    r"(?:read|see|learn|find out|show|view|hear|watch|load)\s+(?:more|also|the full|our|all|next|pictures of|the latest|the \d+)\b"
    r"|(?:click|tap|swipe|press)\s+(?:here|on|the|to|below|for|through)\b"
    r"|scroll\s+(?:down|to|up)\b|(?:video|photos?|gallery|slideshow)\s*:?\s*(?:scroll|see|watch|click)\b"
    r"|(?:subscribe|sign up|log ?in|register|follow (?:us|me|@|him on|her on|on)|like us|join (?:us|our|the conversation))\b"
    r"|(?:share|tweet|email|print|comment)s?(?:\s+(?:this|on|via|with|now|\d+)\b|[\s.|]*\Z)"
    r"|share or comment\b|leave a (?:comment|reply)\b|most (?:read|popular|viewed)\b|related (?:articles?|stories|topics|links|content)\b"
    r"|recommended (?:stories|for you)\b|you (?:may|might) also (?:like|be interested)\b|advertisement\b|continue reading\b"
    r"|get (?:the|our) (?:latest|daily|free|newsletter|app)\b|download (?:the|our)\b|for more (?:information|details|on this|stories|news),?\b.{0,12}"
    r"(?:see|visit|click|go to|call|contact|follow)\b|visit (?:our|us at|www|http)"
    r"|editor\s?['’]?s?\s?['’]?s?\s+note\b|do you have (?:a story|an? \w+ to share|information)\b|contact (?:the author|us|our)\b"
    r"|(?:opinions|views) expressed (?:in|by|are|here)\b|the opinions? expressed\b|this (?:article|story|post|report) (?:was |is |has been )?"
    r"(?:originally|first|updated|adapted|part of|appeared|produced|corrected)\b"
    r"|(?:photo|image|picture|video|caption|credit|photograph|illustration|file photo|graphic)\s*(?:credit|by|from|courtesy)?\s?[:/]"
    r"|(?:photo(?:graph)?|image)s?\s+(?:by|courtesy)\b|(?:getty|ap photo|reuters/|afp/|shutterstock|alamy|istock)\b"
    r"|(?:distribution|classification|handling|page|ref(?:erence)?|serial|precedence|to|from|subject|dtg|date|time|issued|status|copy)\s*:"
    r"|(?:end of|ends)\s*(?:report|message|briefing|text|transcript)?[\s.]*\Z|-\s?ends?\s?-|-{0,3}\s?30\s?-{0,3}\Z|page \d+ of \d+"
    r"|cnn\s?['’]?s\s.{3,80}contributed to this report|.{0,90}contributed to this (?:report|story)\b"
    r"|correction\s?:|transcript\s?:|\[?\s?breaking news update|https?://\S+\s*\Z|www\.\S+\s*\Z"
    r")",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\((?:pictured|above|below|left|right|centre|center|inset|file(?: photo| image| picture)?|back|front|far (?:left|right)|"
    r"(?:second|third|circled|top|bottom)[^()]{0,24}|pictured[^()]{0,40})\)"
    r"|,?\s*\bpictured\b\s*(?:,|here|above|below|left|right|with|in|at|on|after|before|during|last|outside|is\b|are\b)"
    r"|\A(?:pictured|file photo|above|below|inset)\b\s?[:,]|\b(?:in|seen in) this (?:file|undated|\d{4}|[A-Z][a-z]+ \d)[^.]{0,30}(?:photo|image|picture|file)\b"
    r"|\((?:ap|reuters|afp|getty images?|epa|photo|file)\b[^()]{0,40}\)\s?\.?\Z",
    re.IGNORECASE,
)
# `Final embrace: These sessions are …`: a label of a few words, then a caption in sentence case.
_LABELLED = re.compile(
    r"['\"‘“]?[A-Z][\w'’!?-]*(?:\s(?!said\b|says\b|added\b|asked\b)[\w'’!?&-]+){0,4}['\"’”]?\s?(?::|\?(?=\s[A-Z]))\s(?=['\"‘“(]?[A-Z0-9])"
)
_SPEECH_LABEL = re.compile(
    r"(?:bottom line|bluf|summary|key (?:point|judge?ment|finding|message)s?|assessment|comment|analysis|outlook|note|update|conclusion"
    r"|(?:\S+\s){0,4}(?:said|says|added|asked|wrote|tweeted|told))\s?:",
    re.IGNORECASE,
)

_JOINING = (
    r"(?:but|and|so|yet|or|nor|however|meanwhile|still|then|also|later|instead|afterwards?|earlier|nevertheless|nonetheless"
    r"|therefore|thus|hence|moreover|furthermore|besides|otherwise|in addition|for example|for instance|as a result|as such"
    r"|in other words|either way|likewise|similarly|even so|indeed|in short|conversely|that said|in fact|by contrast"
    r"|in contrast|on the other hand|at the same time|since then|in response|in turn|separately)"
)
_TIMES = (
    r"(?:week|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|season|weekend|century|decade"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_POINTING = r"(?:this|that|these|those|such)"
_PERSONAL = r"(?:he|she|they|him|her|hers|his|their|theirs|its|it|them)"
# Words that point back when they open a sentence.
_BACK = (
    rf"(?:{_PERSONAL}\b|(?:both|neither|another|others?)\b(?!\s+\w+\s+(?:and|nor)\b)"
    rf"|{_POINTING}\b(?!\s(?:{_TIMES}\b|who\b|which\b|with\b|as\b|wishing\b|seeking\b))"
    r"|the (?:former|latter|two|pair|duo|same|others?|second|third)\b)"
)
_POINTER = re.compile(
    rf"(?:[\"'“‘`(\[\s]|{_JOINING}\b,?\s|for {_PERSONAL} part,?\s)*"
    rf"(?:{_BACK}|(?:according to|of|like|unlike|to|for|one of|some of|most of|many of|all of|both of|two of|none of"
    rf"|neither of) {_BACK}"
    # `When he arrived, he` points back; `When he arrived, Barnea` names whom it means.
    rf"|(?:when|as|while|after|before|if|because|although|though|asked|with|from|in|on|at|by|under|during|despite|following"
    rf"|because of) (?:{_POINTING}\b(?! {_TIMES}\b)|{_PERSONAL}\b[^,]{{0,80}}, {_BACK})"
    r"|the (?:\w+\s)?(?:source|official|spokes(?:man|woman|person)|move|incident|statement|announcement|decision|agency"
    r"|visit|trip|ruling|remarks?|comments?|claims?|attack|meeting|talks|call)\s(?:said|says|added|also|comes?|came|follows?"
    r"|followed|takes?|took|happened|occurred|was|were|is|are|will|would)\b)",
    re.IGNORECASE,
)
# Openings of the same words that point nowhere: an empty `it`, the document's own name for itself.
_EMPTY = re.compile(
    rf"(?:{_JOINING},?\s)?(?:it(?:['’]s|\s(?:is|was|has been|remains?|remained|appears?|seems?|will be|would be|may be))\s"
    r"(?:(?:not|also|still|now|yet|as yet|immediately|more|widely|highly|un)\s?)*(?:un)?(?:clear|certain|known|likely|possible"
    r"|impossible|expected|thought|believed|understood|reported|estimated|necessary|important|hoped|feared|assessed|too early"
    r"|too soon|time|the (?:first|second|third|latest|biggest|worst)|(?:one|two|three|four|five|\d+) (?:days?|weeks?|months?|years?))\b"
    r"|this (?:report|briefing|note|update|document|assessment|paper|cable|digest|summary|exercise|sitrep|section|page|timeline"
    r"|chronology|is an? (?:exercise|summary|report|briefing|assessment))\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"[\"'“‘`\s]*{_JOINING}\b", re.IGNORECASE)

_SPACED = re.compile(r"\s+(?=[.,:;!?)\]%'’])|(?<=[(\[])\s+")


def plain(sentence: str) -> str:
    """The sentence on one line, with the spaces that tokenised text puts before punctuation taken out."""
    return _SPACED.sub("", " ".join(sentence.split()))


def boilerplate(sentence: str) -> str:
    """What sort of furniture the sentence is (`byline`, `time`, `rights`, `link`, `dateline`, `marking`, `mark`), or an empty string.

    The sentence is one line as `plain` gives it.
    """
    if not any(map(str.isalnum, sentence)):
        return "mark"
    if len(sentence) < 400 and _RIGHTS.search(sentence):
        return "rights"
    if _FURNITURE.match(sentence):
        return "link"
    if len(sentence) < 240 and _MARKING.fullmatch(sentence):
        return "marking"
    if len(sentence) > 120:
        return ""
    if _TIME_HINT.search(sentence) and _TIME_WORD.fullmatch(sentence):
        return "time"
    if _BYLINE.fullmatch(sentence) or _BYLINE_DESK.fullmatch(sentence) or _BARE_NAME.fullmatch(sentence):
        return "byline"
    return "dateline" if _DATELINE.fullmatch(sentence) else ""


def is_caption(sentence: str) -> bool:
    """Whether the sentence reads as the caption of a picture: `(pictured)`, `Above: …`, `Label: A man stands …`."""
    if _CAPTION.search(sentence):
        return True
    label = _LABELLED.match(sentence)
    return label is not None and len(label.group()) < 40 and not _SPEECH_LABEL.match(sentence)


def points_back(sentence: str) -> bool:
    """Whether the sentence opens with a word for something said before it: `He`, `That source`, `During the call`."""
    return bool(_POINTER.match(sentence)) and not _EMPTY.match(sentence)


def joins_on(sentence: str) -> bool:
    """Whether the sentence opens with a word that joins it to the one before: `But`, `For example`."""
    return bool(_JOINED.match(sentence))
