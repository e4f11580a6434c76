"""What stands in a briefing without saying anything of it, and what says nothing on its own.

Wire copy and web pages carry bylines, times of posting, captions, rights and calls to read on inside
their text. The rules here look at one sentence at a time, by its form alone, so that they hold for any
outlet. A sentence that opens with a word for something said before (`He added`, `That source`) is not
boilerplate: it needs the sentence before it. English throughout; other languages pass untouched.
"""

from __future__ import annotations

import re

from reader.analysis.summary.courtesies import any_of as _any
from reader.analysis.summary.courtesies import is_courtesy

_SPACED = re.compile(r"\s+(?=[.,:;!?)\]%'’])|(?<=[(\[])\s+")

_SPACED_MARKS = (" .", " ,", " :", " ;", " !", " ?", " )", " ]", " %", " '", " ’", "( ", "[ ")


def plain(sentence: str) -> str:
    """Return the sentence on one line, with the spaces that tokenised text puts before
    punctuation taken out.
    """
    line = " ".join(sentence.split())
    return _SPACED.sub("", line) if any(mark in line for mark in _SPACED_MARKS) else line


_MONTH = _any(
    r"jan(?:uary)?", r"feb(?:ruary)?", r"mar(?:ch)?", r"apr(?:il)?", r"may", r"june?", r"july?",
    r"aug(?:ust)?", r"sept?(?:ember)?", r"oct(?:ober)?", r"nov(?:ember)?", r"dec(?:ember)?",
)  # fmt: skip
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_ZONE = r"(?:[ap]\.?\s?m\.?|gmt|utc|[ecp][sd]t|bst|cet|z|et|hrs?|hours|local time|at|on|of|the)"
_CLOCK = r"\d{1,2}(?:[:.]?\d{2}){1,2}"
_NUMERIC_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_POSTED = (
    r"(?:(?:first\s+|last\s+)?(?:published|updated|posted|modified|created|filed|date|time|as of|dated)\b)"
)

# A sentence made of nothing but these is a time of posting; a bare number in prose is not. Possessive here
# and below: what was taken for one piece is not tried as two, or a long number would be cut in all ways.
_TIME = re.compile(
    rf"(?:{_POSTED}|{_CLOCK}|{_NUMERIC_DATE}|\b{_MONTH}\b\.?|\b{_DAY}\b\.?|\b{_ZONE}(?!\w)"
    r"|\d{1,4}(?:st|nd|rd|th)?\b|\bt(?=\d)|[\s,.:;|·•/()\[\]–—-]+)++",
    re.IGNORECASE,
)
_TIME_HINT = re.compile(rf"{_CLOCK}|{_NUMERIC_DATE}|\b{_MONTH}\b|{_POSTED}", re.IGNORECASE)

_NAME = r"(?-i:[A-Z][\w'’.-]*|de|van|von|der|al|el|bin|la|and|for|in|at|of|the|&|,)"
_AUTHORED = _any(
    "by", "from", "(?:written|reported|compiled) by", "(?:reporting|editing|story|words) by", "edited by"
)
_BYLINE = re.compile(rf"{_AUTHORED}[:\s.]*(?:\s*{_NAME}){{0,12}}+[\s.|,]*", re.IGNORECASE)
_DESK = _any(
    "reporter", "correspondent", "staff writer", "associated press", "reuters", "afp", "press association",
    "newsroom", "news desk", "staff", "mailonline", "agencies",
)  # fmt: skip
_BYLINE_DESK = re.compile(rf"(?:\w+\s){{0,3}}{_DESK}[\s.|]*", re.IGNORECASE)
_BARE_NAME = re.compile(
    r"[A-Z][a-zà-ÿ'’-]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){1,2}(?:\s+(?:For|In)\s+[A-Z]\w+)?\s?\.?"
)
_AGENCY = r"\((?:[A-Z][\w.]*\s?){1,3}\)"
# CITY, Month 4 (Agency) -- with nothing after it; a dateline that opens a sentence is part of that sentence.
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:\s[A-Z.'’-]+){0,3}(?:,\s[\w.\s]{2,30}){0,2}"
    rf"\s?(?:{_AGENCY}\s?[–—-]{{0,2}}|[–—-]{{1,2}})\s*"
    rf"|{_AGENCY}\s?[–—-]{{0,2}}\.?"
)
_MARKS = _any(
    "unclassified", "restricted", "confidential", "secret", "official(?:[ -]sensitive)?",
    "for official use only", "fouo", "internal", "exercise", "embargoed", "draft", "no foreign nationals",
    "noforn", "for training only", "not for distribution",
)  # fmt: skip
_INVENTED = _any(
    "invented", "fictional", "fictitious", "made up", "not real", "only", "no real", "nothing .{0,40}is real"
)
_MARKING = re.compile(
    rf"(?:{_MARKS}[\s/.,:;*|–—-]*)++"
    r"|\W*(?:this (?:\w+ ){1,2}is (?:\w+ ){0,3}|this is (?:\w+ ){0,3})?(?:an? |for )?"
    r"(?:exercise|training)\b(?!s)"
    rf".{{0,90}}\b{_INVENTED}\b.*"
    r"|.{0,200}\b(?:is|are)\b.{0,30}\b(?:invented|fictional|fictitious)\W*",
    re.IGNORECASE,
)

