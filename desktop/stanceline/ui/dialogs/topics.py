"""The dialog for the topics that stances are taken on."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.errors import StancelineError
from stanceline.domain.topics import Topic
from stanceline.services.topics import add_topic, all_topics, change_topic, delete_topic
from stanceline.services.undoing import next_undo, undo
from stanceline.services.workspace import Workspace
from stanceline.ui.dialogs.parts import (
    Notice,
    button_row,
    column_of,
    labelled,
    plain_button,
    plain_label,
    primary_button,
    take_first_size,
)
from stanceline.ui.fields.note_field import NoteField
from stanceline.ui.theme import scaled
from stanceline.ui.typed_text import TypedText

_LIST_WIDTH = 240


class TopicsDialog(QDialog):
    """Lists the topics; adds, renames, describes and deletes them, each at once.

    Ctrl+Z brings back the topic that was deleted last, with the judgements on it.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._topics: dict[int, Topic] = {}
        self._shown: Topic | None = None
        self.setWindowTitle(self.tr("Topics"))
        take_first_size(self, 640, 400)
        self.list = QListWidget()
        self.name = QLineEdit()
        self.description = NoteField(self.tr("What counts as for it, and what as against it"))
        self._used = plain_label("", "small")
        self._notice = Notice()
        self._said = Notice("small")
        self._deleted_by: int | None = None
        self._typed = TypedText(self)
        self._empty = plain_label(
            self.tr(
                "A topic is a question on which speakers take sides, such as “reopening the "
                "tunnel”. Quotations are judged towards topics."
            ),
            "muted",
        )
        self._build()
        self._connect()
        self._refresh()
        (self.list if self._topics else self.add_button).setFocus()

    def _build(self) -> None:
        self.list.setAccessibleName(self.tr("Topics"))
        self.list.setFixedWidth(scaled(_LIST_WIDTH))
        self.add_button = plain_button(self.tr("&Add topic"))
        self.delete_button = plain_button(self.tr("&Delete topic"), "danger")
        self._details = QWidget()
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(12)
        details.addLayout(labelled(self.tr("&Name"), self.name, self._notice))
        details.addLayout(labelled(self.tr("De&scription"), self.description))
        details.addWidget(self._used)
        details.addStretch()
        right = QVBoxLayout()
        right.addWidget(self._empty)
        right.addWidget(self._details, 1)
        right.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(self.list)
        columns.addLayout(right, 1)
        close = primary_button(self.tr("Close"))
        # Enter in the name means "that is the name", not "I am done with topics".
        close.setDefault(False)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        layout = column_of(self)
        layout.addLayout(columns, 1)
        layout.addWidget(self._said)
        layout.addLayout(button_row(self.add_button, self.delete_button, right=(close,)))

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show_current)
        self.list.itemActivated.connect(self._edit_name)
        self.list.installEventFilter(self)
        self.name.editingFinished.connect(self._save)
        self.name.returnPressed.connect(self.description.setFocus)
        self.name.textEdited.connect(self._clear_notice)
        self.description.committed.connect(self._save)
        self.add_button.clicked.connect(self._add)
        self.delete_button.clicked.connect(self._delete)
        QShortcut(QKeySequence("Ctrl+Z"), self, self._bring_back)

    # ------------------------------------------------------------------- showing

    def _refresh(self, chosen: int | None = None) -> None:
        topics = all_topics(self._workspace)
        self._topics = {topic.id: topic for topic in topics}
        row = next((i for i, topic in enumerate(topics) if topic.id == chosen), 0)
        self.list.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.list.clear()
        for topic in topics:
            item = QListWidgetItem(topic.name)
            item.setData(Qt.ItemDataRole.UserRole, topic.id)
            item.setToolTip(topic.description)
            self.list.addItem(item)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)  # noqa: FBT003 (Qt's signature)
        self._show_current()

    def _show_current(self) -> None:
        item = self.list.currentItem()
        topic = None
        if item is not None:
            topic = self._topics.get(item.data(Qt.ItemDataRole.UserRole))
        self._shown = topic
        self._details.setVisible(topic is not None)
        self._empty.setVisible(topic is None)
        self.delete_button.setEnabled(topic is not None)
        self._clear_notice()
        if topic is not None:
            self.name.setText(topic.name)
            self.description.set_text(topic.description)
            self._used.setText(self._counted(topic.n_judgements))

    def _counted(self, n: int) -> str:
        if n == 0:
            return self.tr("No quotation is judged on it yet.")
        if n == 1:
            return self.tr("1 judgement is on it.")
        return self.tr("{n:,} judgements are on it.").format(n=n)

    def _clear_notice(self) -> None:
        self._notice.say("")

    # -------------------------------------------------------------------- changing

    def _edit_name(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _add(self) -> None:
        known = {topic.name.casefold() for topic in self._topics.values()}
        name, number = self.tr("New topic"), 1
        while name.casefold() in known:
            number += 1
            name = self.tr("New topic {n}").format(n=number)
        try:
            topic_id = add_topic(self._workspace, name)
        except StancelineError as error:
            self._tell(str(error))
            return
        self._refresh(topic_id)
        self._edit_name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing where there is no topic yet begins the name of the first one."""
        if not self._topics and event.text().isalnum():
            self._add()
            self.name.setText(event.text())
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        topic = self._shown
        if topic is None:
            return
        name = " ".join(self.name.text().split())
        description = self.description.toPlainText().strip()
        if (name, description) == (topic.name, topic.description):
            return
        try:
            change_topic(self._workspace, topic.id, name, description)
        except StancelineError as error:
            self._notice.say(str(error))
            return
        self._take(Topic(topic.id, topic.uid, name, description, topic.n_judgements))

    def _take(self, topic: Topic) -> None:
        """Show a changed topic where it stands, without moving anybody's cursor."""
        self._topics[topic.id] = self._shown = topic
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == topic.id:
                item.setText(topic.name)
                item.setToolTip(topic.description)
        self._clear_notice()

    def _delete(self) -> None:
        topic = self._shown
        if topic is None:
            return
        row = self.list.currentRow()
        try:
            delete_topic(self._workspace, topic.id)
            step = next_undo(self._workspace)
        except StancelineError as error:
            self._tell(str(error))
            return
        self._deleted_by = step.action_id if step else None
        self._shown = None
        self._refresh()
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        (self.list if self._topics else self.add_button).setFocus()
        self._said.say(self._told_of(topic))

    def _told_of(self, topic: Topic) -> str:
        if topic.n_judgements == 0:
            told = self.tr("“{name}” deleted. Ctrl+Z brings it back.")
        elif topic.n_judgements == 1:
            told = self.tr("“{name}” deleted with the judgement on it. Ctrl+Z brings both back.")
        else:
            told = self.tr("“{name}” deleted with {n:,} judgements. Ctrl+Z brings all of it back.")
        return told.format(name=topic.name, n=topic.n_judgements)

    def _bring_back(self) -> None:
        """Undo the deletion, unless something else was done since."""
        if self._typed.can_undo():
            self._typed.undo()
            return
        try:
            step = next_undo(self._workspace)
            if step is None or step.action_id != self._deleted_by:
                self._said.say(self.tr("Close this window to undo what was done before."))
                return
            undo(self._workspace)
        except StancelineError as error:
            self._tell(str(error))
            return
        gone = set(self._topics)
        self._refresh()
        back = [topic for topic in self._topics.values() if topic.id not in gone]
        if back:
            self._refresh(back[0].id)
            self._said.say(self.tr("“{name}” is back.").format(name=back[0].name))

    def _tell(self, sentence: str) -> None:
        if self._shown is None:
            self._empty.setText(sentence)
        else:
            self._notice.say(sentence)

    def done(self, result: int) -> None:
        """Close, with what was typed last saved; a name that cannot be taken holds it open."""
        if self._shown is not None:
            self._save()
            if self._notice.isVisible():
                self.name.setFocus()
                return
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Delete in the list."""
        is_key = watched is self.list and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            self._delete()
            return True
        return super().eventFilter(watched, event)
