"""Going about in a window: to articles, marks and passages, back, and forward again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from stanceline.domain.spans import Span
from stanceline.services import articles, events, quotations
from stanceline.ui.keys import Thing, ThingKind, thing
from stanceline.ui.places_visited import PlacesVisited, Visited
from stanceline.ui.settings import TimelinePlace

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane
    from stanceline.ui.main_window import MainWindow

_WAYS = ("article.back", "article.forward")


class WindowPlaces(QObject):
    """Opens what is asked for on the active side of the desk, and remembers the way."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.visited = PlacesVisited()
        self._is_on_the_way = False
        self._selected: Span | None = None
        self.watch_keys(window.pane)
        window.desk.made.connect(self.watch_keys)

    # Where somebody is

    def here(self) -> Visited | None:
        """The place in sight, None without an article."""
        pane = self._window.pane
        if pane.article is None:
            return None
        focused = pane.reader.focused_mark()
        return Visited(
            pane.article.id,
            pane.reader.place_in_sight(),
            pane.reader.selected_span(),
            focused.key if focused else "",
        )

    @contextmanager
    def travelling(self) -> Iterator[None]:
        """Remember where somebody was before, and where they are after; also when it fails."""
        if self._is_on_the_way:
            yield
            return
        self._is_on_the_way = True
        self.visited.leave(self.here())
        try:
            yield
        finally:
            self._is_on_the_way = False
            there = self.here()
            if there is not None:
                self.visited.arrive(there)
            self._window.commands.offer()

    def back(self) -> None:
        """Go to the place before."""
        self._go(self.visited.back, self.tr("There is no place to go back to."))

    def forward(self) -> None:
        """Go to the place from which somebody came back."""
        self._go(self.visited.forward, self.tr("There is no place to go forward to."))

    def _go(
        self,
        way: Callable[[Visited | None, Callable[[int], bool]], Visited | None],
        nowhere: str,
    ) -> None:
        window = self._window
        with window.telling():
            target = way(self.here(), lambda each: articles.is_there(window.workspace, each))
            if target is None:
                window.say(nowhere)
            else:
                self._return_to(target)
        window.commands.offer()

    def _return_to(self, target: Visited) -> None:
        self._is_on_the_way = True
        try:
            self.show_reading()
            self.open_article(target.article_id)
            reader = self._window.pane.reader
            reader.set_focused_mark(target.key or None)
            if target.selection is not None:
                reader.select_span(target.selection)
                self._selected = target.selection
            reader.show_place(target.place)
            self._window.select(target.key or f"article:{target.article_id}")
        finally:
            self._is_on_the_way = False

    # Going

    def open_article(self, article_id: int | None) -> None:
        """Put the article on the active side of the desk and tell the panels."""
        window = self._window
        pane = window.pane
        is_there_already = pane.article is not None and pane.article.id == article_id
        if not is_there_already:
            with window.telling(), self.travelling():
                pane.show_article(article_id)
                focused = pane.reader.focused_mark()
                nothing = "" if article_id is None else f"article:{article_id}"
                window.select(focused.key if focused else nothing)
        window.library.show_current(article_id)
        window.desk.show_heads()
        window.commands.offer()

    def show_reading(self) -> None:
        """Show the article, with the timeline below it if there is any."""
        window = self._window
        if window.settings.timeline_place is TimelinePlace.FULL:
            window.place_timeline(TimelinePlace.BELOW)
        window.pane.reader.setFocus()

    def show_place(self, article_id: int, place: str | Span) -> None:
        """Open the article at a mark or a passage."""
        window = self._window
        with self.travelling():
            self.show_reading()
            self.open_article(article_id)
            if isinstance(place, Span):
                window.pane.reader.show_span(place)
            else:
                window.pane.show_thing(place)
                window.select(place)
            window.pane.reader.setFocus()

    def open_mark(self, key: str) -> None:
        """Open the words that a mark of the timeline rests on."""
        window, what = self._window, thing(key)
        with window.telling():
            if what.kind is ThingKind.QUOTATION:
                article_id = quotations.quotation(window.workspace, what.id).article_id
                self.show_place(article_id, key)
            elif what.kind is ThingKind.EVENT:
                evidence = events.event(window.workspace, what.id).evidence
                if evidence:
                    self.show_place(evidence[0].article_id, key)
                else:
                    window.say(self.tr("This event rests on no words yet."))

    def show_hit(self, article_id: int, place: object) -> None:
        """Open the article where the words stand that were searched for."""
        window = self._window
        if not isinstance(place, Span):
            self.show_reading()
            self.open_article(article_id)
            window.pane.reader.setFocus()
            return
        with self.travelling():
            self.show_place(article_id, place)
            # The keys must not stay on a mark elsewhere, which a digit would judge unseen.
            key = window.pane.quotation_at(place)
            window.pane.reader.set_focused_mark(key or None)
            window.select(key or str(Thing(ThingKind.ARTICLE, article_id)))
            window.pane.reader.select_span(place)
            self._selected = place

    def point_to(self, article_id: int, key: str) -> None:
        """Bring a mark into sight in its article, or on the timeline where that is alone."""
        if self._window.settings.timeline_place is TimelinePlace.FULL:
            self.open_article(article_id)
            self._window.select(key)
        else:
            self.show_place(article_id, key)

    # Two articles side by side

    def open_beside(self, article_id: int | None = None) -> None:
        """Put an article at the other side of the desk and go there.

        Without one, what is chosen in the library and not on the desk yet, else the
        article that is open already.
        """
        window = self._window
        current = window.pane.article
        if article_id is None:
            chosen = [each for each in window.library.selected_ids() if self._is_elsewhere(each)]
            article_id = chosen[0] if chosen else current.id if current else None
        if article_id is None:
            window.say(self.tr("There is no article to open beside."))
            return
        self.show_reading()
        pane = window.desk.open_second()
        if current is not None and article_id == current.id:
            place = window.pane.reader.place_in_sight()
        else:
            place = None
        window.desk.activate(pane)
        self.open_article(article_id)
        if place is not None:
            pane.reader.show_place(place)
        pane.reader.setFocus()
        self.keep_desk()

    def _is_elsewhere(self, article_id: int) -> bool:
        here = self._window.pane.article
        return here is None or here.id != article_id

    def close_beside(self) -> None:
        """Close the active side of the desk; the article of the other one stays."""
        desk = self._window.desk
        other = desk.other
        if other is None:
            return
        stays = other.article
        place = other.reader.place_in_sight()
        first = desk.panes[0]
        desk.close_second()
        if stays is not None and first is not other:
            self.open_article(stays.id)
            first.reader.show_place(place)
        first.reader.setFocus()
        self.keep_desk()
        self._window.commands.offer()

    def close_other_side(self) -> None:
        """Close the side whose article is gone; the active one stays."""
        other = self._window.desk.other
        if other is not None:
            self._window.desk.activate(other)
            self.close_beside()

    def go_to_other_side(self) -> None:
        """Bring the keyboard to the article beside this one."""
        other = self._window.desk.other
        if other is not None:
            self.show_reading()
            other.reader.setFocus()

    def pane_activated(self) -> None:
        """Have the panels show what the side holds that the keyboard went to."""
        window = self._window
        article = window.pane.article
        focused = window.pane.reader.focused_mark()
        if focused is not None:
            window.select(focused.key)
        elif article is not None:
            window.select(f"article:{article.id}")
        window.library.show_current(article.id if article else None)
        window.commands.offer()

    def restore_desk(self) -> None:
        """Lay the two articles side by side that lay so last time, if both are there."""
        window = self._window
        ids = window.settings.desk_of(window.workspace.path)
        if ids is None or not all(articles.is_there(window.workspace, each) for each in ids):
            return
        first = window.pane
        self.open_article(ids[0])
        self.open_beside(ids[1])
        window.desk.activate(first)
        first.reader.setFocus()

    def keep_desk(self) -> None:
        """Remember which articles lie side by side."""
        panes: list[ArticlePane] = self._window.desk.panes
        ids = [pane.article.id for pane in panes if pane.article is not None]
        is_double = len(panes) > 1 and len(ids) == len(panes)
        kept = (ids[0], ids[1]) if is_double else None
        self._window.settings.keep_desk(self._window.workspace.path, kept)

    # Keys, and the buttons at the side of a mouse

    def watch_keys(self, pane: "ArticlePane") -> None:
        """Let the keys for back and forward through, which widen what somebody selected."""
        pane.reader.text.installEventFilter(self)

    def watch_mouse(self) -> None:
        """Go back and forward with the buttons that a mouse has for it."""
        handle = self._window.windowHandle()
        if handle is not None:
            # Here each click comes by once, whichever widget it is for.
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the buttons for back and forward, and their keys where nobody selected words."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Words that going there selected are not somebody's, who may want to go on.
            is_ours = self._selected is not None and (
                self._window.pane.reader.selected_span() == self._selected
            )
            if is_ours and self._is_way(event):
                event.ignore()
                return True
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            steps = {
                Qt.MouseButton.BackButton: self.back,
                Qt.MouseButton.ForwardButton: self.forward,
            }
            step = steps.get(event.button())
            if step is not None and not self._window.locking.is_locked:
                step()
                return True
        return super().eventFilter(watched, event)

    def _is_way(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        actions = (self._window.commands.action(each) for each in _WAYS)
        return any(pressed in action.shortcuts() for action in actions)