_MARKING_HINTS = (
    *(
        "classified",
        "restricted",
        "confidential",
        "secret",
        "official",
        "fouo",
        "internal",
        "exercise",
        "training",
    ),
    *("embargoed", "draft", "foreign", "noforn", "not for", "invented", "fictional", "fictitious"),
)

_RIGHTS = re.compile(
    r"©\s*(?:copyright\s*)?(?:\d{4}|(?-i:[A-Z][a-z]))|\(c\)\s*\d{4}"
    r"|\bcopyright(?:ed)?\s(?:\d{4}|by|holder|notice)"
    r"|\ball rights reserved\b|\b(?:may|must) not be (?:published|reproduced|copied)|\bmaterial may not\b"
    r"|\bterms (?:of use|and conditions)\b|\bprivacy policy\b",
    re.IGNORECASE,
)
_RIGHTS_HINTS = ("©", "(c)", "copyright", "rights reserved", "not be ", "may not", "terms ", "privacy")

# What makes a sentence furniture, at its start.
_FURNITURE = re.compile(
    r"\W{0,3}"
    + _any(
        r"(?:read|see|learn|find out|show|view|hear|watch|load)\s+"
        r"(?:more|also|the full|our|all|next|pictures of|the latest|the \d+)\b",
        r"(?:click|tap|swipe|press)\s+(?:here|on|the|to|below|for|through)\b",
        r"scroll\s+(?:down|to|up)\b",
        r"(?:video|photos?|gallery|slideshow)\s*:?\s*(?:scroll|see|watch|click)\b",
        r"(?:subscribe|sign up|log ?in|register|follow (?:us|me|@|him on|her on|on)|like us)\b",
        r"join (?:us|our|the conversation)\b",
        r"(?:share|tweet|email|print|comment)s?(?:\s+(?:this|on|via|with|now|\d+)\b|[\s.|]*\Z)",
        r"share or comment\b|leave a (?:comment|reply)\b|most (?:read|popular|viewed)\b|advertisement\b",
        r"related (?:articles?|stories|topics|links|content)\b|recommended (?:stories|for you)\b",
        r"continue reading\b",
        r"you (?:may|might) also (?:like|be interested)\b|download (?:the|our)\b",
        r"get (?:the|our) (?:latest|daily|free|newsletter|app)\b|visit (?:our|us at|www|http)",
        r"for more (?:information|details|on this|stories|news),?\b.{0,12}"
        r"(?:see|visit|click|go to|call|contact|follow)\b",
        r"editor\s?['’]?s?\s?['’]?s?\s+note\b|do you have (?:a story|an? \w+ to share|information)\b",
        r"see (?:below|above)\b",
        r"contact (?:the author|us|our)\b|the opinions? expressed\b",
        r"(?:opinions|views) expressed (?:in|by|are|here)\b",
        r"this (?:article|story|post|report) (?:was |is |has been )?"
        r"(?:originally|first|updated|adapted|part of|appeared|produced|corrected)\b",
        r"(?:photo|image|picture|video|caption|credit|photograph|illustration|file photo|graphic)\s*"
        r"(?:credit|by|from|courtesy)?\s?[:/]",
        r"(?:photo(?:graph)?|image)s?\s+(?:by|courtesy)\b",
        r"(?:getty|ap photo|reuters/|afp/|shutterstock|alamy|istock)\b",
        r"(?:distribution|classification|handling|page|ref(?:erence)?|serial|precedence|to|from|subject|dtg|date|time"
        r"|issued|status|copy|source|sources|sent|cc|bcc|re|attn|attention|reply-to|importance|attachments?)\s*:",
        r"(?:end of|ends)\s*(?:report|message|briefing|text|transcript)?[\s.]*\Z",
        r"-\s?ends?\s?-|-{0,3}\s?30\s?-{0,3}\Z|page \d+ of \d+|.{0,90}contributed to this (?:report|story)\b",
        r"correction\s?:|transcript\s?:|\[?\s?breaking news update|(?:https?://|www\.)\S+\s*\Z",
    ),
    re.IGNORECASE,
)


