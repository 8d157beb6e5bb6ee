"""Marks, crowds and windows in words, for cards and for those who do not see the timeline."""

from math import floor

from PySide6.QtCore import QCoreApplication

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.marks import Mark, MarkKind, MarkSource
from stanceline.timeline.placing.labels import clean, quoted
from stanceline.timeline.sorting.lanes import Lanes, Place
from stanceline.timeline.windows import TimeWindow
from stanceline.timeline.words.datewords import date_in_words, published_in_words, window_in_words
from stanceline.timeline.words.translated import basis_in_words, kind_in_words
from stanceline.timeline.words.wording import Wording, grouped

GLANCE, WHOLE = 280, 1_500
"""How many letters are read at a glance, and how many when somebody peeks."""

_PIECE = 200
_FEW_SOURCES, _MORE_SOURCES = 3, 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def in_one_line(text: str) -> str:
    """The text without control characters, line breaks or lone surrogates, however long."""
    pieces = [text[at : at + _PIECE] for at in range(0, min(len(text), 2 * WHOLE), _PIECE)]
    return "".join(_clean_piece(piece) for piece in pieces).strip()


def _clean_piece(piece: str) -> str:
    """A piece of a longer text, with the space at its ends kept."""
    before = " " if piece[:1].isspace() else ""
    return before + clean(piece) + (" " if piece[-1:].isspace() else "")


def shortened(text: str, most_letters: int = GLANCE) -> str:
    """The text, cut at a length that can be read at a glance."""
    return text if len(text) <= most_letters else text[: most_letters - 1].rstrip() + "…"


def words_of(mark: Mark, most_letters: int = GLANCE) -> str:
    """What was said, in quotation marks, or what happened."""
    words = shortened(in_one_line(mark.title), most_letters)
    return quoted(words) if mark.kind is MarkKind.QUOTATION else words


def who_in_words(mark: Mark, wording: Wording) -> str:
    """Who speaks and with which stance, or who takes part and how sure it is."""
    names = ", ".join(clean(speaker.name) for speaker in mark.speakers)
    if mark.kind is MarkKind.EVENT:
        status = wording.status(mark.status) if mark.status else ""
        parts = [status, names, clean(mark.category), clean(mark.place), *map(clean, mark.tags)]
        return " · ".join(part for part in parts if part)
    stances = "; ".join(
        f"{judgement.stance.label} – {clean(judgement.topic.name)}" for judgement in mark.judgements
    )
    return "\n".join(part for part in (names or wording.no_speaker, stances) if part)


def when_in_words(mark: Mark, wording: Wording) -> str:
    """The date in plain words, as EDTF, and the words of the article it rests on."""
    if mark.date is None:
        return _tr("No date")
    words = f"{basis_in_words(mark)}: {date_in_words(mark.date, wording)}"
    details = [mark.date.text]
    if mark.phrase:
        details.append(f"“{clean(mark.phrase)}”")
    return f"{words}\n{' · '.join(details)}"


def sources_in_words(mark: Mark, wording: Wording, *, with_more: bool = False) -> str:
    """The first articles that the mark rests on, one a line."""
    most = _MORE_SOURCES if with_more else _FEW_SOURCES
    lines = []
    for source in mark.sources[:most]:
        published = published_in_words(source.published, wording)
        details = (clean(source.source), published, _own_date(source, mark, wording))
        lines.append(" · ".join(part for part in (clean(source.article_title), *details) if part))
    n_more = len(mark.sources) - most
    if n_more > 0:
        lines.append(_tr("and {} more").format(n_more))
    return "\n".join(lines)


def _own_date(source: MarkSource, mark: Mark, wording: Wording) -> str:
    """The date that an article gives for an event, where it is another than the event's."""
    if not source.date or (mark.date is not None and source.date == mark.date.text):
        return ""
    return _tr("dates it {}").format(published_in_words(source.date, wording))


def reprints_in_words(n_reprints: int) -> str:
    """For how many repetitions a mark stands beside itself; nothing for none."""
    if not n_reprints:
        return ""
    return QCoreApplication.translate("Timeline", "and %n reprint(s)", "", n_reprints)


def mark_in_words(mark: Mark, wording: Wording) -> str:
    """The mark in one sentence for a screen reader."""
    parts = [
        kind_in_words(mark),
        shortened(clean(mark.title)),
        who_in_words(mark, wording).replace("\n", ", "),
        date_in_words(mark.date, wording) if mark.date else _tr("No date"),
    ]
    return ". ".join(part for part in parts if part)


def place_in_words(lanes: Lanes, place: Place, mark: Mark | None, n_selected: int = 1) -> str:
    """Where the keyboard is: "3 of 41: Event. … Lane: Ingrid Dahl".

    ``mark`` is None where its words cannot be read just now.
    """
    lane = lanes.lanes[place.lane]
    words = _tr("{at} of {all}: {mark}. Lane: {lane}").format(
        at=grouped(1 + order_in_lane(lanes, place)),
        all=grouped(lane.n_marks),
        mark=mark_in_words(mark, lanes.wording) if mark else "…",
        lane=clean(lane.title),
    )
    if n_selected > 1:
        words += " " + _tr("{} marks selected.").format(grouped(n_selected))
    return words


def order_in_lane(lanes: Lanes, place: Place) -> int:
    """How many marks of the lane come before this one."""
    found = (lanes.in_reading_order(place.lane) == place.mark).nonzero()[0]
    return int(found[0]) if found.size else 0


def second_in_words(seconds: float, wording: Wording) -> str:
    """The day in which a civil second lies."""
    at = civil_from_seconds(floor(seconds))
    return wording.day(at.year, at.month, at.day)


def crowd_in_words(n_marks: int, stretch: TimeWindow, wording: Wording) -> str:
    """What a column of a crowd stands for: "42 marks · 3 – 9 Jun 2031"."""
    counted = QCoreApplication.translate("Timeline", "%n mark(s)", "", n_marks)
    return f"{counted} · {window_in_words(stretch, wording)}"
