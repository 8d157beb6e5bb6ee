"""What narrows the timeline: speakers, stances, topics, categories, dates and words."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from stanceline.domain.civil import SECONDS_PER_DAY, civil_from_seconds
from stanceline.domain.edtf import OPEN_END, OPEN_START, EdtfError, parse
from stanceline.domain.marks import MarkFilter, MarkKind
from stanceline.services import events, speakers, topics
from stanceline.services.events import read_typed_date
from stanceline.services.workspace import Workspace
from stanceline.ui.scaling import keep_scaled
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.theme import Theme
from stanceline.ui.timeline.check_popup import CheckPopup, Choice
from stanceline.ui.widgets import FlowLayout

_DATE_WIDTH = 96
_WORDS_WIDTH = 130
_LONGEST_YEAR = 9999


class FilterBar(QWidget):
    """A row of small controls, two where it is narrow.

    ``changed`` is emitted whenever the filter is another.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self.kinds = CheckPopup(self.tr("Marks"))
        self.speakers = CheckPopup(self.tr("Speaker"))
        self.topics = CheckPopup(self.tr("Topic"))
        self.stances = CheckPopup(self.tr("Stance"))
        self.categories = CheckPopup(self.tr("Category"))
        self.since = self._field(self.tr("from"), self.tr("From this date"), _DATE_WIDTH)
        self.until = self._field(self.tr("to"), self.tr("To this date"), _DATE_WIDTH)
        self.words = self._field(self.tr("Words"), self.tr("Words to look for"), _WORDS_WIDTH)
        self.clear_button = QPushButton(self.tr("Clear"))
        self.clear_button.setProperty("quiet", "true")
        layout = FlowLayout(self, gap=4, prefers_one_row=True)
        self._popups = (self.kinds, self.speakers, self.topics, self.stances, self.categories)
        for popup in self._popups:
            layout.addWidget(popup)
            popup.changed.connect(self._announce)
        for field in (self.since, self.until, self.words):
            layout.addWidget(field)
        layout.addWidget(self.clear_button)
        for date_field in (self.since, self.until):
            date_field.editingFinished.connect(self._announce)
        self.words.textChanged.connect(self._announce)
        self.clear_button.clicked.connect(self.clear)
        self._last = MarkFilter()
        self.clear_button.setVisible(False)

    @staticmethod
    def _field(placeholder: str, name: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(placeholder)
        field.setAccessibleName(name)
        field.setToolTip(name)
        keep_scaled(field, width=width)
        return field

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in the colours of this theme from now on."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Offer what the workspace holds now."""
        self.kinds.set_choices(
            [
                Choice(MarkKind.QUOTATION.value, self.tr("Quotations")),
                Choice(MarkKind.EVENT.value, self.tr("Events")),
            ]
        )
        self.speakers.set_choices(
            [Choice(str(s.id), s.name) for s in speakers.all_speakers(self._workspace)]
        )
        self.topics.set_choices(
            [Choice(str(t.id), t.name) for t in topics.all_topics(self._workspace)]
        )
        self.stances.set_choices(
            [
                Choice(each.key, each.label, stance_icon(each, self._theme))
                for each in topics.all_stances(self._workspace)
            ]
        )
        self.categories.set_choices(
            [Choice(name, name) for name in events.categories(self._workspace)]
        )

    def wanted(self) -> MarkFilter:
        """The filter that the controls say."""
        return MarkFilter(
            kinds=frozenset(MarkKind(key) for key in self.kinds.ticked()),
            speaker_ids=frozenset(int(key) for key in self.speakers.ticked()),
            topic_ids=frozenset(int(key) for key in self.topics.ticked()),
            stance_keys=self.stances.ticked(),
            categories=self.categories.ticked(),
            words=self.words.text(),
            since=self._bound(self.since, is_end=False),
            until=self._bound(self.until, is_end=True),
        )

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

    def set_wanted(self, wanted: MarkFilter) -> None:
        """Show another filter in the controls."""
        blocked = QSignalBlocker(self)
        self.kinds.set_ticked(frozenset(kind.value for kind in wanted.kinds))
        self.speakers.set_ticked(frozenset(str(each) for each in wanted.speaker_ids))
        self.topics.set_ticked(frozenset(str(each) for each in wanted.topic_ids))
        self.stances.set_ticked(wanted.stance_keys)
        self.categories.set_ticked(wanted.categories)
        self.since.setText(_date_text(wanted.since, is_end=False))
        self.until.setText(_date_text(wanted.until, is_end=True))
        self.words.setText(wanted.words)
        blocked.unblock()
        self._announce()

    def clear(self) -> None:
        """Let everything through again."""
        self.set_wanted(MarkFilter())

    @property
    def n_active(self) -> int:
        """How many of the controls narrow something."""
        fields = (self.since, self.until, self.words)
        return sum(bool(popup.ticked()) for popup in self._popups) + sum(
            bool(field.text().strip()) for field in fields
        )

    def _announce(self) -> None:
        wanted = self.wanted()
        self.clear_button.setVisible(bool(self.n_active))
        if wanted != self._last and not self.signalsBlocked():
            self._last = wanted
            self.changed.emit()


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
