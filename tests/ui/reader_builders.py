"""An article with marks of every kind, and a reader that shows it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from stanceline.domain.articles import Article, ArticleStatus
from stanceline.domain.spans import Span
from stanceline.domain.stances import DEFAULT_SCALE
from stanceline.timeline.drawing.fonts import load_fonts
from stanceline.ui.reader.marks import ReaderMark, ReaderMarkKind
from stanceline.ui.reader.reader import Reader
from stanceline.ui.theme import Theme, apply_theme, load_theme, stance_colour

STANCES = {stance.key: stance for stance in DEFAULT_SCALE}

TITLE = "Valley council splits over the second dam"
META = "Morning Ledger · 4 March 2029 · English"
BODY = f"""{TITLE}

For the first time since the drought, the valley council could not agree on a date. \
“We will not flood three farms to fill one canal,” said its chair, Marta Olsen, on Tuesday.

Engineer Pavel Brandt 👩‍👩‍👧‍👦 disagreed within minutes. \
“The canal is what keeps the farms alive”, he told the hall, \
adding that „ every dry summer makes the choice for us “.

SEE ALSO: How the first dam was built

The survey was halted in mid-February, when “nobody had paid the drivers”, “and nobody will”, \
as one of them put it. The ministry, asked twice, called it “a pause, not an end”.

قال متحدث باسم الوزارة إن “القرار سيصدر يوم الأحد” ولم يضف شيئا.

上游村民說：“我們要先看到計畫。”議會沒有答覆。

The council meets again in April. Few expect a vote before the harvest.
"""


def place(words: str, body: str = BODY) -> Span:
    """Where these words first stand."""
    start = body.index(words)
    return Span(start, start + len(words))


def an_article(body: str = BODY, title: str = TITLE) -> Article:
    """An article with this text and plain metadata."""
    return Article(
        id=1,
        uid="a",
        title=title,
        body=body,
        revision=0,
        source_id=None,
        source="Morning Ledger",
        author="",
        url="",
        published="2029-03-04",
        language="en",
        status=ArticleStatus.IN_WORK,
        note="",
        reprint_of=None,
        tags=(),
    )


def a_mark(
    key: str,
    *words: str,
    kind: ReaderMarkKind = ReaderMarkKind.QUOTATION,
    stance: str = "",
    label: str = "",
    sublabel: str = "",
    body: str = BODY,
    theme: Theme | None = None,
) -> ReaderMark:
    """A mark on these words, in the colour of a stance if one is given."""
    colour = stance_colour(STANCES[stance], theme or load_theme(is_dark=False)) if stance else None
    spans = tuple(place(part, body) for part in words)
    return ReaderMark(key, kind, spans, colour, label, sublabel, f"About {key}")


def some_marks(theme: Theme | None = None) -> list[ReaderMark]:
    """Marks of every kind on the article above, some of them overlapping."""
    kinds = ReaderMarkKind
    return [
        a_mark(
            "quotation:1",
            "“We will not flood three farms to fill one canal,”",
            stance="opposes",
            label="Olsen",
            sublabel="opposes",
            theme=theme,
        ),
        a_mark("date:1", "Tuesday", kind=kinds.DATE),
        a_mark(
            "quotation:2",
            "“The canal is what keeps the farms alive”",
            stance="supports",
            label="Brandt",
            sublabel="supports",
            theme=theme,
        ),
        a_mark(
            "suggestion:1",
            "„ every dry summer makes the choice for us “",
            kind=kinds.SUGGESTION,
            stance="leans_for",
            theme=theme,
        ),
        a_mark(
            "event:1",
            "The survey was halted in mid-February, when “nobody had paid the drivers”",
            kind=kinds.EVENT,
            label="mid-Feb 2029",
            sublabel="survey halted",
        ),
        a_mark(
            "quotation:3",
            "“nobody had paid the drivers”",
            "“and nobody will”",
            stance="leans_against",
            label="unnamed driver",
            sublabel="leans against",
            theme=theme,
        ),
        a_mark("quotation:4", "“a pause, not an end”", label="Ministry", sublabel="not judged"),
        a_mark(
            "quotation:5",
            "“القرار سيصدر يوم الأحد”",
            stance="neutral",
            label="متحدث",
            sublabel="neutral",
            theme=theme,
        ),
        a_mark(
            "quotation:6",
            "“我們要先看到計畫。”",
            stance="unclear",
            label="村民",
            sublabel="unclear",
            theme=theme,
        ),
    ]


def dressed(app: QApplication, *, is_dark: bool = False) -> Theme:
    """The program's look, applied to the running application."""
    load_fonts()
    theme = load_theme(is_dark=is_dark)
    apply_theme(app, theme)
    return theme


def a_reader(qtbot, theme, body=BODY, title=TITLE, marks=(), size=(800, 700)):
    """A reader on the screen with the keyboard focus, showing an article with marks."""
    reader = Reader(theme)
    qtbot.addWidget(reader)
    reader.resize(*size)
    reader.set_article(an_article(body, title), META)
    reader.set_marks(marks)
    reader.show()
    qtbot.waitExposed(reader)
    reader.activateWindow()
    reader.text.setFocus()
    return reader


def middle_of(reader: Reader, words: str, body: str = BODY) -> QPoint:
    """A point of the text's viewport in the middle of the first line of these words."""
    span = place(words, body)
    first = Span(span.start, min(span.end, span.start + 3))
    return reader.text.viewport_rect(first).center()


def drag_over(qtbot, reader: Reader, words: str, body: str = BODY) -> None:
    """Select words with the mouse, as a hand does."""
    span = place(words, body)
    first = reader.text.viewport_rect(Span(span.start, span.start + 1))
    last = reader.text.viewport_rect(Span(span.end - 1, span.end))
    viewport = reader.text.viewport()
    start = QPoint(first.left() + 1, first.center().y())
    end = QPoint(last.right() + 1, last.center().y())
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (1, 2, 3, 4):
        qtbot.mouseMove(viewport, start + (end - start) * step / 4)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
