"""The line in the library's head that says how the articles are arranged, and its menu."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.ui.library.group_words import groupings, sortings

_OPENS = "▾"
_SMALL = """
QToolButton { padding: 2px 3px; }
QToolButton:focus { padding: 1px 2px; }
"""
_Choice = TypeVar("_Choice", bound=StrEnum)


class ArrangeButton(QToolButton):
    """Says by what the articles are grouped and what comes first; its menu offers others.

    ``chosen`` carries an Arrangement, ``all_closed`` whether all groups are to be closed.
    """

    chosen = Signal(object)
    all_closed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = Arrangement()
        self._whole = ""
        self.setStyleSheet(_SMALL)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.show_choices)
        self.show_arrangement(self._arrangement)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Say that the articles stand so."""
        self._arrangement = arrangement
        grouping = groupings()[arrangement.grouping]
        sorting = sortings()[arrangement.sorting]
        self._whole = f"{grouping} · {sorting[:1].lower()}{sorting[1:]}"
        self._fit()
        self.updateGeometry()
        self.setAccessibleName(
            self.tr("Groups: {grouping}. Order: {sorting}").format(
                grouping=grouping, sorting=sorting
            )
        )
        self.setToolTip(self.tr("Choose groups and order"))

    def sizeHint(self) -> QSize:
        """Room for all the words, however many of them are shown."""
        metrics = self.fontMetrics()
        missing = metrics.horizontalAdvance(self._told(self._whole))
        missing -= metrics.horizontalAdvance(self.text())
        return super().sizeHint() + QSize(missing, 0)

    def minimumSizeHint(self) -> QSize:
        """It gives way in a narrow library."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many of the words as fit."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Show as many of the words as fit."""
        super().showEvent(event)
        self._fit()

    def _told(self, words: str) -> str:
        return f"{words}  {_OPENS}"

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        room = self.width() - around - metrics.horizontalAdvance(self._told(""))
        words = self._whole
        if metrics.horizontalAdvance(words) > room and self.isVisible():
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(self._told(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open the menu, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.show_choices()
        else:
            super().keyPressEvent(event)

    def show_choices(self) -> None:
        """Open the menu below."""
        menu = self.new_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def new_menu(self) -> QMenu:
        """The choices, with those that hold ticked."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Groups and order"))
        self._add_choices(menu, self.tr("Group by"), groupings(), self._arrangement.grouping)
        menu.addSeparator()
        self._add_choices(menu, self.tr("Order"), sortings(), self._arrangement.sorting)
        menu.addSeparator()
        for text, is_closed in (
            (self.tr("&Close all groups"), True),
            (self.tr("&Open all groups"), False),
        ):
            action = menu.addAction(text)
            action.setEnabled(self._arrangement.grouping is not Grouping.NONE)
            action.triggered.connect(lambda _checked, value=is_closed: self.all_closed.emit(value))
        return menu

    def _add_choices(
        self, menu: QMenu, title: str, choices: Mapping[_Choice, str], current: _Choice
    ) -> None:
        # The style draws no words beside a separator.
        menu.addAction(title).setEnabled(False)
        group = QActionGroup(menu)
        for choice, text in choices.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(choice is current)
            action.triggered.connect(lambda _checked, value=choice: self._choose(value))
            group.addAction(action)

    def _choose(self, choice: StrEnum) -> None:
        if isinstance(choice, Grouping):
            self.chosen.emit(replace(self._arrangement, grouping=choice))
        elif isinstance(choice, Sorting):
            self.chosen.emit(replace(self._arrangement, sorting=choice))
