"""What a site or a printer puts around every text: navigation, calls to share and to sign up, banners, ends.

It is told by its form on its own page. Whether the same lines stand on other pages of a source is not asked:
the same bytes would then give another document beside other files, and what transcripts repeat most
(`Thank you.`) is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.builder import Draft
from reader.formats.format import Context
from reader.formats.plain.headers import is_banner_or_end
from reader.text.document import Block, Style

_LONGEST = 240
"""Code points beyond which a block is text."""
_LEAST_LINKS = 3
_LONGEST_PAGE_NAME = 24
_SEPARATORS = re.compile(r"[\s|·•/»›>,:–—-]*\Z")


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


_NETWORK = _any(
    "facebook", "twitter", "x", "linkedin", "reddit", "whatsapp", "telegram", "e-?mail", "print", "threads",
    "copy link", "pinterest", "bluesky", "mastodon", "messenger", "tumblr", "instagram", "youtube", "rss",
    "link", "url", "more",
)  # fmt: skip
_SITE_PAGE = _any(
    r"privacy(?: policy| notice)?", r"terms(?: (?:of|and) \w+)?", "cookie policy", "contact(?: us)?",
    "about(?: us)?", "accessibility", "advertise", "careers", "help", "sitemap", "jobs", "newsletters?",
)  # fmt: skip
_CONTROL = _any(
    r"skip to (?:the )?(?:main )?(?:content|navigation|article)", "menu", "search", "home", "close", "print",
    "e-?mail", "share", "tweet", "next", "previous", "top", "back to top", "toggle navigation", "register",
    "(?:sign|log) ?in", "subscribe(?: now)?", "(?:accept|reject)(?: all)?(?: cookies)?", "cookie settings",
    "view all",
    "(?:read|show|load|see) more", r"(?:listen to|print|save|share|gift) (?:this )?(?:article|story|page)",
)  # fmt: skip
_NOTICE = _any(
    r"advertisement(?:\W+(?:continue|article|story)\b.{0,40})?",
    "advertising", r"sponsored(?: content)?", "paid content", "continue reading",
    r"(?:article|story) continues (?:below|after) (?:this )?\w+", r"(?:\d+ )?comments?", r"\d+ shares?",
    r"(?:show|view|hide|leave|post) (?:all |a |the )?(?:\d+ )?(?:comments?|reply)",
    r"\d{1,3} ?min(?:ute)?s?[ -]read", r"(?:estimated )?reading time\W+\d.{0,20}",
)  # fmt: skip
_MORE_PAGES = _any(
    "(?:related|recommended|more|top|latest|popular|trending)"
    " (?:articles?|stories|news|content|topics|links|coverage|reading|posts|videos|for you)",
    "trending(?: now)?", "most (?:read|popular|viewed|shared)", "related", "what to read next",
    "don['’]t miss",
    "you (?:may|might) also (?:like|be interested in)",
    r"(?:related|read (?:more|also|next)|also read|more on this)\s?: .{1,160}",
)  # fmt: skip
_CALL = _any(
    rf"(?:share|follow|like)(?: (?:this|us|it))?(?: (?:on|via|by|with|story|article|page|post))?\W*"
    rf"(?:{_NETWORK}(?:\W+|\Z)){{0,14}}",
    r"(?:sign up|subscribe|register) (?:for|to|here|now|today|and)\b[^.!?]{0,140}",
    r"follow (?:us|our)\b[^.!?]{0,80}",
    r"get (?:the|our|more|all) [^.!?]{0,80}\b(?:newsletters?|inbox|app|alerts?|updates?)\b[^.!?]{0,60}",
    r"download (?:the|our) [^.!?]{0,40}\bapp\b[^.!?]{0,40}", r"join (?:us|our) (?:on|newsletter)[^.!?]{0,60}",
    r"(?:click|tap) here\b[^.!?]{0,100}", r"(?:we|this (?:site|website)) uses? cookies\b[^.!?]{0,200}",
    r"by (?:continuing|using) (?:to|this|our) [^.!?]{0,140}\bcookies?\b[^.!?]{0,60}",
)  # fmt: skip
_RIGHTS = r"(?:©|\(c\)|copyright\b).{0,120}\ball rights reserved"
_SITE_PAGES = rf"(?:{_SITE_PAGE}(?:\s*[|·•/]\s*|\Z)){{2,}}"
_PAGE_LINE = re.compile(
    rf"\W{{0,3}}{_any(_CONTROL, _NOTICE, _MORE_PAGES, _CALL, _RIGHTS, _SITE_PAGES)}\W{{0,3}}\Z", re.IGNORECASE
)


def mark_page_furniture(draft: Draft, _context: Context) -> None:
    """Make the blocks furniture that belong to the page: their text stays, and is no sentence."""
    links = [style for style in draft.styles if style.kind == "link"]
    for number, block in enumerate(draft.blocks):
        if block.kind not in ("paragraph", "heading") or not 0 < block.end - block.start <= _LONGEST:
            continue
        text = draft.text[block.start : block.end]
        if _heads_text(draft.blocks, number):
            is_furniture = is_banner_or_end(text)
        else:
            is_furniture = _is_page_furniture(text, block, links)
        if is_furniture:
            draft.blocks[number] = replace(block, kind="furniture", level=0)


def _heads_text(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is a heading with text under it: `Next` may be what a section is called."""
    block = blocks[number]
    if block.kind != "heading":
        return False
    following = next(iter(blocks[number + 1 : number + 2]), None)
    return block.level == 1 or (
        following is not None and following.kind not in ("heading", "furniture", "rule")
    )


def _is_page_furniture(text: str, block: Block, links: Sequence[Style]) -> bool:
    if block.containers:
        only = block.containers[-1]
        return len(block.containers) == 1 and only.marker == "•" and is_banner_or_end(f"- {text}")
    if is_banner_or_end(text):
        return True
    return _PAGE_LINE.match(text) is not None or _is_navigation(text, block, links)


def _is_navigation(text: str, block: Block, links: Sequence[Style]) -> bool:
    """Whether a block is links and what parts them."""
    if len(links) < _LEAST_LINKS:
        return False
    first = bisect_left(links, block.start, key=lambda link: link.start)
    inside = [link for link in links[first : first + _LONGEST] if link.start < block.end]
    if len(inside) < _LEAST_LINKS:
        return False
    end = block.start
    between: list[str] = []
    for link in inside:
        between.append(text[end - block.start : max(0, link.start - block.start)])
        end = max(end, link.end)
    between.append(text[end - block.start :])
    if not all(map(_SEPARATORS.match, between)):
        return False
    return any(part.strip() for part in between) or all(
        link.end - link.start <= _LONGEST_PAGE_NAME for link in inside
    )
