"""What narrows the timeline: the language of the search, and things to tick."""

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from stanceline.domain.civil import SECONDS_PER_DAY, civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START, EdtfError, parse
from stanceline.domain.events import EventStatus
from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.domain.query import parse_query
from stanceline.services import articles, events, speakers, tagging, topics
from stanceline.services.events import read_typed_date
from stanceline.services.workspace import Workspace
from stanceline.ui.library.search_box import SearchBox
from stanceline.ui.scaling import keep_scaled
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.check_popup import CheckPopup, Choice
from stanceline.ui.widgets import FlowLayout
from stanceline.ui.words import event_statuses

_DATE_WIDTH = 84
_QUERY_WIDTH = 220
_LONGEST_YEAR = 9999
_TYPING_MS = 150


class FilterRow(QWidget):
    """A row of small controls, two where it is narrow.

    ``changed`` is emitted whenever the filter is another, ``left`` when the keyboard
    should go to the marks, ``help_wanted`` when the language of the search should be
    explained.
    """

    changed = Signal()
    left = Signal()
    help_wanted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._base = MarkFilter()
        self.query_box = _QueryBox(workspace)
        self.kinds = CheckPopup(self.tr("Marks"))
        self.speakers = CheckPopup(self.tr("Speaker"))
        self.topics = CheckPopup(self.tr("Topic"))
        self.stances = CheckPopup(self.tr("Stance"))
        self.sources = CheckPopup(self.tr("Outlet"))
        self.categories = CheckPopup(self.tr("Category"))
        self.statuses = CheckPopup(self.tr("Status"))
        self.tags = CheckPopup(self.tr("Tag"))
        self.since = self._field(self.tr("from"), self.tr("From this date"), _DATE_WIDTH)
        self.until = self._field(self.tr("to"), self.tr("To this date"), _DATE_WIDTH)
        self.clear_button = QPushButton(self.tr("Clear"))
        self.clear_button.setProperty("quiet", "true")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._last = (MarkFilter(), "")
        self.clear_button.setVisible(False)

    def _build(self) -> None:
        layout = FlowLayout(self, gap=4, prefers_one_row=True)
        layout.addWidget(self.query_box)
        self._popups = (
            self.kinds,
            self.speakers,
            self.topics,
            self.stances,
            self.sources,
            self.categories,
            self.statuses,
            self.tags,
        )
        for popup in self._popups:
            layout.addWidget(popup)
            popup.changed.connect(self._announce)
        for field in (self.since, self.until):
            layout.addWidget(field)
            field.editingFinished.connect(self._announce)
        layout.addWidget(self.clear_button)
        self.clear_button.clicked.connect(self.clear)
        # While somebody types nothing is looked for at each letter.
        self._typing.timeout.connect(self._announce)
        self.query_box.textChanged.connect(self._wait_for_more)
        self.query_box.entered.connect(self._enter)
        self.query_box.left.connect(self.left)
        self.query_box.help_wanted.connect(self.help_wanted)

    @staticmethod
    def _field(placeholder: str, name: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(placeholder)
        field.setAccessibleName(name)
        field.setToolTip(name)
        keep_scaled(field, width=width)
        return field

    def follow_in_tab_order(self, widget: QWidget) -> None:
        """Have Tab lead from a widget to these controls, one after the other, and on from there."""
        controls = (self.query_box, *self._popups, self.since, self.until, self.clear_button)
        for before, after in pairwise((widget, *controls)):
            QWidget.setTabOrder(before, after)

    def take_focus(self) -> None:
        """Bring the keyboard to the words of the filter."""
        self.query_box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in the colours of this theme from now on."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Offer what the workspace holds now."""
        workspace = self._workspace
        self.query_box.vocabulary.forget()
        self.kinds.set_choices(
            [
                Choice(MarkKind.QUOTATION.value, self.tr("Quotations")),
                Choice(MarkKind.EVENT.value, self.tr("Events")),
            ]
        )
        self.speakers.set_choices(
            [Choice(str(s.id), s.name) for s in speakers.all_speakers(workspace)]
        )
        self.topics.set_choices([Choice(str(t.id), t.name) for t in topics.all_topics(workspace)])
        self.stances.set_choices(
            [
                Choice(each.key, each.label, stance_icon(each, self._theme))
                for each in topics.all_stances(workspace)
            ]
        )
        self.statuses.set_choices(
            [Choice(each.value, told) for each, told in event_statuses().items()]
        )
        for popup, names in (
            (self.sources, articles.source_names(workspace)),
            (self.categories, events.categories(workspace)),
            (self.tags, tagging.all_tags(workspace)),
        ):
            popup.set_choices([Choice(name, name) for name in names])
            # What a small project has none of takes no room.
            popup.setVisible(bool(names))

    def wanted(self) -> MarkFilter:
        """The filter that the controls say, but for the words in ``query``."""
        return MarkFilter(
            kinds=frozenset(MarkKind(key) for key in self.kinds.ticked()),
            speaker_ids=frozenset(int(key) for key in self.speakers.ticked()),
            topic_ids=frozenset(int(key) for key in self.topics.ticked()),
            stance_keys=self.stances.ticked(),
            categories=self.categories.ticked(),
            article_ids=self._base.article_ids,
            sources=self.sources.ticked(),
            tags=self.tags.ticked(),
            statuses=frozenset(EventStatus(key) for key in self.statuses.ticked()),
            words=self._base.words,
            since=self._bound(self.since, is_end=False),
            until=self._bound(self.until, is_end=True),
        )

    def query(self) -> str:
        """The filter in the language of the search; empty for everything."""
        return " ".join(self.query_box.text().split())

    def notes(self) -> tuple[str, ...]:
        """What was not understood in the words of the filter, in sentences."""
        return parse_query(self.query()).notes

    def _bound(self, field: QLineEdit, *, is_end: bool) -> int | None:
        """The civil second that a date field says, None when it is empty or open."""
        text = field.text().strip()
        if not text:
            self._set_invalid(field, "")
            return None
        try:
            bounds = parse(read_typed_date(text).value).bounds
        except EdtfError as error:
            self._set_invalid(field, str(error))
            return None
        self._set_invalid(field, "")
        second = bounds.t1 if is_end else bounds.t0
        return second if OPEN_START < second < OPEN_END else None

    @staticmethod
    def _set_invalid(field: QLineEdit, problem: str) -> None:
        field.setProperty("invalid", "true" if problem else "false")
        field.setToolTip(problem or field.accessibleName())
        field.style().polish(field)

    def set_wanted(self, wanted: MarkFilter, query: str = "") -> None:
        """Show another filter in the controls; what they have no place for is kept."""
        blocked = QSignalBlocker(self)
        self._base = wanted
        self.kinds.set_ticked(frozenset(kind.value for kind in wanted.kinds))
        self.speakers.set_ticked(frozenset(str(each) for each in wanted.speaker_ids))
        self.topics.set_ticked(frozenset(str(each) for each in wanted.topic_ids))
        self.stances.set_ticked(wanted.stance_keys)
        self.sources.set_ticked(wanted.sources)
        self.categories.set_ticked(wanted.categories)
        self.statuses.set_ticked(frozenset(each.value for each in wanted.statuses))
        self.tags.set_ticked(wanted.tags)
        self.since.setText(_date_text(wanted.since, is_end=False))
        self.until.setText(_date_text(wanted.until, is_end=True))
        self.query_box.setText(query)
        blocked.unblock()
        self._announce()

    def set_range(self, since: float, until: float) -> None:
        """Let through only what may lie between two civil seconds."""
        self.since.setText(_date_text(int(since), is_end=False))
        self.until.setText(_date_text(int(until), is_end=True))
        self._announce()

    def clear(self) -> None:
        """Let everything through again."""
        self.set_wanted(MarkFilter())

    @property
    def n_active(self) -> int:
        """How many of the controls narrow something."""
        fields = (self.since, self.until, self.query_box)
        hidden = (self._base.article_ids, self._base.words)
        return (
            sum(bool(popup.ticked()) for popup in self._popups)
            + sum(bool(field.text().strip()) for field in fields)
            + sum(bool(each) for each in hidden)
        )

    def _wait_for_more(self) -> None:
        self._typing.start()

    def _enter(self) -> None:
        self._announce()
        self.left.emit()

    def _announce(self) -> None:
        self._typing.stop()
        asked = (self.wanted(), self.query())
        self.clear_button.setVisible(bool(self.n_active))
        if asked != self._last and not self.signalsBlocked():
            self._last = asked
            self.changed.emit()


class _QueryBox(SearchBox):
    """The box of the search, which here narrows the timeline."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._resting = self.tr("Filter: words, speaker:…")
        self.setPlaceholderText(self._resting)
        self.setAccessibleName(self.tr("Filter the timeline"))
        keep_scaled(self, width=_QUERY_WIDTH)


def _date_text(second: int | None, *, is_end: bool) -> str:
    """A bound of a filter as it is typed: a day, or a moment when it is none.

    ``second`` is the first civil second that is in, or with ``is_end`` the first that is out.
    """
    if second is None:
        return ""
    at = civil_from_seconds(second - 1 if is_end else second)
    if abs(at.year) > _LONGEST_YEAR:
        return f"Y{at.year}"
    year = f"{at.year:04d}" if at.year >= 0 else f"-{-at.year:04d}"
    day = f"{year}-{at.month:02d}-{at.day:02d}"
    if second % SECONDS_PER_DAY == 0:
        return day
    return f"{day}T{at.hour:02d}:{at.minute:02d}:{at.second:02d}"
