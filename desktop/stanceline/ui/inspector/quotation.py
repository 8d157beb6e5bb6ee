"""The inspector's page about a quotation."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stanceline.domain.quotations import Certainty, Judgement, Quotation, QuotationKind
from stanceline.domain.stances import Stance
from stanceline.domain.topics import Topic
from stanceline.services import articles, quotations, speakers, topics
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.inspector.parts import (
    NarrowBox,
    Page,
    emptied,
    in_marks,
    quiet_button,
    show_date,
    words_label,
)
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import Caption, ElidedLabel
from stanceline.ui.words import certainties, quotation_kinds

_ICON_SIZE = 14


class QuotationPage(Page):
    """Who said it, when, how it is judged; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._quotation: Quotation | None = None
        self.words = words_label()
        self.speaker = SpeakerField()
        self.said_date = DateField()
        self.said_date.line.setPlaceholderText(self.tr("date or words"))
        self.kind = NarrowBox()
        for kind, text in quotation_kinds().items():
            self.kind.addItem(text, kind.value)
        self.note = NoteField(self.tr("Note"))
        self._rows: list[JudgementRow] = []
        self._left: list[Topic] = []
        self._box = QWidget()
        self._judgements = QVBoxLayout(self._box)
        self._judgements.setContentsMargins(0, 0, 0, 0)
        self._judgements.setSpacing(8)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.addWidget(Caption(self.tr("Quotation")))
        self.column.addWidget(self.words)
        form = self.add_form()
        form.add(self.tr("Speaker"), self.speaker)
        form.add(self.tr("Said"), self.said_date)
        form.add(self.tr("Kind"), self.kind)
        self.column.addSpacing(4)
        self.column.addWidget(Caption(self.tr("Stances")))
        self.column.addWidget(self._box)
        self.column.addSpacing(4)
        self.column.addWidget(self.note)
        self._about_speaker = quiet_button(self.tr("About the speaker"), self._show_speaker)
        self.add_links(
            quiet_button(self.tr("Show in the article"), self._show_place),
            self._about_speaker,
            quiet_button(self.tr("Delete"), self._delete, danger=True),
        )
        self.add_end()

    def _connect(self) -> None:
        self.speaker.chosen.connect(self._speaker_chosen)
        self.said_date.committed.connect(self._description_changed)
        self.kind.activated.connect(self._description_changed)
        self.note.committed.connect(self._description_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw the stances in the colours of this theme."""
        self._theme = theme
        if self._quotation is not None:
            self._rows.clear()
            self._show_judgements(self._quotation)

    def show_quotation(self, quotation_id: int) -> None:
        """Show the quotation as it is in the workspace now; raises NotFound."""
        self._quotation = None
        quotation = quotations.quotation(self._workspace, quotation_id)
        article = articles.article(self._workspace, quotation.article_id)
        self._quotation = quotation
        self.words.setText(in_marks(quotation.words))
        if self.speaker.is_settled or not self.speaker.hasFocus():
            everyone = speakers.all_speakers(self._workspace)
            own = {each.speaker_id for each in self._others_in_article(quotation)}
            self.speaker.set_speakers(everyone, {each for each in own if each is not None})
            self.speaker.set_speaker(quotation.speaker_id)
        self._about_speaker.setEnabled(quotation.speaker_id is not None)
        self.said_date.set_context(article.published, article.language or "en")
        show_date(self.said_date, quotation.said)
        self.kind.setCurrentIndex(self.kind.findData(quotation.kind.value))
        self.note.set_text(quotation.note)
        self._show_judgements(quotation)

    def _others_in_article(self, quotation: Quotation) -> list[Quotation]:
        return quotations.quotations_of(self._workspace, quotation.article_id)

    def _show_judgements(self, quotation: Quotation) -> None:
        judged = {judgement.topic_id for judgement in quotation.judgements}
        left = [t for t in topics.all_topics(self._workspace) if t.id not in judged]
        ids = [judgement.id for judgement in quotation.judgements]
        is_same = ids == [row.judgement.id for row in self._rows]
        if not (is_same and self._rows and _names(left) == _names(self._left)):
            self._left = left
            self._rebuild_judgements(quotation)
        # Rows that stay keep the keyboard focus.
        for row, judgement in zip(self._rows, quotation.judgements, strict=True):
            row.show_judgement(judgement)

    def _rebuild_judgements(self, quotation: Quotation) -> None:
        had_focus = any(part.hasFocus() for part in self._box.findChildren(QWidget))
        emptied(self._judgements)
        stances = topics.all_stances(self._workspace)
        self._rows = [
            JudgementRow(self, judgement, stances, self._theme)
            for judgement in quotation.judgements
        ]
        for row in self._rows:
            self._judgements.addWidget(row)
        if self._left:
            self._judgements.addWidget(self._topic_box(self._left))
        if had_focus and self._rows:
            self._rows[-1].stance.setFocus()

    def _topic_box(self, left: list[Topic]) -> NarrowBox:
        box = NarrowBox()
        box.setAccessibleName(self.tr("Judge on another topic"))
        box.addItem(self.tr("Judge on a topic…"), None)
        for topic in left:
            box.addItem(topic.name, topic.id)
        box.activated.connect(lambda: self._add_judgement(box.currentData()))
        return box

    def _add_judgement(self, topic_id: int | None) -> None:
        unclear = next(
            (each for each in topics.all_stances(self._workspace) if each.value is None), None
        )
        if topic_id is not None and unclear is not None:
            self.judge(topic_id, unclear.id, Certainty.CERTAIN, "")

    def judge(self, topic_id: int, stance_id: int, certainty: Certainty, note: str) -> None:
        """Record a stance of the quotation that is shown."""
        if self._quotation is not None:
            with self.telling():
                quotations.judge(
                    self._workspace, self._quotation.id, topic_id, stance_id, certainty, note
                )

    def withdraw(self, judgement_id: int) -> None:
        """Take a judgement of the quotation that is shown back."""
        with self.telling():
            quotations.withdraw_judgement(self._workspace, judgement_id)

    def _speaker_chosen(self) -> None:
        shown = self._quotation
        if shown is None:
            return
        choice = self.speaker.value()
        with self.telling():
            speaker_id = choice.id
            if speaker_id is None and choice.name.strip():
                speaker_id = speakers.speaker_for(self._workspace, choice.name)
            if speaker_id != shown.speaker_id:
                quotations.set_speaker(self._workspace, shown.id, speaker_id)
                self._quotation = quotations.quotation(self._workspace, shown.id)

    def settle(self) -> None:
        """Save what is being typed."""
        self._description_changed()

    def _description_changed(self) -> None:
        shown = self._quotation
        if shown is None:
            return
        typed = self.said_date.edtf()
        said = shown.said if typed is None else typed
        kind = QuotationKind(self.kind.currentData())
        phrase = shown.said_phrase if said == shown.said else self.said_date.phrase()
        note = self.note.text()
        if (kind, said, phrase, note) == (shown.kind, shown.said, shown.said_phrase, shown.note):
            return
        with self.telling():
            quotations.describe_quotation(
                self._workspace, shown.id, kind=kind, said=said, said_phrase=phrase, note=note
            )
            self._quotation = quotations.quotation(self._workspace, shown.id)

    def _show_place(self) -> None:
        if self._quotation is not None:
            self.place_requested.emit(self._quotation.article_id, f"quotation:{self._quotation.id}")

    def _show_speaker(self) -> None:
        if self._quotation is not None and self._quotation.speaker_id is not None:
            self.thing_selected.emit(f"speaker:{self._quotation.speaker_id}")

    def _delete(self) -> None:
        if self._quotation is not None:
            self.delete_requested.emit(f"quotation:{self._quotation.id}")


def _names(offered: list[Topic]) -> list[tuple[int, str]]:
    return [(topic.id, topic.name) for topic in offered]


class JudgementRow(QWidget):
    """The topic, the stance and how certain it is; changes are saved at once."""

    def __init__(
        self, page: QuotationPage, judgement: Judgement, stances: list[Stance], theme: Theme
    ) -> None:
        super().__init__()
        self._page = page
        self.judgement = judgement
        self.stance = NarrowBox()
        self.stance.setAccessibleName(self.tr("Stance on {topic}").format(topic=judgement.topic))
        self.stance.setIconSize(QSize(_ICON_SIZE, _ICON_SIZE))
        for stance in stances:
            self.stance.addItem(stance_icon(stance, theme), stance.label, stance.id)
        self.certainty = NarrowBox()
        self.certainty.setAccessibleName(self.tr("How certain"))
        for certainty, text in certainties().items():
            self.certainty.addItem(text, certainty.value)
        remove = quiet_button("×", self._withdraw)
        remove.setToolTip(self.tr("Withdraw this judgement"))
        remove.setAccessibleName(self.tr("Withdraw this judgement"))
        self._topic = ElidedLabel(judgement.topic)
        self.show_judgement(judgement)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self._topic, 1)
        head.addWidget(remove)
        lines.addLayout(head)
        lines.addWidget(self.stance)
        lines.addWidget(self.certainty)
        self.stance.activated.connect(self._changed)
        self.certainty.activated.connect(self._changed)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show the judgement as it is now."""
        self.judgement = judgement
        self._topic.set_whole_text(judgement.topic)
        self.stance.setCurrentIndex(self.stance.findData(judgement.stance.id))
        self.certainty.setCurrentIndex(self.certainty.findData(judgement.certainty.value))

    def _changed(self) -> None:
        self._page.judge(
            self.judgement.topic_id,
            self.stance.currentData(),
            Certainty(self.certainty.currentData()),
            self.judgement.note,
        )

    def _withdraw(self) -> None:
        self._page.withdraw(self.judgement.id)
