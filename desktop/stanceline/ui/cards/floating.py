"""The frame of the small cards that float over the text while something is marked."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stanceline.domain.articles import Article
from stanceline.domain.speakers import Speaker, SpeakerKind
from stanceline.services.findings import Everyone, everyone_since
from stanceline.services.quotations import quoted_speaker_ids
from stanceline.services.workspace import Workspace
from stanceline.ui.cards.hint_line import HintLine
from stanceline.ui.cards.reshaping import step_of
from stanceline.ui.fields.choice_field import ChoiceField
from stanceline.ui.fields.speaker_ranking import folded
from stanceline.ui.theme import current_theme, icon, scaled, with_opacity
from stanceline.ui.widgets import FlowLayout, KeyCap, StanceChip

_EDGE = 12
_DISTANCE = 8
_LABEL_WIDTH = 58
_ROW_HEIGHT = 28
_LEFT = 14
# The quiet buttons of the footer have no frame, so their words line up with the labels.
_INDENT = 8
_LEAST_NAME = 4
_MOST_KEYS = 2

_SHADOW_REACH = 26
_SHADOW_DROP = 8
_SHADOW_LIGHT, _SHADOW_DARK = 0.012, 0.05
_SHADOW_LAYERS = 13

_NARROW_BUTTONS = """
QPushButton[quiet="true"] { padding: 5px 7px; }
QPushButton[quiet="true"]:focus { padding: 4px 6px; }
"""

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KnownSpeakers:
    """The speakers of a workspace, of which only those who have changed are read again.

    Reading two thousand takes a quarter of a second, and a card opens many times a minute.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known = Everyone()
        self._read_body = ""
        self._spaced_body = ""
        self._named: dict[int, tuple[Speaker, bool]] = {}

    def everyone(self) -> Sequence[Speaker]:
        """All speakers in alphabetical order; the same sequence while nobody has changed."""
        self._known = everyone_since(self._workspace, self._known)
        return self._known.speakers

    def own_of(self, article: Article) -> set[int]:
        """Who is quoted in the article or named in its text: they are offered first."""
        if article.body != self._read_body:
            self._read_body = article.body
            self._spaced_body = f" {_spaced_words(article.body)} "
            self._named = {}
        for speaker in self.everyone():
            known = self._named.get(speaker.id)
            if known is None or known[0] is not speaker:
                is_named = _is_named(self._spaced_body, speaker, surely=False)
                self._named[speaker.id] = (speaker, is_named)
        named = {speaker_id for speaker_id, (_, is_named) in self._named.items() if is_named}
        return named | quoted_speaker_ids(self._workspace, article.id)


def named_in(text: str, speakers: Iterable[Speaker], *, surely: bool = False) -> list[Speaker]:
    """The speakers whose name, short name or an alias stands in the text as whole words.

    ``surely`` leaves out aliases of one word, since a capital may stand for a government
    or only be a place.
    """
    spaced = f" {_spaced_words(text)} "
    return [each for each in speakers if _is_named(spaced, each, surely=surely)]


def _is_named(spaced: str, speaker: Speaker, *, surely: bool) -> bool:
    return any(f" {key} " in spaced for key in _keys(speaker, surely))


def _keys(speaker: Speaker, surely: bool) -> list[str]:
    aliases = [alias for alias in speaker.aliases if not surely or " " in alias.strip()]
    has_surname = speaker.kind is SpeakerKind.PERSON or not surely
    short_names = (speaker.short_name,) if has_surname else ()
    keys = [_words_only(each) for each in (speaker.name, *short_names, *aliases)]
    return [key for key in keys if len(key) >= _LEAST_NAME]


@lru_cache(maxsize=20_000)
def _words_only(name: str) -> str:
    return _spaced_words(name)


def _spaced_words(text: str) -> str:
    return folded("".join(each if each.isalnum() or each in "'’-" else " " for each in text))


