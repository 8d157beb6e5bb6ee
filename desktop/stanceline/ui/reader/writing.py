"""The body of the article that is shown, and what somebody is writing in it."""

from collections.abc import Sequence

from PySide6.QtGui import QTextDocument

from stanceline.ui.reader.live import LiveText
from stanceline.ui.reader.marks import MarkIndex, ReaderMark
from stanceline.ui.textmap import Edit, TextMap


class Writing:
    """A body as its article has it, and as it stands while it is being edited."""

    def __init__(self) -> None:
        self.article_body = ""
        self._text_map = TextMap("")
        self._live: LiveText | None = None
        self._stored: str | None = None
        self._edits: list[Edit] = []

    @property
    def is_on(self) -> bool:
        """Whether somebody is writing."""
        return self._live is not None

    @property
    def body(self) -> str:
        """The text as it stands now."""
        return self._live.body if self._live else self.article_body

    @property
    def text_map(self) -> TextMap:
        """The positions of the text as it stands now."""
        return self._live.text_map if self._live else self._text_map

    @property
    def is_edited(self) -> bool:
        """Whether something was written."""
        return bool(self._edits)

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else has changed the text, which is not shown yet."""
        return self._stored is not None

    def show(self, body: str) -> None:
        """Be another body; what is being written is let go."""
        self.leave()
        self.article_body = body
        self._text_map = TextMap(body)

    def replace(self, start: int, end: int, now: str) -> Edit:
        """Take in that ``now`` stands from ``start`` to ``end``, in Qt's positions too."""
        return self._text_map.replace(start, end, now)

    def begin(self, shown: str) -> None:
        """Follow from now on what is written in the document, which shows this."""
        self._live = LiveText(self.article_body, shown)
        self._edits = []

    def take_stored(self, body: str, shown: str) -> None:
        """Take the body as it is stored now while somebody writes."""
        if self.body == body:
            # What is being written has been kept: changes count from here.
            self.article_body, self._stored = body, None
            self.begin(shown)
        else:
            self._stored = body if body != self.article_body else None

    def end(self) -> str:
        """Stay with what was written; the body that is stored, which may be another."""
        wanted = self.article_body if self._stored is None else self._stored
        self.article_body, self._text_map = self.body, self.text_map
        self.leave()
        return wanted

    def leave(self) -> None:
        """Let go of what is being written."""
        self._live = self._stored = None
        self._edits = []

    def follow(
        self, document: QTextDocument, at: int, removed: int, added: int, caret: int
    ) -> Edit | None:
        """Take in a change that Qt tells of; None when nobody writes or nothing has changed."""
        edit = self._live.follow(document, at, removed, added, caret) if self._live else None
        if edit is not None:
            self._note(edit)
            if self.body == self.article_body:
                # All is as it was, so words that were gone are there again.
                self._edits = []
        return edit

    def _note(self, edit: Edit) -> None:
        """Remember a change, together with the one before when it goes on with that."""
        last = self._edits[-1] if self._edits else None
        goes_on = last is not None and not edit.removed and not last.removed
        if last is not None and goes_on and edit.start == last.start + last.added:
            self._edits[-1] = Edit(last.start, 0, last.added + edit.added)
        else:
            self._edits.append(edit)

    def index_of(self, marks: Sequence[ReaderMark]) -> MarkIndex:
        """Where marks of the article's body lie after all that was written."""
        index = MarkIndex(marks, TextMap(self.article_body) if self._edits else self.text_map)
        for edit in self._edits:
            index.follow(edit)
        return index
