"""What the right button of the mouse, or the menu key, offers on the words of an article."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from stanceline.domain.suggestions import Suggestion
from stanceline.ui.keys import ThingKind, thing
from stanceline.ui.reader.keys import SHIFTED
from stanceline.ui.stance_icon import stance_icon
from stanceline.ui.suggestion_words import is_event, later_of_speaker, name_of
from stanceline.ui.theme import current_theme

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane


class ContextMenu(QObject):
    """Offers with each thing what its keys do, and names the keys.

    ``act`` does what a key says to the mark that has the focus. While the text is edited
    the menu is that of any text.
    """

    def __init__(self, pane: "ArticlePane", act: Callable[[str], None]) -> None:
        super().__init__(pane)
        self._pane = pane
        self._act = act
        text = pane.reader.text
        text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        text.customContextMenuRequested.connect(self._open)

    def _open(self, place: QPoint) -> None:
        text = self._pane.reader.text
        menu = self.menu_at(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(text.viewport().mapToGlobal(place))

    def menu_at(self, place: QPoint) -> QMenu:
        """The menu for what is at a point of the viewport, which it puts the keys on."""
        pane = self._pane
        text = pane.reader.text
        if pane.is_editing or pane.article is None:
            return text.createStandardContextMenu(place)
        menu = QMenu(pane)
        span = pane.reader.selected_span()
        mark = None if span is not None else text.mark_at(place) or pane.reader.focused_mark()
        # What an open card is about is no mark yet.
        if not pane.workspace.is_read_only and not pane.has_open_card:
            if span is not None:
                self._offer_marking(menu)
            elif mark is not None:
                pane.focus_mark(mark.key)
                self._offer_deciding(menu, thing(mark.key).kind)
        copy = _add(menu, self.tr("&Copy"), "Ctrl+C", text.copy)
        copy.setEnabled(span is not None)
        _add(menu, self.tr("Select &all"), "Ctrl+A", text.selectAll)
        return menu

    def _offer_marking(self, menu: QMenu) -> None:
        pane = self._pane
        _add(menu, self.tr("Mark as &quotation…"), "Q", pane.mark_selection)
        _add(menu, self.tr("Note an &event…"), "E", pane.note_event)
        _add(menu, self.tr("Add as e&vidence…"), "V", pane.add_evidence)
        _add(menu, self.tr("Add to the &utterance"), "A", pane.add_to_utterance)
        menu.addSeparator()

    def _offer_deciding(self, menu: QMenu, kind: ThingKind) -> None:
        act = self._act
        if kind is ThingKind.SUGGESTION:
            _add(menu, self.tr("&Accept"), self.tr("Enter"), partial(act, "Enter"))
            self._offer_stances_of_suggestion(menu)
            _add(menu, self.tr("&Edit…"), "E", partial(act, "E"))
            _add(menu, self.tr("&Reject"), "⌫", partial(act, "Backspace"))
        elif kind is ThingKind.QUOTATION:
            self._offer_stances(menu)
            _add(menu, self.tr("Note an &event…"), "E", self._pane.note_event)
            _add(menu, self.tr("&Delete"), self.tr("Del"), partial(act, "Delete"))
        elif kind is ThingKind.EVENT:
            _add(menu, self.tr("&Delete"), self.tr("Del"), partial(act, "Delete"))
        menu.addSeparator()

    def _offer_stances_of_suggestion(self, menu: QMenu) -> None:
        """The stances of a suggested quotation, and those for all later ones of its speaker."""
        focused = self._pane.reader.focused_mark()
        found = self._pane.finding_named(focused.key) if focused else None
        if not isinstance(found, Suggestion) or is_event(found):
            menu.addSeparator()
            return
        self._offer_stances(menu)
        n_later = len(later_of_speaker(found, self._pane.findings.suggestions))
        if n_later:
            name = name_of(found).replace("&", "&&")
            title = self.tr("This and the %n &later of {name}", "", n_later).format(name=name)
            self._add_stances(menu.addMenu(title), SHIFTED)
            menu.addSeparator()

    def _offer_stances(self, menu: QMenu) -> None:
        menu.addSeparator()
        self._add_stances(menu)
        menu.addSeparator()

    def _add_stances(self, menu: QMenu, with_key: str = "") -> None:
        for stance in self._pane.stances():
            if stance.shortcut:
                label = stance.label.replace("&", "&&")
                key = f"{with_key}{stance.shortcut}"
                action = _add(menu, label, key, partial(self._act, key))
                action.setIcon(stance_icon(stance, current_theme()))


def _add(menu: QMenu, text: str, key: str, act: Callable[[], object]) -> QAction:
    # What stands behind a tab is shown where a menu shows keys.
    action = menu.addAction(f"{text}\t{key}")
    action.triggered.connect(lambda _checked: act())
    return action