# What leads on to what is not said here.
_LEADS_ON = re.compile(
    _any(
        r"here(?:['’]s| is| are)\b.{0,70}",
        r"(?:but )?(?:that|there)(?:['’]s| is| was)? (?:not all|more|(?:only|just) the beginning)\b.{0,60}",
        r"(?:but )?what (?:happened|came|comes|happens) next\b.{0,80}",
        r"(?:stay tuned|read on|keep reading|guess what|wait for it)\b.{0,120}",
        r"(?:want|looking|ready|interested)(?: in| to) (?:learn|know|see|find|get|hear|more)\w*\b.{0,120}\?",
        r"let(?:['’]s| us) (?:take a look|look at|see|dive|find out|get started|begin)\b.{0,100}",
    )
    + r"[\s.!?…]*",
    re.IGNORECASE,
)
_QUOTED_ALONE = re.compile(r"[\"“][^\"“”]*[\"”]['’)]*[.!?]?|[‘'][^'‘’]{2,200}['’][.!?]?")
_MARKUP = re.compile(
    r"\{\{[<%]|[>%]\}\}|<[a-z]+ [a-z-]+=|</?(?:span|div|p|ul|ol|li|img|a|em|strong|iframe|br)\b[^>]*>"
)
_SAID_BY_PRONOUN = re.compile(
    r"[\"”’]\s+(?:he|she|they) (?:said|says|added|told|wrote|asked|explained|noted|continued|recalled)\b"
    r"|[\"”’]\s+(?:said|added|says) (?:he|she|they)\b"
)
_STAGE = re.compile(r"[(\[][^()\[\]]{1,90}[)\]]\.?")
# What goes on from another sentence, or leads to what is not there.
_HALF = re.compile(r"(?:--|[—–…])\s*\S|.*:\Z", re.DOTALL)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SMALL = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "en",
    "de", "la", "route", "via",
))  # fmt: skip
_LONGEST_LABEL = 16  # words
_ENDED = re.compile(r"[.!?…:;]['\"’”)\]]*\Z")


def _is_label(sentence: str) -> bool:
    """Whether a line is a place, an office or a heading: capitals throughout, and no end of a sentence."""
    if _ENDED.search(sentence) and not re.search(r"\b[A-Z]\.[A-Z]?\.?\Z", sentence):
        return False
    words = [word for word in _WORD.findall(sentence) if word.lower() not in _SMALL]
    return 0 < len(words) <= _LONGEST_LABEL and all(word[0].isupper() for word in words)


def _is_half_quoted(sentence: str) -> bool:
    """Whether a quotation begins or ends in the sentence and does not do both."""
    return sentence.count("“") != sentence.count("”") or sentence.count('"') % 2 == 1


