"""The text of an article while somebody writes in it."""

import re
from collections.abc import Callable

from PySide6.QtGui import QTextCursor, QTextDocument

from stanceline.ui.textmap import Edit, TextMap

_LINE_BREAKS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """Foreign text as it may stand in an article: no CR, no NUL, no half characters.

    No byte order mark either, nor its reverse, which the binding of Qt would act upon.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.replace("\ufeff", "").replace("\ufffe", "\N{REPLACEMENT CHARACTER}")
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text.translate(_LINE_BREAKS))


class LiveText:
    """An article's body that follows what is changed in the document that shows it.

    ``body`` is exact: characters that Qt shows as others stay what they are where nobody
    touched them. ``text_map`` converts its positions.
    """

    def __init__(self, body: str, shown: str) -> None:
        self.body = body
        self.text_map = TextMap(body)
        self._shown = shown

    def follow(
        self, document: QTextDocument, at: int, removed: int, added: int, caret: int
    ) -> Edit | None:
        """Take in what Qt tells of a change, and the change itself; None when there is none.

        Qt often tells of more than was changed: of a whole paragraph while an input method
        composes, of the paragraph break behind what was undone. What was not changed at both
        ends is left out, as far as the caret allows, which stands where the change was made.
        """
        qt_before = self.text_map.qt_length
        shift = document.characterCount() - 1 - qt_before
        end = min(at + removed, qt_before)
        if at > end or end + shift < at or (not removed and added != shift):
            at, end = 0, qt_before
        start = self.text_map.from_qt(at)
        last = self.text_map.from_qt(end)
        # A place within a character means all of it.
        last += self.text_map.to_qt(last) < end
        qt_start, qt_end = self.text_map.to_qt(start), self.text_map.to_qt(last) + shift
        before, now = self._shown[start:last], _slice(document, qt_start, qt_end)
        if before == now:
            return None
        behind_caret = len(now)
        if qt_start <= caret <= qt_end:
            behind_caret = len(_slice(document, caret, qt_end))
        n_tail = _n_common(
            min(len(before), len(now), behind_caret),
            lambda n: before[len(before) - n :] == now[len(now) - n :],
        )
        n_head = _n_common(min(len(before), len(now)) - n_tail, lambda n: before[:n] == now[:n])
        return self._replace(start + n_head, last - n_tail, now[n_head : len(now) - n_tail])

    def _replace(self, start: int, end: int, shown: str) -> Edit:
        self._shown = self._shown[:start] + shown + self._shown[end:]
        self.body = self.body[:start] + shown.translate(_LINE_BREAKS) + self.body[end:]
        return self.text_map.replace(start, end, shown)


def difference(before: str, now: str) -> tuple[int, int, str]:
    """What changed between two texts: from where to where, and what stands there now."""
    n_head = _n_common(min(len(before), len(now)), lambda n: before[:n] == now[:n])
    n_tail = _n_common(
        min(len(before), len(now)) - n_head,
        lambda n: before[len(before) - n :] == now[len(now) - n :],
    )
    return n_head, len(before) - n_tail, now[n_head : len(now) - n_tail]


def _n_common(most: int, agree: Callable[[int], bool]) -> int:
    """The largest number up to ``most`` for which they agree, as they do for all smaller."""
    # Doubling first: the texts often part soon, and comparing slices is quick.
    low, high = 0, 1
    while high <= most and agree(high):
        low, high = high, high * 2
    high = min(high, most + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if agree(middle):
            low = middle
        else:
            high = middle
    return low


def _slice(document: QTextDocument, qt_start: int, qt_end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(qt_start)
    cursor.setPosition(qt_end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()
