"""The lines of the info pane: what is under the caret, the summary, the names, the notes, the warnings."""

from __future__ import annotations

from unicodedata import bidirectional

from reader.analysis.explanations import explain_choice, explain_mention
from reader.analysis.mention import GROUPS
from reader.text.document import Block
from reader.text.plural import plural
from reader.text.spans import Span
from reader.tui.content.document_state import DocumentState
from reader.tui.content.summary import Lines, about_lines, date_lines, summary_body_lines
from reader.tui.document_view.motions import block_at, styles_at
from reader.tui.text.styled_text import StyledText, wrap
from reader.tui.widgets.page import Leading

_STYLES = {
    "emphasis": "emphasis",
    "strong": "strong",
    "strike": "struck out",
    "code": "code",
    "mark": "marked",
}
_BLOCKS = {
    "code": "code",
    "table": "table",
    "preformatted": "lines as they stand",
    "furniture": "around the text",
}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def info_lines(state: DocumentState, caret: int, selection: Span | None, width: int) -> Lines:
    """Return the lines of the info pane, `width` cells wide; those of the summary and of notes lead there."""
    lines: Lines = [[]]
    if state.summary is not None:
        lines += summary_body_lines(state.summary, width)
    lines.append([StyledText("under the caret", "faint")])
    lines += _layers_at(state, caret, selection, width)
    lines += [
        [],
        *date_lines(state.entry, width),
        *about_lines(state.entry, state.mentions, width),
    ]
    if state.notes:
        lines += [[], [StyledText(f"notes {len(state.notes)}", "faint")]]
    for note in state.notes:
        note_state = "" if note.state == "exact" else f" · {note.state}"
        where = " · on the document" if note.span is None and note.state != "lost" else note_state
        words = " ".join(note.body.split()) or " ".join(note.quote.split())
        wrapped = wrap(
            [StyledText("¶ ", "accent"), StyledText(words), StyledText(where, "dim")], width, indent=2
        )
        lines += [Leading(line, note) for line in wrapped] if note.span is not None else wrapped
    return lines


def _layers_at(state: DocumentState, caret: int, selection: Span | None, width: int) -> Lines:
    """Every layer that the caret stands on, in the order of painting from the highest to the lowest."""
    document = state.document
    lines: Lines = []

    def add(*pieces: StyledText) -> None:
        lines.extend(wrap(pieces, width, indent=2))

    if selection is not None:
        words = len(document.quote(selection).split())
        add(StyledText("selection "), StyledText(plural(words, "word"), "dim"))
    for number, span in enumerate(state.places.spans):
        if span.start <= caret < span.end:
            add(StyledText("hit "), StyledText(f"{number + 1} of {len(state.places.spans)}", "dim"))
    mention = state.mention_at(caret)
    if mention is not None:
        chosen = " · chosen" if mention.entity == state.selected_entity else ""
        about = f" · {mention.type}{chosen} · {explain_mention(mention.reasons)}"
        add(StyledText(mention.entity, GROUPS[mention.type]), StyledText(about, "dim"))
    for note in state.notes_at(Span(caret, caret + 1)):
        words_of_it = " ".join(note.body.split()) or note.kind
        add(
            StyledText("¶ ", "accent"),
            StyledText(words_of_it),
            StyledText(f" · {note.kind} · {note.state}", "dim"),
        )
    for excerpt in state.summary.sentences if state.summary is not None else ():
        if excerpt.start <= caret < excerpt.end:
            add(StyledText("▎ ", "accent"), StyledText(f"summary: {explain_choice(excerpt.reasons)}", "dim"))
    for style in styles_at(document, caret, ("link", "image", "footnote", *_STYLES)):  # type: ignore[arg-type]
        if style.kind in _STYLES:
            add(StyledText(_STYLES[style.kind], "dim"))
        else:
            add(StyledText(f"{style.kind} ", "dim"), StyledText(style.target, "accent"))
    if bidirectional(document.text[caret : caret + 1] or " ") in _RIGHT_TO_LEFT:
        add(StyledText("right-to-left text · copied in the order in which it is read", "dim"))
    block = block_at(document, caret)
    if block is not None:
        add(StyledText(_named(state, block), "dim"))
    return lines


def _named(state: DocumentState, block: Block) -> str:
    """A block and what holds it, in words: the outermost last."""
    if block.kind == "heading":
        name = f"heading of level {block.level}"
    elif block.kind == "paragraph":
        name = state.paragraph_name(block.start) or "paragraph"
    else:
        name = _BLOCKS.get(block.kind, block.kind)
    parts = [f"{name} ({block.info})" if block.info else name]
    for container in reversed(block.containers):
        if container.kind == "quote":
            parts.append("in a quotation")
        elif container.kind == "footnote":
            parts.append(f"in footnote {container.marker}")
        else:
            parts.append("in a list")
    return " ".join(dict.fromkeys(parts))
