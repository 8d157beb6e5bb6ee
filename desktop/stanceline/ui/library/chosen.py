"""The articles on the chosen rows of a list, of which there may be 100,000."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex

from stanceline.services.arranging import Ids
from stanceline.ui.library.tall_list import TallList


class ChosenRows:
    """Knows the chosen articles of a list; ``between`` gives those from row to row."""

    def __init__(self, view: TallList, between: Callable[[int, int], Ids]) -> None:
        self._view = view
        self._between = between

    def ids(self) -> list[int]:
        """The articles on the chosen rows, in order; an article counts once."""
        return list(dict.fromkeys(self._on_rows().tolist()))

    def count(self) -> int:
        """How many articles are chosen."""
        return len(set(self._on_rows().tolist()))

    def choose_only(self, index: QModelIndex) -> None:
        """Choose this row alone and put the keyboard on it; an invalid one leaves none."""
        flags = QItemSelectionModel.SelectionFlag
        self._view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def choose(self, rows: Ids) -> None:
        """Choose these rows, which ascend, and no others."""
        model = self._view.model()
        selection = QItemSelection()
        ends = np.flatnonzero(np.diff(rows) > 1)
        starts = np.concatenate(([0], ends + 1))
        for start, end in zip(starts, np.concatenate((ends, [len(rows) - 1])), strict=True):
            first, last = model.index(int(rows[start]), 0), model.index(int(rows[end]), 0)
            selection.append(QItemSelectionRange(first, last))
        self._view.selectionModel().select(
            selection, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _on_rows(self) -> Ids:
        selection = self._view.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.size())]
        parts.sort(key=lambda each: each.top())
        found = [self._between(each.top(), each.bottom()) for each in parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)
