"""What was found: in words for the list, and where it stands in the article's text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from stanceline.domain.spans import Span
from stanceline.services import quotations
from stanceline.services.workspace import Workspace

if TYPE_CHECKING:
    from stanceline.domain.snippets import Snippet
    from stanceline.services.searching import SearchHit

_CONTEXT = 40
_LEFT_OUT = "… "
_ELSEWHERE = frozenset({"title", "source", "author", "note"})
_IN_QUOTATION = frozenset({"quote", "speaker", "topic", "stance"})
_QUOTED = re.compile('[“„«"‘「『](.+)[”“»"’」』]', re.DOTALL)


def place_of(hit: "SearchHit", body: str) -> Span | str:
    """Where in the body the words of the hit stand that were looked for.

    Of a hit in a quotation it may be the whole quotation. When the words stand elsewhere,
    as in a title or a note, it is the words themselves.
    """
    text = hit.snippet.text
    marks = _with_neighbours(text, without_overlaps(hit.snippet.marks))
    words = text[slice(*marks[0])] if marks else ""
    if hit.field in _ELSEWHERE:
        return words
    quoted = _QUOTED.search(text) if hit.field in _IN_QUOTATION else None
    if quoted is not None:
        first, last = quoted.span(1)
        text = quoted.group(1)
        within = [(a - first, b - first) for a, b in marks if first <= a < b <= last]
        marks = [*within[:1], (0, last - first)]
    for start, end in marks:
        place = _found(text, start, end, body)
        if place is not None:
            return place
    return words


def _with_neighbours(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks, words that follow one another made one."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _found(text: str, start: int, end: int, body: str) -> Span | None:
    """Where a piece of the text stands in the body, with as much around it as is the same."""
    words = text[start:end].strip("… ")
    before = text[max(0, start - _CONTEXT) : start].rsplit("…", 1)[-1]
    after = text[end : end + _CONTEXT].split("…", 1)[0]
    for ahead, behind in ((before, after), (before, ""), ("", after), ("", "")):
        found = re.search(f"{_spaced(ahead)}({_spaced(words)}){_spaced(behind)}", body)
        if found is not None and found.start(1) < found.end(1):
            return Span(found.start(1), found.end(1))
    return None


def _spaced(text: str) -> str:
    """A pattern of the text in which any white space stands for any other."""
    parts = [re.escape(part) for part in re.split(r"\s+", text)]
    return r"\s+".join(parts)


def told_field(field: str) -> str:
    """Where something was found, in a word or two; nothing for the text itself."""
    said = {
        "title": QCoreApplication.translate("Library", "in the title"),
        "source": QCoreApplication.translate("Library", "in the outlet"),
        "author": QCoreApplication.translate("Library", "in the author"),
        "note": QCoreApplication.translate("Library", "in a note"),
        "quote": QCoreApplication.translate("Library", "in a quotation"),
        "speaker": QCoreApplication.translate("Library", "quoted"),
        "topic": QCoreApplication.translate("Library", "on the topic"),
        "stance": QCoreApplication.translate("Library", "the stance"),
    }
    return said.get(field, "")


def quotation_noted(workspace: Workspace, hit: "SearchHit") -> Span | None:
    """Where the quotation stands whose note holds the words of a hit in a note, or None."""
    if hit.field != "note":
        return None
    marked = [hit.snippet.text[start:end].casefold() for start, end in hit.snippet.marks]
    for quotation in quotations.quotations_of(workspace, hit.article_id):
        note = quotation.note.casefold()
        if marked and all(words in note for words in marked) and quotation.anchors:
            return quotation.anchors[0].span
    return None


def told_elsewhere(hit: "SearchHit", *, is_of_quotation: bool) -> str:
    """Why an article was found whose text does not hold the words."""
    words = " ".join(hit.snippet.text.split())
    if is_of_quotation:
        said = QCoreApplication.translate("Library", "Found in the note on this quotation: {words}")
    elif hit.field == "note":
        said = QCoreApplication.translate("Library", "Found in a note on the article: {words}")
    else:
        said = QCoreApplication.translate("Library", "Found {where}: {words}")
    return said.format(where=told_field(hit.field), words=words)


def told_count(count: int, *, is_capped: bool) -> str:
    """How many articles were found, in words."""
    if is_capped:
        return QCoreApplication.translate("Library", "{n:,}+ articles").format(n=count)
    if count == 1:
        return QCoreApplication.translate("Library", "1 article")
    return QCoreApplication.translate("Library", "{n:,} articles").format(n=count)


def opened_near(snippet: "Snippet", most_before: int) -> "Snippet":
    """The snippet with at most so many characters before its first mark.

    In a narrow column the words that were found would be left out otherwise.
    """
    first = min((start for start, _ in snippet.marks), default=0)
    if first <= most_before:
        return snippet
    cut = first - most_before
    space = snippet.text.find(" ", cut, first)
    cut = cut if space < 0 else space + 1
    moved = len(_LEFT_OUT) - cut
    return replace(
        snippet,
        text=_LEFT_OUT + snippet.text[cut:],
        marks=tuple((start + moved, end + moved) for start, end in snippet.marks),
    )


def without_overlaps(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks in order, with those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
