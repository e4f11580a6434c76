"""Reasons in words, for people: what a mention's, a join's and a summary sentence's reasons say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.analysis.reasons import Reason, ReasonKind
from reader.text.plural import plural

K = ReasonKind

_RETYPED = frozenset({K.TYPED_AS_SURNAME, K.TYPED_BY_CONTEXT, K.TYPED_AS_ELSEWHERE})

_MENTION_PHRASES: dict[ReasonKind, str] = {
    K.MODEL: "model",
    K.GIVEN_NAME: "given name",
    K.DATELINE: "dateline",
    K.LIST: "list of {0}",
    K.SHIP_PREFIX: "ship's prefix",
    K.ACRONYM_IN_BRACKETS: "acronym in brackets",
    K.YEAR_AND_ELECTION: "year and election",
    K.PLACE_SHAPE: "shape of a place's name",
    K.LAW_SHAPE: "shape of a law's name",
    K.COMPANY_SHAPE: "form of a company",
    K.RECURRENCE: "recurrence",
    K.SPEAKER: "speaker's label",
    K.ADDED_BY_HAND: "added by hand",
    K.TYPED_AS_SURNAME: "typed as a surname here",
    K.TYPED_BY_CONTEXT: "typed by what stands around it",
    K.TYPED_AS_ELSEWHERE: "typed as elsewhere here",
    K.OF_COUNTRY: "of {0}",
    K.ANOTHER_NAME: "another name of {0}",
    K.SAID_TO_BE: "said to be {0}",
    K.ACRONYM: "acronym of {0}",
    K.OTHER_LETTERS: "{0} in other letters",
    K.FULLER_NAME: "{0} written more or less fully",
    K.OTHER_SPELLING: "{0} in another spelling",
    K.SURNAME: "surname of {0}",
    K.GIVEN_NAME_OF: "given name of {0}",
    K.SHORT_FORM: "short for {0}",
    K.IN_LIBRARY: "in the library {0}",
    K.CORRECTED: "corrected by hand ({0})",
}

_JOIN_SENTENCES: dict[ReasonKind, str] = {
    K.SAME_PLACE: "“{0}” is taken for {1} here and for {2} there, both a place.",
    K.SAME_LETTERS: "“{0}” and “{1}” are the same name in other letters.",
    K.USUAL_TYPE: "“{0}” is of type {1} in {2} documents, {3} in {4}.",
    K.NOBODYS_NAME: "“{0}” is a place in {1} documents, a person in {2}, and nobody is called so in full.",
    K.COMPANY_FORM: "“{0}” and “{1}” differ only in the form of the company.",
    K.NAMED_ELSEWHERE: "“{0}” is another name of “{1}” in a document that has both.",
    K.SPELT_OUT_ELSEWHERE: "“{0}” is spelt out elsewhere as “{1}”",
    K.INITIALS: "“{0}” has the initials of “{1}”",
    K.TITLED: "“{0}” is “{1}” with a title.",
    K.MORE_OR_LESS_FULL: "“{0}” is “{1}” written more or less fully",
    K.ONLY_BEARER: "“{0}” is the surname of “{1}” alone",
    K.LIKELY_BEARER: "“{0}” is likely “{1}”, who leads by far: named in full in {2} documents.",
    K.SOUNDS_ALIKE: "“{0}” sounds like “{1}”",
    K.MERGED_BY_HAND: "“{0}” is “{1}”: corrected by hand.",
    K.NAME_ADDED_BY_HAND: "“{0}” was added by hand.",
    K.SPELT_IN_OTHER_LETTERS: "“{0}” is “{1}” in other letters.",
    K.BELONGS_TO: "“{0}” is of “{1}”.",
    K.IS_ANOTHER_NAME: "“{0}” is another name of “{1}”.",
    K.IS_ACRONYM: "“{0}” is the acronym of “{1}”.",
    K.IS_SHORT_FORM: "“{0}” is short for “{1}”.",
    K.IS_SURNAME: "“{0}” is the surname of “{1}”.",
    K.IS_GIVEN_NAME: "“{0}” is the given name of “{1}”.",
    K.HAS_TITLE: "“{0}” is “{1}” with a title.",
    K.IS_FULLER: "“{0}” is “{1}” written more or less fully.",
    K.IS_OTHER_SPELLING: "“{0}” is “{1}” in another spelling.",
    K.CALLED_SO: "“{0}” is what a document calls “{1}”.",
}
_WITH_COMPANY = frozenset(
    {K.SPELT_OUT_ELSEWHERE, K.INITIALS, K.MORE_OR_LESS_FULL, K.ONLY_BEARER, K.SOUNDS_ALIKE}
)

_SUMMARY_PHRASES: dict[ReasonKind, Callable[[tuple[str, ...]], str]] = {
    K.AUTHORS_SECTION: lambda args: f"from the section “{args[0]}”",
    K.ASKED_WORDS: lambda args: (
        f"has {args[0]} of {args[1]} words asked about" if args[1] != "1" else "has the word asked about"
    ),
    K.OPENS_DOCUMENT: lambda _: "opens the document",
    K.FOLLOWS_TAKEN: lambda _: "goes with the sentence before it",
    K.TAKEN_UP: lambda _: "what follows takes it up",
    K.TITLE_WORDS: lambda args: (
        f"has {args[0]} words of the title" if args[0] != "1" else "has a word of the title"
    ),
    K.NEAR_TOP: lambda _: "stands near the top",
    K.NAMES: lambda args: f"has {plural(int(args[0]), 'name')}",
    K.ADDS_REST: lambda _: "adds what the others leave out",
}


def explain_mention(reasons: Sequence[Reason]) -> str:
    """Return how a mention was found and what joined it to its entity, as one phrase."""
    phrase = ""
    for item in reasons:
        words = _MENTION_PHRASES[item.kind].format(*item.args)
        phrase += f"{', ' if item.kind in _RETYPED else '; '}{words}" if phrase else words
    return phrase


def explain_join(join: Reason) -> str:
    """Return what joined two names, as one sentence."""
    if join.kind is ReasonKind.PEOPLE_OF:
        country, *names = join.args
        return f"{', '.join(f'“{name}”' for name in names)}: of {country}."
    sentence = _JOIN_SENTENCES[join.kind].format(*join.args)
    if join.kind in _WITH_COMPANY:
        company = ", ".join(join.args[2:])
        sentence += f"; both are named with {company}." if company else "."
    return sentence


def explain_choice(reasons: Sequence[Reason]) -> str:
    """Return why a summary has a sentence, as one phrase with a capital."""
    phrase = "; ".join(_SUMMARY_PHRASES[item.kind](item.args) for item in reasons)
    return phrase[:1].upper() + phrase[1:]
