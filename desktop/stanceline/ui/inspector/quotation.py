"""The inspector's page about a quotation."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from stanceline.domain.quotations import Certainty, Judgement, Quotation, QuotationKind
from stanceline.domain.speakers import Speaker
from stanceline.domain.stances import Stance
from stanceline.domain.topics import Topic
from stanceline.services import articles, quotations, speakers, tagging, topics
from stanceline.services.links import QuotationLinks, links_of_quotation
from stanceline.services.stance_hints import hints_for
from stanceline.services.workspace import Workspace
from stanceline.ui.fields.date_field import DateField
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.fields.speaker_field import SpeakerField
from stanceline.ui.inspector.facts import (
    ChoiceFact,
    DateFact,
    LineFact,
    NoteFact,
    SpeakerFact,
    choice_box,
    lock_line,
)
from stanceline.ui.inspector.facts_page import FactsPage
from stanceline.ui.inspector.lines import article_line, event_line, role_in_words, tags_of
from stanceline.ui.inspector.parts import (
    NarrowBox,
    emptied,
    in_marks,
    quiet_button,
    quiet_links,
    small_label,
    words_label,
)
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.stance_words import hints_in_words
from stanceline.ui.theme import Theme
from stanceline.ui.widgets import Caption, ElidedLabel
from stanceline.ui.words import certainties, quotation_kinds

_ICON_SIZE = 14


class QuotationPage(FactsPage):
    """Who said it, when, how it is judged; every change is saved as it is made."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._quotation: Quotation | None = None
        self.words = words_label()
        self.doubtful = quiet_links(
            self.tr("The text was edited: check it…"), self.check_requested.emit
        )
        self.speaker = SpeakerField()
        self.role = small_label()
        self.said_date = DateField()
        self.said_date.line.setPlaceholderText(self.tr("date or words"))
        self.said_phrase = small_label()
        self.kind = choice_box({each.value: text for each, text in quotation_kinds().items()})
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("one, two"))
        self.note = NoteField(self.tr("Note"))
        self._rows: list[JudgementRow] = []
        self._left: list[Topic] = []
        self._box = QWidget()
        self._judgements = QVBoxLayout(self._box)
        self._judgements.setContentsMargins(0, 0, 0, 0)
        self._judgements.setSpacing(8)
        self.leaning = small_label()
        self._build()

    def _build(self) -> None:
        self.add_top(self.tr("Quotation"))
        self.column.addWidget(self.words)
        self.column.addWidget(self.doubtful, 0, Qt.AlignmentFlag.AlignLeft)
        form = self.add_form()
        form.add(self.tr("Speaker"), self.speaker)
        form.add_below(self.role)
        form.add(self.tr("Said"), self.said_date)
        form.add_below(self.said_phrase)
        form.add(self.tr("Kind"), self.kind)
        form.add(self.tr("Tags"), self.tags)
        self.column.addSpacing(4)
        self.column.addWidget(Caption(self.tr("Stances")))
        self.column.addWidget(self._box)
        self.column.addWidget(self.leaning)
        self.column.addSpacing(4)
        self.column.addWidget(self.note)
        self._who = SpeakerFact(self.tr("Speaker"), self.speaker)
        self.add_fact("speaker", self._who)
        self.add_fact("said", DateFact(self.tr("Said"), self.said_date))
        self.add_fact("kind", ChoiceFact(self.tr("Kind"), self.kind))
        self.add_fact("tags", LineFact(self.tr("Tags"), self.tags))
        self.add_fact("note", NoteFact(self.tr("Note"), self.note))
        self.article = self.add_linked(self.tr("In"))
        self.events = self.add_linked(self.tr("Evidence for"))
        self.reprints = self.add_linked(self.tr("Also in"))
        self._about_speaker = quiet_button(self.tr("About the speaker"), self._show_speaker)
        self.add_links(
            self._about_speaker,
            self.guarded_button(self.tr("Delete"), self._delete, danger=True),
        )
        self.add_end()

    def set_theme(self, theme: Theme) -> None:
        """Draw the stances in the colours of this theme."""
        self._theme = theme
        if self._quotation is not None:
            self._rows.clear()
            self._show_judgements(self._quotation)

    # What is shown

    def show_quotation(self, quotation_id: int) -> None:
        """Show the quotation as it is in the workspace now; raises NotFound."""
        quotation = quotations.quotation(self._workspace, quotation_id)
        links = links_of_quotation(self._workspace, quotation_id, quotation.article_id)
        tags = tagging.tags_of_quotation(self._workspace, quotation_id)
        everyone = speakers.all_speakers(self._workspace)
        if quotation_id != self.thing_id and not self.speaker.is_settled:
            self.speaker.set_speaker(None)  # A name half typed is of the quotation before.
        self._quotation = quotation
        self.words.setText(in_marks(quotation.words))
        self.doubtful.setVisible(quotation.is_doubtful)
        self._who.offer(everyone, links.speaker_ids)
        self.said_date.set_context(links.article.published, links.article.language or "en")
        self.take(
            quotation_id,
            {
                "speaker": "" if quotation.speaker_id is None else str(quotation.speaker_id),
                "said": quotation.said,
                "kind": quotation.kind.value,
                "tags": ", ".join(tags),
                "note": quotation.note,
            },
        )
        speaker = next((each for each in everyone if each.id == quotation.speaker_id), None)
        self._show_around(quotation, speaker, links)
        self._show_judgements(quotation)
        self._show_leaning(quotation)

    def _show_leaning(self, quotation: Quotation) -> None:
        """Hint at sides that the words seem to take on topics that are not judged yet."""
        article = articles.article(self._workspace, quotation.article_id)
        found = hints_for(
            self._workspace,
            article,
            quotation.spans,
            quotation.speaker_id,
            quotation.speaker,
            quotation_id=quotation.id,
        )
        judged = {judgement.topic_id for judgement in quotation.judgements}
        told = [each for each in found if each.topic.id not in judged]
        self.leaning.setText(hints_in_words(told, article.body))
        self.leaning.setVisible(bool(told))

    def _show_around(
        self, quotation: Quotation, speaker: Speaker | None, links: QuotationLinks
    ) -> None:
        role = role_in_words(speaker) if speaker else ""
        self.role.setText(role)
        self.role.setVisible(bool(role))
        phrase = quotation.said_phrase if quotation.said else ""
        self.said_phrase.setText(in_marks(phrase) if phrase else "")
        self.said_phrase.setVisible(bool(phrase))
        self._about_speaker.setEnabled(speaker is not None)
        self.article.show_lines([article_line(links.article, f"quotation:{quotation.id}")])
        self.events.show_lines([event_line(each) for each in links.events])
        self.reprints.show_lines([article_line(each) for each in links.reprints])

    def _show_judgements(self, quotation: Quotation) -> None:
        judged = {judgement.topic_id for judgement in quotation.judgements}
        left = [t for t in topics.all_topics(self._workspace) if t.id not in judged]
        ids = [judgement.id for judgement in quotation.judgements]
        is_same = ids == [row.judgement.id for row in self._rows]
        if not (is_same and self._rows and _names(left) == _names(self._left)):
            self._left = left
            self._rebuild_judgements(quotation)
        names = {judgement.analyst for judgement in quotation.judgements}
        # Rows that stay keep the keyboard focus.
        for row, judgement in zip(self._rows, quotation.judgements, strict=True):
            row.show_judgement(judgement, names_analyst=len(names) > 1)

    def _rebuild_judgements(self, quotation: Quotation) -> None:
        had_focus = any(part.hasFocus() for part in self._box.findChildren(QWidget))
        self.forget_guarded(self._box)
        emptied(self._judgements)
        stances = topics.all_stances(self._workspace)
        self._rows = [
            JudgementRow(self, judgement, stances, self._theme)
            for judgement in quotation.judgements
        ]
        for row in self._rows:
            self._judgements.addWidget(row)
        if self._left:
            self._judgements.addWidget(self.guarded(self._topic_box(self._left)))
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

    # What is changed

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

    def settle(self) -> None:
        """Save what is being typed."""
        super().settle()
        for row in self._rows:
            row.settle()

    def write(self, thing_id: int, changed: Mapping[str, str]) -> None:
        """Store what was changed; all else stays as it is in the workspace."""
        if "speaker" in changed:
            choice = self._who.choice()
            speaker_id = choice.id
            if speaker_id is None and choice.name.strip():
                speaker_id = speakers.speaker_for(self._workspace, choice.name)
            quotations.set_speaker(self._workspace, thing_id, speaker_id)
        if "tags" in changed:
            tagging.tag_quotation(self._workspace, thing_id, tags_of(changed["tags"]))
        if changed.keys() & {"said", "kind", "note"}:
            now = quotations.quotation(self._workspace, thing_id)
            quotations.describe_quotation(
                self._workspace,
                thing_id,
                kind=QuotationKind(changed.get("kind", now.kind.value)),
                said=changed.get("said", now.said),
                said_phrase=self.said_date.phrase() if "said" in changed else now.said_phrase,
                note=changed.get("note", now.note),
            )

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
    """The topic, the stance, how certain it is and why; changes are saved at once."""

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
        self.certainty = choice_box({each.value: text for each, text in certainties().items()})
        self.certainty.setSizeAdjustPolicy(NarrowBox.SizeAdjustPolicy.AdjustToContents)
        self.certainty.setAccessibleName(
            self.tr("How certain on {topic}").format(topic=judgement.topic)
        )
        self.note = QLineEdit()
        self.note.setProperty("quiet", "true")
        self.note.setPlaceholderText(self.tr("Why?"))
        self.note.setAccessibleName(self.tr("Why, on {topic}").format(topic=judgement.topic))
        remove = page.guarded_button("×", self._withdraw)
        remove.setAccessibleName(self.tr("Withdraw this judgement"))
        if not page.is_locked:
            remove.setToolTip(self.tr("Withdraw this judgement"))
        self._topic = ElidedLabel(judgement.topic)
        self.show_judgement(judgement)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self._topic, 1)
        head.addWidget(remove)
        # Side by side they would cut their words in a narrow window.
        lines.addLayout(head)
        lines.addWidget(page.guarded(self.stance))
        lines.addWidget(page.guarded(self.certainty), 0, Qt.AlignmentFlag.AlignLeading)
        lines.addWidget(self.note)
        if page.is_locked:
            lock_line(self.note, page.why_locked)
        self.stance.activated.connect(self._changed)
        self.certainty.activated.connect(self._changed)
        self.note.editingFinished.connect(self.settle)

    def show_judgement(self, judgement: Judgement, *, names_analyst: bool = False) -> None:
        """Show the judgement as it is now; a note that is being typed stays."""
        is_typed = self._typed_note() != self.judgement.note and self.note.isModified()
        self.judgement = judgement
        who = f" · {judgement.analyst}" if names_analyst else ""
        self._topic.set_whole_text(f"{judgement.topic}{who}")
        self.stance.setCurrentIndex(self.stance.findData(judgement.stance.id))
        self.certainty.setCurrentIndex(self.certainty.findData(judgement.certainty.value))
        if not is_typed and self.note.text() != judgement.note:
            self.note.setText(judgement.note)
            self.note.setCursorPosition(0)

    def _typed_note(self) -> str:
        text = self.note.text().strip()
        return self.judgement.note if text == self.judgement.note.strip() else text

    def settle(self) -> None:
        """Save a note that is being typed."""
        if self._typed_note() != self.judgement.note:
            self._changed()

    def _changed(self) -> None:
        self._page.judge(
            self.judgement.topic_id,
            self.stance.currentData(),
            Certainty(self.certainty.currentData()),
            self._typed_note(),
        )

    def _withdraw(self) -> None:
        self._page.withdraw(self.judgement.id)
