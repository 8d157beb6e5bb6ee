"""The list of all articles: how it is arranged and folded, and which of them are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal

from stanceline.domain.errors import StancelineError
from stanceline.domain.library import Arrangement, Grouping
from stanceline.ui.library.arrange_bar import ArrangeButton
from stanceline.ui.library.chosen import ChosenRows
from stanceline.ui.library.memory import keep_view, kept_view
from stanceline.ui.library.model import GroupHeading, LibraryModel, LibraryRole
from stanceline.ui.library.tall_list import TallList
from stanceline.ui.settings import Settings

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PROBE_PX = 8


class Listing(QObject):
    """Arranges the articles in a view, and keeps what is chosen there.

    ``article_chosen`` carries the one that somebody chose alone, ``chosen_changed`` says
    that others are chosen than before, ``left`` that the keyboard should go back to the
    article, ``refused`` why something cannot be shown.
    """

    article_chosen = Signal(int)
    chosen_changed = Signal()
    left = Signal()
    refused = Signal(str)

    def __init__(
        self, view: TallList, model: LibraryModel, arranging: ArrangeButton, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._model = model
        self._arranging = arranging
        self._settings: Settings | None = None
        self._is_showing = False
        self._is_loaded = False
        self.current: int | None = None
        view.setModel(model)
        self.chosen = ChosenRows(view, model.ids_between)
        view.settled.connect(self._selection_changed)
        view.fold_wanted.connect(self._fold)
        arranging.all_closed.connect(self.fold_all)

    # How the articles are arranged

    def live_with(self, settings: Settings) -> None:
        """Stand as it was remembered there, and remember there how it stands from now on."""
        self._settings = settings
        arrangement, closed = kept_view(settings)
        self._model.set_closed(closed)
        self.arrange(arrangement, self.chosen.ids())

    def arrange(self, arrangement: Arrangement, chosen: Sequence[int]) -> None:
        """Put the articles in these groups and this order, with these ones chosen."""
        try:
            self._model.arrange(arrangement)
        except StancelineError as error:
            self.refused.emit(str(error))
            return
        self._arranging.show_arrangement(arrangement)
        self._restore_chosen(chosen)
        self._view.scrollTo(self._view.currentIndex())
        self.remember()

    def remember(self) -> None:
        """Remember how it stands, where there is something to remember it in."""
        if self._settings is not None:
            keep_view(self._settings, self._model.arrangement, self._model.closed)

    def fold_all(self, is_closed: bool) -> None:
        """Close all groups, or open them."""
        chosen = self.chosen.ids()
        if is_closed:
            self._model.close_all()
        else:
            self._model.open_all()
        self._restore_chosen(chosen)
        self.remember()

    def _fold(self, heading: QModelIndex) -> None:
        """Close the group of the heading, or open it."""
        entry = heading.data(LibraryRole.ENTRY)
        if not isinstance(entry, GroupHeading):
            return
        chosen, top = self.chosen.ids(), self._view.visualRect(heading).top()
        row = heading.row()
        self._model.toggle(entry.key)
        self._restore_chosen(chosen)
        self._view.put_at(self._model.index(row), top)
        self.remember()

    # What is listed and chosen

    def read_again(self) -> list[int]:
        """Show what has changed at the same place; the articles that were chosen before."""
        place = self._place_in_sight()
        chosen = self.chosen.ids()
        if self._is_loaded:
            self._model.refresh()
        else:
            self._model.load()
            self._is_loaded = True
        if place is not None:
            article_id, top = place
            self._view.put_at(self._model.index_of(article_id), top)
        return chosen

    def choose_again(self, chosen: Sequence[int], current: int | None) -> None:
        """Choose several that were chosen before; else the one that is on the desk."""
        if len(chosen) > 1:
            self.current = current
            self._restore_chosen(chosen)
        else:
            self.show_current(current)

    def show_current(self, article_id: int | None) -> None:
        """Select the article without announcing it as chosen."""
        self.current = article_id
        here = self._view.currentIndex()
        is_here = article_id is not None and here.data(LibraryRole.ARTICLE_ID) == article_id
        if is_here and self._view.selectionModel().isSelected(here):
            return
        index = QModelIndex() if article_id is None else self._model.index_of(article_id)
        self._is_showing = True
        self.chosen.choose_only(index)
        self._is_showing = False
        if index.isValid():
            self._view.scrollTo(index)

    def choose_row(self, index: QModelIndex) -> None:
        """Choose the row as somebody does, and bring it into sight."""
        self.chosen.choose_only(index)
        self._view.scrollTo(index)

    def step(self, from_id: int | None, by: int) -> None:
        """Choose the article so many places on."""
        here = self._view.currentIndex()
        is_among_tags = self._model.arrangement.grouping is Grouping.TAG
        if is_among_tags and from_id and here.data(LibraryRole.ARTICLE_ID) == from_id:
            # An article may stand in several groups: on from where it was chosen.
            self.choose_row(self._model.listed_beside(here.row(), by))
            return
        target = self._model.neighbour(from_id, by)
        if target is not None and target != from_id:
            self.article_chosen.emit(target)

    def _place_in_sight(self) -> tuple[int, int] | None:
        """The first article in sight, and how far it lies from the top; None at the top."""
        if not self._view.verticalOffset():
            return None
        for y in range(0, self._view.viewport().height(), _PROBE_PX):
            index = self._view.indexAt(QPoint(0, y))
            article_id = index.data(LibraryRole.ARTICLE_ID)
            if article_id is not None:
                return article_id, self._view.visualRect(index).top()
        return None

    def _restore_chosen(self, ids: Sequence[int]) -> None:
        """Choose these again, so far as they are listed, without announcing them."""
        rows = self._model.rows_of(ids)
        if len(ids) <= 1 or not len(rows):
            self.show_current(self.current)
            self.chosen_changed.emit()  # Listing anew chooses nothing, and tells nobody.
            return
        self._is_showing = True
        self.chosen.choose(rows)
        self._is_showing = False

    def _selection_changed(self) -> None:
        """Tell which one was chosen; of several the one on the desk stays there."""
        self.chosen_changed.emit()
        if not self._is_showing and self.chosen.count() == 1:
            self.article_chosen.emit(self.chosen.ids()[0])

    # Keys

    def enter(self) -> None:
        """Take the keyboard, and choose the first article if none is chosen."""
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._view.selectionModel().hasSelection():
            self.step(None, 1)

    def takes(self, key: Qt.Key) -> bool:
        """Whether the key means something among the articles; if so it is done."""
        here = self._view.currentIndex()
        is_closed = here.data(LibraryRole.IS_CLOSED)
        if is_closed and key in (*_ENTER_KEYS, Qt.Key.Key_Right, Qt.Key.Key_Space):
            self._open_group(here)
        elif key == Qt.Key.Key_Left and self._model.arrangement.grouping is not Grouping.NONE:
            if is_closed is None and here.isValid():
                self._close_group(self._model.heading_above(here.row()))
        elif key in (*_ENTER_KEYS, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            return False
        return True

    def _open_group(self, heading: QModelIndex) -> None:
        """Open the group, with the keyboard on its first article, or on the one on the desk."""
        row = heading.row()
        self._fold(heading)
        if not self._view.selectionModel().hasSelection():
            first = self._model.index(row + 1)
            self._view.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _close_group(self, heading: QModelIndex) -> None:
        """Close the group, with the keyboard on its heading."""
        row = heading.row()
        self._fold(heading)
        self._is_showing = True
        self.choose_row(self._model.index(row))
        self._is_showing = False
