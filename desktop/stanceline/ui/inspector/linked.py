"""Lines of the inspector that lead to other things, and what was done to the thing itself."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from stanceline.domain.stances import Stance
from stanceline.records import dataclass
from stanceline.services.tracing import ThingLine
from stanceline.ui.inspector.parts import quiet_links
from stanceline.ui.moments import local_time, moment_in_words, time_in_short
from stanceline.ui.theme import Theme, current_theme, stance_colour
from stanceline.ui.widgets import Caption

_MOST_WORDS = 150
_WHOLE = 1.0


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line that leads to ``target``; below it stands ``meta``, and stances in their colours."""

    target: str
    text: str
    meta: str = ""
    stances: tuple[tuple[str, Stance], ...] = ()


class Linked(QLabel):
    """Lines that lead somewhere, as one label: a hundred of them cost no more than one widget.

    ``followed`` carries the target of the line that was clicked, or chosen with Tab and
    Enter.
    """

    followed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[LinkedLine, ...] = ()
        self._more = ""
        self.setAccessibleName(name)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.linkActivated.connect(self.followed)

    def lines(self) -> tuple[LinkedLine, ...]:
        """The lines that are shown."""
        return self._lines

    def show_lines(self, lines: Sequence[LinkedLine], more: str = "") -> None:
        """Show these lines; ``more`` says below them how many are not shown."""
        if (tuple(lines), more) != (self._lines, self._more):
            self._lines, self._more = tuple(lines), more
            self._write()
        self.setVisible(bool(lines))

    def changeEvent(self, event: QEvent) -> None:
        """Write in the colours of the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        theme = current_theme()
        paragraphs = [_line_html(line, theme) for line in self._lines]
        if self._more:
            paragraphs.append(_paragraph(_small(escape(self._more), theme)))
        self.setText("".join(paragraphs))


def _line_html(line: LinkedLine, theme: Theme) -> str:
    text = shortened(line.text)
    ink = f"color:{theme.text.name()}; text-decoration:none"
    parts = [f'<a href="{escape(line.target)}" style="{ink}">{escape(text)}</a>']
    parts += [_stance_html(topic, stance, theme) for topic, stance in line.stances]
    if line.meta:
        parts.append(_small(escape(line.meta), theme))
    return _paragraph("<br>".join(parts))


def _paragraph(inside: str) -> str:
    return f'<p style="margin:0 0 7px 0">{inside}</p>'


def _small(inside: str, theme: Theme) -> str:
    size = theme.sizes.small
    return f'<span style="color:{theme.muted.name()}; font-size:{size}px">{inside}</span>'


def _stance_html(topic: str, stance: Stance, theme: Theme) -> str:
    colour = stance_colour(stance, theme).name()
    told = f"{glyph_of(stance)} {escape(stance.label)}"
    strong = f'<span style="color:{colour}; font-weight:600">{told}</span>'
    return f"{strong} {_small('· ' + escape(shortened(topic)), theme)}"


def glyph_of(stance: Stance) -> str:
    """The shape of a stance as a character: it says the same as its colour."""
    if stance.value is None:
        return "◆"
    if stance.value == 0:
        return "●"
    is_whole = abs(stance.value) >= _WHOLE
    if stance.value > 0:
        return "▲" if is_whole else "△"
    return "▼" if is_whole else "▽"


def shortened(words: str, most: int = _MOST_WORDS) -> str:
    """The words as one line, cut after a whole word where they are many."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


class HistoryPart(QWidget):
    """The last lines of the history about a thing, and a way to all of it."""

    whole_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ThingLine, ...] = ()
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setWordWrap(True)
        self.told.setAccessibleName(self.tr("What was done to it"))
        self.whole = quiet_links(self.tr("Whole history…"), self.whole_requested.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addSpacing(6)
        column.addWidget(Caption(self.tr("History")))
        column.addWidget(self.told)
        column.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def lines(self) -> tuple[ThingLine, ...]:
        """The lines that are shown."""
        return self._lines

    def show_lines(self, lines: Sequence[ThingLine]) -> None:
        """Show these lines, the latest first."""
        self.setVisible(bool(lines))
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Write in the colours of the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        theme = current_theme()
        rows = "".join(self._row(line, theme) for line in self._lines)
        self.told.setText(f'<table cellspacing="0" cellpadding="0">{rows}</table>')
        self.told.setToolTip(
            "<br>".join(
                escape(f"{moment_in_words(line.at)}: {line.in_full}").replace("\n", "<br>&nbsp;· ")
                for line in self._lines
            )
        )

    def _row(self, line: ThingLine, theme: Theme) -> str:
        words = escape(shortened(line.words))
        if line.is_undone:
            words = f"<s>{words}</s>"
        by = f"<br>{_small(escape(line.analyst), theme)}" if line.analyst else ""
        return (
            f'<tr><td style="padding:0 10px 5px 0; white-space:nowrap">'
            f"{_small(escape(_when(line.at)), theme)}</td>"
            f'<td style="padding:0 0 5px 0">{words}{by}</td></tr>'
        )


def _when(at: str) -> str:
    """The time of what was done today, the day of what was done before."""
    moment = local_time(at)
    if moment.date() == moment.now().astimezone().date():
        return time_in_short(at)
    return moment_in_words(at).split(",")[0]