class FloatingCard(QFrame):
    """A card that floats over its pane, close to what it is about, and is never modal.

    It opens below a rectangle, above it or beside it where there is no room. It stays
    inside its pane; where that is too low for words and card, it reaches down over what
    lies below the pane, so as not to cover the words. Tab goes round inside it.

    ``closed`` is emitted when it is gone, whatever the reason. Escape closes it; Enter
    emits ``entered``, upon which each card saves in its own way. ``reshape_requested``
    carries a Step: a key asked for more or fewer of the words that the card is about.
    ``room_wanted`` says by how many pixels they would have to move up for the card to find
    room.
    """

    closed = Signal()
    entered = Signal()
    reshape_requested = Signal(object)
    room_wanted = Signal(int)
    _WIDTH = 500

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pane = parent
        self._anchor = QRect()
        self._is_above = False
        self._shadow = _Shadow(parent)
        self.setProperty("frame", "card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.heading.setProperty("role", "small")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._key_labels = [(KeyCap(), QLabel()) for _ in range(_MOST_KEYS)]
        self._cancel = QToolButton()
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Cancel (Esc)"))
        self._cancel.setIconSize(QSize(12, 12))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self.close)
        self.rows = QGridLayout()
        self.rows.setContentsMargins(_INDENT, 0, 0, 0)
        self.rows.setHorizontalSpacing(8)
        self.rows.setVerticalSpacing(8)
        self.rows.setColumnMinimumWidth(0, scaled(_LABEL_WIDTH))
        self.rows.setColumnStretch(1, 1)
        self._fault = QLabel()
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setWordWrap(True)
        self._fault.setContentsMargins(_INDENT, 0, 0, 0)
        self._fault.setProperty("role", "danger")
        self._fault.hide()
        self.hints = HintLine(wraps=True)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setStyleSheet(_NARROW_BUTTONS)
        # Long words break into a second row, beside the buttons that end it.
        quiet = QWidget()
        self.footer = FlowLayout(quiet, gap=2, prefers_one_row=True)
        self.ending = QHBoxLayout()
        self.ending.setSpacing(2)
        foot = QHBoxLayout(bar)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(quiet, 1)
        foot.addLayout(self.ending)
        foot.setAlignment(self.ending, Qt.AlignmentFlag.AlignBottom)
        head = QHBoxLayout()
        head.setContentsMargins(_INDENT, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self.heading, 1)
        keys = QHBoxLayout()
        keys.setSpacing(5)
        for cap, label in self._key_labels:
            label.setProperty("role", "small")
            keys.addWidget(cap)
            keys.addWidget(label)
        head.addLayout(keys)
        head.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_LEFT - _INDENT, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self.rows)
        layout.addWidget(self._fault)
        layout.addWidget(bar)
        below = QHBoxLayout()
        below.setContentsMargins(_INDENT, 0, 0, 0)
        below.addWidget(self.hints)
        layout.addLayout(below)

    def add_row(self, text: str, content: QWidget, *, field: QWidget | None = None) -> QLabel:
        """Put a control under the others, with a label that names it; the label."""
        label = QLabel(text)
        label.setProperty("role", "muted")
        label.setMinimumHeight(scaled(_ROW_HEIGHT))
        label.setBuddy(field or content)
        row = self.rows.rowCount()
        self.rows.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addWidget(content, row, 1)
        return label

    def show_keys(self, *keys: tuple[str, str]) -> None:
        """Show what up to two keys do at the right of the head: pairs of a key and a word."""
        for place, (cap, label) in enumerate(self._key_labels):
            is_used = place < len(keys)
            cap.setVisible(is_used)
            label.setVisible(is_used)
            if is_used:
                cap.setText(keys[place][0])
                label.setText(keys[place][1])

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong in one sentence, or nothing when it is empty."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self._fault.setAccessibleName(sentence)

    @property
    def fault(self) -> str:
        """What the card says is wrong."""
        return self._fault.text()

    # Place

    def open_at(self, anchor: QRect) -> None:
        """Appear close to a rectangle in coordinates of the pane."""
        self._float_in(self._pane.window())
        self._anchor = anchor
        self._is_above = False
        self.hints.show()
        self.show_fault("")
        self._cancel.setIcon(icon("close", current_theme()))
        self.show()
        self.raise_()
        self._place()

    def _float_in(self, window: QWidget) -> None:
        """Lie over everything in the window, which alone can show more than the pane."""
        if self.parentWidget() is not window:
            self.setParent(window)
            self._shadow.setParent(window)
            window.installEventFilter(self)
            self._pane.destroyed.connect(self.deleteLater)
            self._pane.destroyed.connect(self._shadow.deleteLater)

    def move_to(self, anchor: QRect) -> None:
        """Stay close to a rectangle that has become another one."""
        self._anchor = anchor
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        corner = self._pane.mapTo(window, QPoint(0, 0))
        pane = QRect(corner, self._pane.size())
        anchor = self._anchor.translated(corner).intersected(pane)
        if anchor.isEmpty():  # The words are out of sight.
            anchor = QRect(pane.left() + _EDGE, pane.top(), 1, 1)
        width = min(scaled(self._WIDTH), pane.width() - 2 * _EDGE)
        height = self._height_at(width)
        host, missing = _host_for(height, anchor, pane, window.rect())
        if missing > 0 and not self.hints.isHidden():
            self.hints.hide()
            height = self._height_at(width)
            host, missing = _host_for(height, anchor, pane, window.rect())
        height = min(height, host.height() - 2 * _EDGE)
        place = self._place_for(QSize(width, height), anchor, host)
        if place != self.geometry():
            self.setGeometry(place)
        if missing > 0 and place.intersects(anchor):
            self.room_wanted.emit(missing)

    def _height_at(self, width: int) -> int:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        return max(self.heightForWidth(width), self.minimumSizeHint().height())

    def _place_for(self, size: QSize, anchor: QRect, host: QRect) -> QRect:
        inside = host.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if anchor.isEmpty():
            anchor = QRect(inside.topLeft(), QSize(1, 1))
        left = _clamped(anchor.left(), inside.left(), inside.right() + 1 - size.width())
        below = anchor.bottom() + 1 + _DISTANCE
        above = anchor.top() - _DISTANCE - size.height()
        fits_below = below + size.height() <= inside.bottom() + 1
        fits_above = above >= inside.top()
        # A card that grows stays on its side, so that nothing jumps under the fingers.
        if fits_above and (self._is_above or not fits_below):
            self._is_above = True
            return QRect(left, above, size.width(), size.height())
        self._is_above = False
        if fits_below:
            return QRect(left, below, size.width(), size.height())
        top = _clamped(anchor.top(), inside.top(), inside.bottom() + 1 - size.height())
        beside_right = anchor.right() + 1 + _DISTANCE
        beside_left = anchor.left() - _DISTANCE - size.width()
        if beside_right + size.width() <= inside.right() + 1:
            return QRect(beside_right, top, size.width(), size.height())
        if beside_left >= inside.left():
            return QRect(beside_left, top, size.width(), size.height())
        is_roomier_above = anchor.top() - inside.top() > inside.bottom() - anchor.bottom()
        wanted = above if is_roomier_above else below
        top = _clamped(wanted, inside.top(), inside.bottom() + 1 - size.height())
        return QRect(left, top, size.width(), size.height())

    def event(self, event: QEvent) -> bool:
        """Find a new place when the content has grown; keep the card's keys from the window."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.wants_key(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.StyleChange:
            self._cancel.setIcon(icon("close", current_theme()))
        return super().event(event)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, though it may be a shortcut of the window."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_own = event.key() in (*ENTER_KEYS, Qt.Key.Key_Escape) and plain
        return is_own or step_of(event) is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the parent."""
        # While the parent is being taken down, only what Qt itself knows may be asked.
        is_resize = event.type() == QEvent.Type.Resize
        if is_resize and self.isVisible() and watched in (self.parentWidget(), self._pane):
            self._place()
        return super().eventFilter(watched, event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Take the shadow along."""
        super().moveEvent(event)
        self._shadow.surround(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the shadow along."""
        super().resizeEvent(event)
        self._shadow.surround(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the shadow too, and find a place, as the parent may have changed meanwhile."""
        super().showEvent(event)
        self._place()
        self._shadow.surround(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the shadow too."""
        super().hideEvent(event)
        self._shadow.setVisible(not self.isHidden())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the card is gone."""
        was_open = not self.isHidden()
        super().closeEvent(event)
        if was_open:
            self.hide()
            self.closed.emit()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Escape closes; other keys do not reach what lies below."""
        step = step_of(event)
        if step is not None:
            self.reshape_requested.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in ENTER_KEYS:
            self._enter()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Press the button that has the focus, or save; a choice is made already."""
        focused = self.focusWidget()
        is_choice = isinstance(focused, ChoiceField | StanceChip)
        if isinstance(focused, QAbstractButton) and not is_choice:
            focused.click()
        else:
            self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the card is none on the text below."""
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 (Qt's signature)
        """Go to the next or the previous control of the card, around the ends."""
        chain = self._tab_chain()
        focused = self.focusWidget()
        if not chain:
            return False
        if focused in chain:
            place = chain.index(focused) + (1 if is_next else -1)
        else:
            place = 0 if is_next else -1
        reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
        chain[place % len(chain)].setFocus(reason)
        return True

    def set_tab_chain(self, *parts: QWidget) -> None:
        """Have Tab go through these parts in this order, then to the way out.

        Qt's own chain is not asked: in PySide6 ``nextInFocusChain`` gives each widget to the
        one before it as its child, and when one is deleted the others are lost with it.
        """
        self._parts = parts
        for one, other in pairwise(parts):
            QWidget.setTabOrder(one, other)

    def _tab_chain(self) -> list[QWidget]:
        widgets = [
            widget
            for part in (*self._parts, self._cancel)
            for widget in (part, *part.findChildren(QWidget))
        ]
        return [widget for widget in dict.fromkeys(widgets) if _takes_tab(widget)]


def _host_for(height: int, anchor: QRect, pane: QRect, window: QRect) -> tuple[QRect, int]:
    """Where a card may lie, and how many pixels are missing there below the words.

    It is the pane, and what lies below it too where the pane is too low.
    """
    taken = height + _EDGE + _DISTANCE
    if max(pane.bottom() - anchor.bottom(), anchor.top() - pane.top()) >= taken:
        return pane, 0
    host = QRect(pane.topLeft(), QPoint(pane.right(), max(pane.bottom(), window.bottom())))
    return host, taken - (host.bottom() - anchor.bottom())


def _takes_tab(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not _is_part_of_combo(widget)
    )


def _is_part_of_combo(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox)


def _clamped(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


class _Shadow(QWidget):
    """The soft shadow below a card, a widget of its own that no click touches."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, card: QWidget) -> None:
        """Lie below the card, as visible as it is."""
        reach = _SHADOW_REACH
        self.setGeometry(card.geometry().adjusted(-reach, -reach, reach, reach + _SHADOW_DROP))
        self.setVisible(not card.isHidden())
        self.stackUnder(card)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint many faint frames, one inside the other."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        share = _SHADOW_DARK if theme.is_dark else _SHADOW_LIGHT
        painter.setBrush(with_opacity(theme.shadow, share))
        card = QRectF(self.rect()).adjusted(
            _SHADOW_REACH, _SHADOW_REACH, -_SHADOW_REACH, -_SHADOW_REACH - _SHADOW_DROP
        )
        for layer in range(1, _SHADOW_LAYERS + 1):
            # The layers lie closer together near the card, where a shadow is darkest.
            reach = _SHADOW_REACH * (layer / _SHADOW_LAYERS) ** 2
            frame = card.adjusted(-reach, -reach, reach, reach)
            frame.moveCenter(card.center() + QPointF(0, _SHADOW_DROP))
            corner = theme.sizes.large_corner + reach
            painter.drawRoundedRect(frame, corner, corner)
