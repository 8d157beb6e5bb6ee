"""The dialog in which every command gets the keys that somebody wants."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
)

from stanceline.ui.commands.fixed_keys import fixed_keys
from stanceline.ui.commands.key_field import KeyField
from stanceline.ui.commands.keymap import Trouble, native_text, owner_of, with_key
from stanceline.ui.commands.matching import score
from stanceline.ui.commands.other_words import other_words
from stanceline.ui.commands.registry import Command
from stanceline.ui.dialogs.parts import (
    Notice,
    boxed,
    button_row,
    column_of,
    plain_button,
    plain_label,
    primary_button,
)
from stanceline.ui.theme import scaled

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

_SIZE = (680, 560)
_WHAT, _WHERE, _KEYS = range(3)
_ID = Qt.ItemDataRole.UserRole
_TEXT_SHARE, _WHERE_WIDTH, _KEYS_WIDTH = 300, 150, 170
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ShortcutsDialog(QDialog):
    """Lists all commands with their keys; each change holds at once, in every window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._commands = window.commands
        self._wanted = ""
        self.setWindowTitle(self.tr("Keys"))
        self.resize(*map(scaled, _SIZE))
        self._others = other_words()
        self._build()
        self._connect()
        self._fill()
        self.words.setFocus()

    def _build(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find a command, or a key such as Ctrl+E"))
        self.words.setAccessibleName(self.tr("Find a command or a key"))
        self.words.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Where"), self.tr("Keys")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(_WHERE, scaled(_WHERE_WIDTH))
        self.list.setColumnWidth(_KEYS, scaled(_KEYS_WIDTH))
        self._name = plain_label("", "strong")
        self.field = KeyField()
        self.field.setFixedWidth(scaled(_KEYS_WIDTH))
        self.reset_button = plain_button(self.tr("&Usual keys"))
        self.reset_button.setToolTip(self.tr("Give this command its usual keys again"))
        self.notice = Notice("warning")
        self.take_button = plain_button(self.tr("&Take it over"))
        self.reset_all_button = plain_button(self.tr("Usual keys for &all"))
        self.close_button = primary_button(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.setDefault(False)
        self._arrange()

    def _arrange(self) -> None:
        column = column_of(self)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._name, 1)
        keys = QLabel(self.tr("&Keys"))
        keys.setBuddy(self.field)
        self.field.setAccessibleName(self.tr("New keys"))
        row.addWidget(keys)
        row.addWidget(self.field)
        row.addWidget(self.reset_button)
        self._editing = boxed(row)
        column.addWidget(self._editing)
        trouble = QHBoxLayout()
        trouble.addWidget(self.notice, 1)
        trouble.addWidget(self.take_button)
        column.addLayout(trouble)
        column.addLayout(button_row(self.reset_all_button, right=(self.close_button,)))
        self.take_button.hide()

    def _connect(self) -> None:
        self.words.textChanged.connect(self._fill)
        self.words.installEventFilter(self)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.list.itemActivated.connect(lambda _item, _column: self._press_new())
        self.field.pressed.connect(self._pressed)
        self.field.left.connect(self._leave_field)
        self.take_button.clicked.connect(self._take_over)
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button.clicked.connect(self._reset_all)
        self.close_button.clicked.connect(self.accept)
        self._commands.keys_changed.connect(self._fill)

    # The list

    def _fill(self) -> None:
        chosen = self.chosen_id()
        self.list.clear()
        words = self.words.text()
        items = [
            item
            for command in self._commands.all()
            if (item := self._item_of(command, words)) is not None
        ]
        items += self._fixed_items(words)
        self.list.addTopLevelItems(items)
        at = next((item for item in items if item.data(_WHAT, _ID) == chosen), None)
        if at is not None or items:
            self.list.setCurrentItem(at or items[0])
        self._show_chosen()
        if not items:
            self._name.setText(self.tr("Nothing fits. Fewer letters find more."))

    def _item_of(self, command: Command, words: str) -> QTreeWidgetItem | None:
        had = [native_text(key) for key in self._commands.keys()[command.id]]
        keys = ", ".join([command.letter, *had] if command.letter else had)
        if not _fits(words, command.title, command.path, keys, self._others.get(command.id, "")):
            return None
        item = QTreeWidgetItem([command.title, command.path, keys])
        item.setData(_WHAT, _ID, command.id)
        if command.id in self._window.settings.chosen_keys:
            font = item.font(_KEYS)
            font.setBold(True)
            item.setFont(_KEYS, font)
            item.setToolTip(_KEYS, self.tr("Not its usual keys"))
        return item

    def _fixed_items(self, words: str) -> list[QTreeWidgetItem]:
        items = []
        for fixed in fixed_keys():
            keys = ", ".join(native_text(key) for key in fixed.keys)
            if _fits(words, fixed.what, fixed.where, keys):
                item = QTreeWidgetItem([fixed.what, fixed.where, keys])
                for column in range(3):
                    item.setForeground(column, self.palette().placeholderText())
                    item.setToolTip(column, self.tr("This key is fixed."))
                items.append(item)
        return items

    def chosen_id(self) -> str:
        """The command whose keys are shown below the list; empty for a fixed one."""
        item = self.list.currentItem()
        return (item.data(_WHAT, _ID) or "") if item is not None else ""

    def choose(self, command_id: str) -> None:
        """Show the keys of this command."""
        for n in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(n)
            if item is not None and item.data(_WHAT, _ID) == command_id:
                self.list.setCurrentItem(item)

    def _show_chosen(self) -> None:
        command_id = self.chosen_id()
        item = self.list.currentItem()
        self._forget_trouble()
        self._editing.setEnabled(bool(command_id))
        keys = self._commands.keys().get(command_id, ())
        self.field.show_key(keys[0] if keys else "")
        self.reset_button.setEnabled(command_id in self._window.settings.chosen_keys)
        if command_id:
            self._name.setText(self._commands.command(command_id).title)
        else:
            told = self.tr("{what}: this key is fixed.")
            self._name.setText(told.format(what=item.text(_WHAT)) if item is not None else "")

    # New keys

    def _press_new(self) -> None:
        if self.chosen_id():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_field(self) -> None:
        self._forget_trouble()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self, key: str) -> None:
        command_id = self.chosen_id()
        self._forget_trouble()
        if not key:
            self._give(command_id, "")
            return
        trouble = self._commands.trouble_with(key)
        if trouble is not None:
            self.notice.say(self._words_for(trouble, key))
            return
        owner = owner_of(key, self._commands.keys())
        if owner and owner != command_id:
            self._wanted = key
            told = self.tr("{key} is the key of “{command}”.")
            title = self._commands.command(owner).title
            self.notice.say(told.format(key=native_text(key), command=title))
            self.take_button.show()
            self.take_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._give(command_id, key)

    def _words_for(self, trouble: Trouble, key: str) -> str:
        told = {
            Trouble.UNUSABLE: self.tr("{key} cannot be used as a key."),
            Trouble.OF_A_LETTER: self.tr(
                "{key} alone is for typing and for the article. Press it with Ctrl or Alt."
            ),
            Trouble.FIXED: self.tr("{key} has a fixed meaning. Press other keys."),
        }[trouble]
        return told.format(key=native_text(key))

    def _take_over(self) -> None:
        if self._wanted:
            self._give(self.chosen_id(), self._wanted)

    def _give(self, command_id: str, key: str) -> None:
        settings = self._window.settings
        self._keep(with_key(settings.chosen_keys, self._commands.keys(), command_id, key))
        self.choose(command_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Keep what differs from the usual keys; all windows hear of it."""
        usual = {each.id: each.defaults for each in self._commands.all()}
        self._window.settings.chosen_keys = {
            name: keys for name, keys in chosen.items() if usual.get(name) != keys
        }

    def _reset(self) -> None:
        """Give the command its usual keys, those too that another has got meanwhile."""
        command_id = self.chosen_id()
        usual = self._commands.command(command_id).defaults
        chosen = {
            name: tuple(key for key in keys if key not in usual)
            for name, keys in self._window.settings.chosen_keys.items()
            if name != command_id
        }
        self._keep(chosen)
        self.choose(command_id)

    def _reset_all(self) -> None:
        self._keep({})

    def _forget_trouble(self) -> None:
        self._wanted = ""
        self.notice.say("")
        self.take_button.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead from the search into the list."""
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.words and is_press and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in _ENTER:
                self._press_new()
                return True
        return super().eventFilter(watched, event)


def _fits(words: str, title: str, path: str, keys: str, others: str = "") -> bool:
    wanted = words.strip().casefold()
    return not wanted or wanted in keys.casefold() or score(words, title, path, others) > 0
