"""Which parts of a page are its article: chosen by trafilatura, found again in the page's own tree.

trafilatura knows the habits of thousands of sites, and loses structure on the way; so only its choice is
taken, and the page's own elements keep their headings, lists, tables and code. What it chose is known by a
letter that each stretch of words gets before it and loses after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.formats.html.tree import Element, html_of

_LEAST = 100
"""Code points below which the choice is not trusted, and the whole page is shown."""
_ENOUGH = 1_000
"""Code points below which trafilatura's slower way, which asks other extractors too, is tried as well."""
MAX_PAGE = 2_000_000
"""Code points of HTML beyond which a page is shown whole: what is chosen is looked for piece by piece."""
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "pre",
        "blockquote",
        "figcaption",
        "caption",
        "div",
        "section",
        "article",
        "center",
        "summary",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "form",
        "address",
        "ul",
        "ol",
        "table",
        "tr",
        "tbody",
        "thead",
        "figure",
        "body",
    ]
)
_FIRST_MARK, _LAST_MARK = 0x20000, 0x2A6DE
"""The CJK Unified Ideographs Extension B, by which what was chosen is known again."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WORDLESS = frozenset(("script", "style", "head", "title", "template", "noscript", "textarea", "select"))
_KEPT_WITHIN = frozenset(("pre", "table", "tr", "tbody", "thead", "td", "th"))


@dataclass(slots=True)
class _Run:
    """Words of a block that no other block parts: the text before or after a child, and the marks in it."""

    block: Element
    slots: list[tuple[Element, str]]
    inline: list[Element] = field(default_factory=list)
    unmarked: str | None = None

    def has_words(self) -> bool:
        """Return whether anything but white space stands in it."""
        texts = [getattr(element, slot) or "" for element, slot in self.slots]
        return any(map(str.strip, texts)) or any(
            part.strip() for element in self.inline for part in element.itertext()
        )

    def is_link(self) -> bool:
        """Return whether all of its words are one or more links."""
        outside = "".join(getattr(element, slot) or "" for element, slot in self.slots)
        return not any(map(str.isalnum, outside)) and all(
            part.tag == "a" or (len(part) == 1 and part[0].tag == "a") or not "".join(part.itertext()).strip()
            for part in self.inline
        )

    def append(self, mark: str) -> None:
        """Put a letter behind its words."""
        element, slot = self.slots[-1]
        self.unmarked = getattr(element, slot)
        setattr(element, slot, f"{(self.unmarked or '').rstrip()}{mark} ")

    def take_back(self) -> None:
        """Take the letter off again."""
        element, slot = self.slots[-1]
        setattr(element, slot, self.unmarked)

    def remove(self) -> None:
        """Take its words out of the page."""
        for element, slot in self.slots:
            setattr(element, slot, " ")
        for element in self.inline:
            parent = element.getparent()
            if parent is not None:
                element.tail = None
                parent.remove(element)


def keep_article(root: Element) -> bool:
    """Take out of a page what trafilatura does not choose; False, and all stays, when it chooses nothing."""
    runs = _runs(root)
    marks = _marks(root, len(runs))
    if marks is None:
        return False
    for run, mark in zip(runs, marks, strict=True):
        run.append(mark)
    html = html_of(root)
    for run in runs:
        run.take_back()
    marked = list(zip(runs, marks, strict=True))
    chosen = _chosen(html, marked) if len(html) <= MAX_PAGE else set()
    chosen -= _links_at_the_end([(run, mark) for run, mark in marked if mark in chosen])
    article_blocks: set[Element] = set()
    for run, mark in marked:
        element = run.block
        while mark in chosen and element is not None and element not in article_blocks:
            article_blocks.add(element)
            element = element.getparent()
    if not article_blocks:
        return False
    for run, mark in marked:
        if mark not in chosen and run.block in article_blocks and not _belongs(run.block):
            run.remove()
    for element in [element for element in root.iter() if element.tag in _BLOCKS]:
        parent = element.getparent()
        if element not in article_blocks and parent in article_blocks and not _belongs(element):
            _remove(element)
    return True


def _runs(root: Element) -> list[_Run]:
    """Return the runs of every block in the order in which they are read."""
    holders = _holders(root)
    runs: list[_Run] = []
    waiting: list[tuple[Element, Element | None]] = [(root, None)]
    while waiting:
        block, child = waiting.pop()
        if block.tag in _WORDLESS:
            continue
        run = _Run(block, [(block, "text") if child is None else (child, "tail")])
        follower = next(iter(block), None) if child is None else child.getnext()
        while follower is not None and follower not in holders:
            if isinstance(follower.tag, str) and follower.tag not in _WORDLESS:
                run.inline.append(follower)
            run.slots.append((follower, "tail"))
            follower = follower.getnext()
        if follower is not None:
            waiting += [(block, follower), (follower, None)]
        if run.has_words():
            runs.append(run)
    return runs


def _holders(root: Element) -> set[Element]:
    """Return the blocks, and the inline elements that blocks stand in."""
    holders: set[Element] = {root}
    for element in root.iter():
        if element.tag in _BLOCKS:
            while element is not None and element not in holders:
                holders.add(element)
                element = element.getparent()
    return holders


def _remove(element: Element) -> None:
    """Take an element out of the page; what follows it stays."""
    parent, tail = element.getparent(), element.tail
    before = element.getprevious()
    if tail and before is not None:
        before.tail = f"{before.tail or ''}{tail}"
    elif tail:
        parent.text = f"{parent.text or ''}{tail}"
    element.tail = None
    parent.remove(element)


def _chosen(html: str, marked: list[tuple[_Run, str]]) -> set[str]:
    """Return the marks of what trafilatura chooses, none when that is too little to trust."""
    text = _extracted(html, fast=True)
    if len(text) < _ENOUGH:
        text = max(text, _extracted(html, fast=False), key=len)
    elif _is_mostly_links(text, marked):
        other = _extracted(html, fast=False)
        text = other if len(other) >= _LEAST else text
    return set(text) & {mark for _run, mark in marked} if len(text) >= _LEAST else set()


def _is_mostly_links(text: str, marked: list[tuple[_Run, str]]) -> bool:
    """Whether more than half of what was chosen are words that lead elsewhere: a menu, not an article."""
    chosen = set(text)
    runs = [run for run, mark in marked if mark in chosen]
    links = sum(run.is_link() for run in runs)
    return links > len(runs) / 2


def _extracted(html: str, *, fast: bool) -> str:
    from trafilatura import bare_extraction

    try:
        chosen = bare_extraction(html, fast=fast, with_metadata=False, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError):  # what broken trees make of it
        return ""
    return str(getattr(chosen, "text", None) or "")


def _links_at_the_end(chosen: list[tuple[_Run, str]]) -> set[str]:
    """Return the marks of what leads elsewhere behind an article's last words: links, and their headings."""
    marks: set[str] = set()
    pending: set[str] = set()
    for run, mark in reversed(chosen):
        if run.is_link():
            marks |= {mark} | pending
            pending = set()
        elif run.block.tag in _HEADINGS:
            pending.add(mark)
        else:
            break
    return marks


def _marks(root: Element, count: int) -> str | None:
    """Return so many letters that the page does not have: rare ideographs, which no rule is about."""
    present = set("".join(root.itertext()))
    marks = [mark for mark in map(chr, range(_FIRST_MARK, _LAST_MARK)) if mark not in present]
    return "".join(marks[:count]) if len(marks) >= count else None


def _belongs(element: Element) -> bool:
    """Whether an element that was not chosen has code or is a part of a table."""
    return element.tag in _KEPT_WITHIN or next(element.iterdescendants("pre"), None) is not None