def boilerplate(sentence: str) -> str:
    """Return what sort of furniture the sentence is, or an empty string.

    One of `mark` (no word, or a template's own), `rights`, `link`, `marking`, `caption`, `half` (of a
    quotation, of a sentence), `label` (a place, an office, a heading), `aside`, `greeting`, `time`, `byline`,
    `dateline`. The sentence is one line as `plain` gives it.
    """
    if not any(map(str.isalnum, sentence)) or (sentence.startswith("{{") and sentence.endswith("}}")):
        return "mark"
    if ("<" in sentence or "{{" in sentence or "}}" in sentence) and _MARKUP.search(sentence):
        return "mark"
    if len(sentence) < 400:
        lowered = sentence.lower()
        if any(hint in lowered for hint in _RIGHTS_HINTS) and _RIGHTS.search(sentence):
            return "rights"
        if any(hint in lowered for hint in _MARKING_HINTS) and _MARKING.fullmatch(sentence):
            return "marking"
    if _FURNITURE.match(sentence):
        return "link"
    if _is_caption(sentence):
        return "caption"
    if _HALF.match(sentence) or _is_half_quoted(sentence):
        return "half"
    if _QUOTED_ALONE.fullmatch(sentence):
        return "half"
    if _is_label(sentence):
        return "label"
    if _LEADS_ON.fullmatch(sentence):
        return "link"
    if is_courtesy(sentence):
        return "greeting"
    if len(sentence) > 120:
        return ""
    if _STAGE.fullmatch(sentence):
        return "aside"
    if _TIME_HINT.search(sentence) and _TIME.fullmatch(sentence):
        return "time"
    if _BYLINE.fullmatch(sentence) or _BYLINE_DESK.fullmatch(sentence) or _BARE_NAME.fullmatch(sentence):
        return "byline"
    return "dateline" if _DATELINE.fullmatch(sentence) else ""


_SIDE = _any(
    "pictured[^()]{0,40}", "above", "below", "left", "right", "cent(?:re|er)", "inset",
    "file(?: photo| image| picture)?", "far (?:left|right)",
    "(?:back|front|second|third|circled|top|bottom)(?: row)? (?:left|right|from (?:left|right))",
)  # fmt: skip
_CAPTION = re.compile(
    rf"\({_SIDE}\)"
    r"|\bpictured\b\s*(?:,|here|above|below|left|right|with|in|at|on|after|before|during|last|outside|is\b|are\b)"
    r"|\A(?:pictured|file photo|above|below|inset)\b\s?[:,]"
    r"|\bin this (?:file|undated|\d{4}|[A-Z][a-z]+ \d)[^.]{0,30}(?:photo|image|picture|file)\b"
    r"|\((?:ap|reuters|afp|getty images?|epa|photo|file)\b[^()]{0,40}\)\s?\.?\Z",
    re.IGNORECASE,
)
_CAPTION_HINTS = ("(", "pictured", "photo", "image", "above", "below", "inset", "in this ")
# `Final embrace: These sessions are …`: a label of a few words, then a caption in sentence case.
_LABELLED = re.compile(
    r"['\"‘“]?[A-Z][\w'’!?-]*(?:\s(?!said\b|says\b|added\b|asked\b)[\w'’!?&-]+){0,4}['\"’”]?\s?"
    r"(?::|\?(?=\s[A-Z]))\s(?=['\"‘“(]?[A-Z0-9])"
)
_NOT_A_CAPTION = re.compile(
    r"(?:bottom line|bluf|summary|key (?:point|judge?ment|finding|message)s?|assessment"
    r"|comment|analysis|outlook|note"
    r"|update|conclusion|(?:\S+\s){0,4}(?:said|says|added|asked|wrote|tweeted|told))\s?:",
    re.IGNORECASE,
)


def _is_caption(sentence: str) -> bool:
    """Whether the sentence tells of a picture beside it: `(pictured)`, `Above: …`, `in this file photo`."""
    lowered = sentence.lower()
    return any(hint in lowered for hint in _CAPTION_HINTS) and _CAPTION.search(sentence) is not None


def is_labelled(sentence: str) -> bool:
    """Return whether the sentence begins as captions often do, and sometimes other text: `Label: A man …`."""
    label = _LABELLED.match(sentence)
    return label is not None and label.end() < 40 and not _NOT_A_CAPTION.match(sentence)


