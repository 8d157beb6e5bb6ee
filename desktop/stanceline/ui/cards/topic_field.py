"""The topic that a stance is about: a chip that cycles, a menu, and a line for a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from stanceline.domain.names import LONGEST_NAME
from stanceline.domain.topics import Topic
from stanceline.records import dataclass
from stanceline.ui.cards.keyed_button import KeyedButton


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic of the workspace, a new name, or none (an empty name)."""

    id: int | None = None
    name: str = ""


class TopicField(QWidget):
    """Chooses a topic; where there is none yet, it asks for the name of the first.

    ``chosen`` is emitted when a person chose, ``named`` when Enter ends a new name.
    """

    chosen = Signal()
    named = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topics: list[Topic] = []
        self._choice = TopicChoice()
        self._chip = KeyedButton(key=key)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._take)
        self.line = _NewTopicLine()
        self.line.setAccessibleName(self.tr("New topic"))
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setPlaceholderText(self.tr("Name what they are for or against"))
        self.line.finished.connect(self._finish)
        self.line.dismissed.connect(self._dismiss)
        self._chip.clicked.connect(self.show_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.line)
        self.setFocusProxy(self._chip)
        self._show()

    def set_topics(self, topics: Sequence[Topic]) -> None:
        """Offer these topics; the chosen one stays when it is among them, else the first."""
        self._topics = list(topics)
        self.set_topic(self._choice.id)

    def set_topic(self, topic_id: int | None, new_name: str = "") -> None:
        """Show a topic as chosen, or a new name, or the first topic; nobody is told."""
        offered = {topic.id: topic for topic in self._topics}
        topic = offered.get(topic_id) if topic_id is not None else None
        if topic is None and not new_name:
            topic = next(iter(self._topics), None)
        self._choice = TopicChoice(topic.id, topic.name) if topic else TopicChoice(None, new_name)
        self.line.setText("")
        self._show()

    def value(self) -> TopicChoice:
        """What is chosen; a name that is just being typed counts."""
        if self.is_naming:
            name = " ".join(self.line.text().split())
            known = next((t for t in self._topics if t.name.casefold() == name.casefold()), None)
            return TopicChoice(known.id, known.name) if known else TopicChoice(None, name)
        return self._choice

    @property
    def is_naming(self) -> bool:
        """Whether the line for a new topic is open."""
        return not self.line.isHidden()

    def cycle(self) -> None:
        """Go to the next topic, after the last to the first."""
        if not self._topics:
            self.start_naming()
            return
        ids = [topic.id for topic in self._topics]
        place = ids.index(self._choice.id) + 1 if self._choice.id in ids else 0
        self.set_topic(ids[place % len(ids)])
        self.chosen.emit()

    def show_menu(self) -> None:
        """Open the menu of topics below the chip."""
        self._menu.clear()
        for topic in self._topics:
            self._entry(topic.name, topic.id)
        if self._topics:
            self._menu.addSeparator()
        self._entry(self.tr("New topic…"), None)
        self._menu.popup(self._chip.mapToGlobal(QPoint(0, self._chip.height() + 2)))

    def _entry(self, text: str, topic_id: int | None) -> QAction:
        entry = self._menu.addAction(text.replace("&", "&&"))
        entry.setData(topic_id)
        if topic_id is not None:
            entry.setCheckable(True)
            entry.setChecked(topic_id == self._choice.id)
        return entry

    def _take(self, entry: QAction) -> None:
        topic_id = entry.data()
        if isinstance(topic_id, int):
            self.set_topic(topic_id)
            self.chosen.emit()
        else:
            self.start_naming()

    def start_naming(self) -> None:
        """Ask for the name of a new topic."""
        self._chip.hide()
        self.line.show()
        self.setFocusProxy(self.line)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        choice = self.value()
        if choice.name:
            self._choice = choice
            self._show()
        elif self._topics:
            self._show()
        self.chosen.emit()
        self.named.emit()

    def _dismiss(self) -> None:
        self.line.clear()
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        is_naming = not self._choice.name and not self._topics
        name = self._choice.name
        is_new = bool(name) and self._choice.id is None
        self._chip.setText(self.tr("{name} (new)").format(name=name) if is_new else name)
        self._chip.setAccessibleName(self.tr("Topic: {name}").format(name=name))
        self._chip.setToolTip(self.tr("Click for all topics, T for the next one"))
        # The one that has the focus hands it on, so the other is shown first.
        shown, hidden = (self.line, self._chip) if is_naming else (self._chip, self.line)
        self.setFocusProxy(shown)
        shown.show()
        if hidden.hasFocus():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.hide()
        self.line.can_dismiss = bool(self._topics) or bool(name)
        self._chip.updateGeometry()


class _NewTopicLine(QLineEdit):
    """The line for a new name: Enter ends it, Escape goes back where there is a way back."""

    finished = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.can_dismiss = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape; everything else is typing."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape and self.can_dismiss:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)
