"""Everything that a window can be told to do, each with a stable name and its keys."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu

from stanceline.records import dataclass
from stanceline.ui.commands.fixed_keys import reserved_keys
from stanceline.ui.commands.keymap import Bound, Trouble, keys_of_all, native_text, trouble_with

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

Need = Callable[[], str]
"""Says why something cannot be done now, or nothing when it can."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window can be told to do.

    ``path`` names the menus around it. ``letter`` is a key of the article alone that does
    the same, which the menu shows too.
    """

    id: str
    action: QAction
    path: str
    defaults: tuple[str, ...]
    needs: tuple[Need, ...]
    letter: str = ""

    @property
    def title(self) -> str:
        """What it does, without marks for the keyboard."""
        return plain(self.action.text())

    def why_not(self) -> str:
        """Why it cannot be done now; empty when it can."""
        return next((why for need in self.needs if (why := need())), "")


class Commands(QObject):
    """The commands of one window, with the keys that somebody chose for them.

    ``keys_changed`` says that other keys do things now.
    """

    keys_changed = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str, str] = {}
        self._buttons: list[tuple[QAbstractButton, str, str]] = []
        self._is_locked = False
        self._stop = window.settings.on_keys_chosen(self.take_keys)

    def add(
        self,
        menu: QMenu,
        command_id: str,
        text: str,
        keys: str,
        slot: Callable[[], object],
        *,
        needs: Sequence[Need] = (),
        letter: str = "",
        is_ticked: bool | None = None,
    ) -> QAction:
        """The action in the menu; ``keys`` are its usual ones, parted by `` or ``.

        ``is_ticked`` makes it one that is on or off.
        """
        action = QAction(text, self._window)
        action.setObjectName(command_id)
        if is_ticked is not None:
            action.setCheckable(True)
            action.setChecked(is_ticked)
        action.triggered.connect(lambda _checked: slot())
        menu.addAction(action)
        self._texts[command_id] = text
        defaults = tuple(each for each in keys.split(" or ") if each)
        path = plain(menu.title()) if menu.title() else ""
        parent = menu.parent()
        if isinstance(parent, QMenu) and parent.title():
            path = f"{plain(parent.title())} › {path}"
        self._commands[command_id] = Command(
            command_id, action, path, defaults, tuple(needs), letter
        )
        return action

    def all(self) -> list[Command]:
        """Every command, in the order of the menus."""
        return list(self._commands.values())

    def ids(self) -> frozenset[str]:
        """The ids of all commands."""
        return frozenset(self._commands)

    def command(self, command_id: str) -> Command:
        """The command of this id."""
        return self._commands[command_id]

    def action(self, command_id: str) -> QAction:
        """The action of this id."""
        return self._commands[command_id].action

    def set_text(self, command_id: str, text: str) -> None:
        """Have the menu say something else of the command."""
        self._texts[command_id] = text
        self._show_text(self._commands[command_id])

    # Whether it is possible

    def offer(self) -> None:
        """Offer what is possible now, and only that."""
        for command in self._commands.values():
            command.action.setEnabled(not self._is_locked and not command.why_not())

    def set_locked(self, is_locked: bool) -> None:
        """Do nothing whatever is pressed, or all again."""
        self._is_locked = is_locked
        self.offer()

    # Keys

    def take_keys(self) -> None:
        """Give each command the keys that somebody chose for it, or its usual ones."""
        fixed = reserved_keys(self._window)
        bound = [Bound(each.id, each.defaults) for each in self._commands.values()]
        self._keys = keys_of_all(bound, self._window.settings.chosen_keys, fixed)
        for command in self._commands.values():
            # Taken from all first: two actions must not share a key for a moment.
            command.action.setShortcuts([])
        for command in self._commands.values():
            command.action.setShortcuts([QKeySequence(key) for key in self._keys[command.id]])
            self._show_text(command)
        for button, command_id, words in self._buttons:
            button.setToolTip(self.with_key(words, command_id))
        self.keys_changed.emit()

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys of every command, as Qt writes them on all systems."""
        return dict(self._keys)

    def trouble_with(self, key: str) -> Trouble | None:
        """Why no command can have this key."""
        return trouble_with(key, reserved_keys(self._window))

    def key_of(self, command_id: str) -> str:
        """The first key of the command in the words of this system, empty without one."""
        keys = self._keys.get(command_id, ())
        return native_text(keys[0]) if keys else ""

    def with_key(self, words: str, command_id: str) -> str:
        """The words with the key of the command behind them."""
        key = self.key_of(command_id)
        return f"{words} ({key})" if key else words

    def show_key_on(self, button: QAbstractButton, command_id: str, words: str) -> None:
        """Have a button do the command and its tooltip name the key, whichever that is.

        One that is on or off already does something by itself, and only names the key.
        """
        self._buttons.append((button, command_id, words))
        button.setToolTip(self.with_key(words, command_id))
        if button.isCheckable():
            return
        action = self.action(command_id)
        button.clicked.connect(lambda _checked: action.trigger())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))

    def _show_text(self, command: Command) -> None:
        text = self._texts[command.id]
        keys = [command.letter] if command.letter else []
        if keys and (key := self.key_of(command.id)):
            keys.append(key)
        command.action.setText(f"{text}\t{', '.join(keys)}" if keys else text)

    def stop(self) -> None:
        """Hear no more of other keys."""
        self._stop()


def plain(text: str) -> str:
    """The words of a menu without the marks for the keyboard and without keys."""
    words = text.partition("\t")[0].replace("&&", "\0").replace("&", "")
    return words.replace("\0", "&")
