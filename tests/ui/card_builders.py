"""A workspace with an article about a bridge, and a window to open cards in."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stanceline.domain.articles import Article, ArticleDraft
from stanceline.domain.spans import Span
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.services.articles import article
from stanceline.services.speakers import add_speaker
from stanceline.services.topics import add_topic
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import articles
from stanceline.timeline.drawing.fonts import load_fonts
from stanceline.ui.theme import apply_theme, load_theme

BODY = (
    "The bridge stays shut, the harbour board decided on Monday.\n\n"
    "“We shall open it when it is safe,” Tora Berg said on Tuesday. “Not a day before.”\n\n"
    "🚢 Tomas Wiik called that “a bad joke”. The ferries go on until June.\n"
)


def place(words: str) -> Span:
    start = BODY.index(words)
    return Span(start, start + len(words))


WORDS = place("“We shall open it when it is safe,”")


def fill(workspace: Workspace, *, with_topics: bool = True) -> None:
    with workspace.action("Add an article", Changed.ARTICLES) as session:
        draft = ArticleDraft("The bridge", BODY, published="2031-05-23", language="en")
        articles.add(session, draft)
    board = add_speaker(workspace, SpeakerDraft("Harbour board", SpeakerKind.ORGANISATION))
    for name, role in (("Tora Berg", "mayor"), ("Tomas Wiik", "secretary")):
        draft_speaker = SpeakerDraft(name, roles=(Role(role),), affiliation_id=board)
        add_speaker(workspace, draft_speaker)
    if with_topics:
        add_topic(workspace, "Opening the bridge")
        add_topic(workspace, "More ferries")


class Window(QWidget):
    """A stand-in for the reading pane: a text, and a rectangle where words are selected."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.text = QPlainTextEdit(BODY)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        self.resize(760, 620)

    @property
    def article(self) -> Article:
        return article(self.workspace, 1)

    @property
    def selection(self) -> QRect:
        return QRect(120, 160, 240, 22)


def window_of(card: QWidget) -> Window:
    """The window in which a card floats."""
    window = card.parentWidget()
    assert isinstance(window, Window)
    return window


def shown(window: Window, qtbot: QtBot) -> Window:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    load_fonts()
    apply_theme(app, load_theme(is_dark=False))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a person does."""
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    QTest.keyClick(focused, key, modifier)


def write(text: str) -> None:
    """Type a text where the focus is."""
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        QTest.keyClicks(focused, letter)