_JOINING = _any(
    "but", "and", "so", "yet", "or", "nor", "however", "meanwhile", "still", "then", "also", "later",
    "instead", "afterwards?", "earlier", "nevertheless", "nonetheless", "therefore", "thus", "hence",
    "moreover", "furthermore", "besides", "otherwise", "in addition", "for example", "for instance",
    "as a result", "as such", "in other words", "either way", "likewise", "similarly", "even so", "indeed",
    "in short", "conversely", "that said", "in fact", "(?:by|in) contrast", "on the other hand",
    "at the same time", "since then", "in response", "in turn", "separately",
)  # fmt: skip
_JOINED = re.compile(rf"[\"'“‘`\s]*{_JOINING}\b", re.IGNORECASE)
_PERSONAL = r"(?:he|she|they|him|her|hers|his|their|theirs|its|it|them)"
_PERIOD = _any(
    "week", "month", "year", "morning", "afternoon", "evening", "spring", "summer", "autumn", "fall",
    "winter", "season", "weekend", "century", "decade", "(?:mon|tues|wednes|thurs|fri|satur|sun)day",
)  # fmt: skip
_DEMONSTRATIVE = r"(?:this|that|these|those|such)"
_BACK = _any(
    rf"{_PERSONAL}\b",
    r"(?:both|neither|another|others?)\b(?!\s+(?:\w+\s+){1,3}(?:and|nor)\b)",
    rf"{_DEMONSTRATIVE}\b(?!\s(?:{_PERIOD}\b|who\b|which\b|with\b|as\b|wishing\b|seeking\b))",
    r"the (?:former|latter|pair|duo)\b",
    r"the (?:two|three|same|others?|second|third)"
    r" (?:said|says|also|agreed|met|were|was|are|is|had|have|has|will)\b",
)
# Words that point back when they open a sentence, after what may stand before them.
_POINTER = re.compile(
    rf"(?:[\"'“‘`(\[\s]|{_JOINING}\b,?\s|for {_PERSONAL} part,?\s)*"
    + _any(
        _BACK,
        rf"(?:according to|of|like|unlike|to|for|(?:one|some|most|many|all|both|two|none"
        rf"|neither) of) {_BACK}",
        # `When he arrived, he` points back; `When he arrived, Barnea` names whom it means.
        r"(?:when|as|while|after|before|if|because|although|though|asked|with|from|in|on|at|by|under|during|despite"
        rf"|following|because of) (?:{_DEMONSTRATIVE}\b(?! {_PERIOD}\b)|{_PERSONAL}\b[^,]{{0,80}}, {_BACK})",
        r"the (?:\w+\s)?(?:source|official|spokes(?:man|woman|person)|move|incident"
        r"|statement|announcement|decision"
        r"|agency|visit|trip|ruling|remarks?|comments?|claims?|attack|meeting|talks|call)\s(?:said|says|added|also"
        r"|comes?|came|follows?|followed|takes?|took|happened|occurred|was|were|is|are|will|would)\b",
    ),
    re.IGNORECASE,
)
_JUDGED = _any(
    "clear", "certain", "known", "likely", "possible", "impossible", "expected", "thought", "believed",
    "understood", "reported", "estimated", "necessary", "important", "hoped", "feared", "assessed",
    "too early", "too soon", "time", "the (?:first|second|third|latest|biggest|worst)",
    r"(?:one|two|three|four|five|\d+) (?:day|week|month|year)s?",
)  # fmt: skip
# Openings of the same words that point nowhere: an empty `it`, the document's own name for itself.
_EMPTY = re.compile(
    rf"(?:{_JOINING},?\s)?"
    + _any(
        r"it(?:['’]s|\s(?:is|was)) (?:with|(?:my|our|an?|the) (?:\w+ )?"
        r"(?:honou?r|pleasure|privilege|duty|hope))\b",
        r"it(?:['’]s|\s(?:is|was|has been|remains?|remained|appears?|seems?|will be|would be|may be))\s"
        rf"(?:(?:not|also|still|now|yet|as yet|immediately|more|widely|highly)\s)*(?:un)?{_JUDGED}\b",
        r"this (?:report|briefing|note|update|document|assessment|paper|cable"
        r"|digest|summary|exercise|sitrep|section"
        r"|page|timeline|chronology)\b",
    ),
    re.IGNORECASE,
)


def points_back(sentence: str) -> bool:
    """Return whether the sentence opens with a word for what was said before it: `He`, `That source`.

    So does a quotation of which only a pronoun says whose it is: `“It is,” she said`.
    """
    if _SAID_BY_PRONOUN.search(sentence):
        return True
    return bool(_POINTER.match(sentence)) and not _EMPTY.match(sentence)


def joins_on(sentence: str) -> bool:
    """Return whether the sentence opens with a word that joins it to the one before: `But`, `For example`."""
    return bool(_JOINED.match(sentence))
