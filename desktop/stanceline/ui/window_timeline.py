"""The menu of the timeline, and what the window does for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from stanceline.domain.marks import LaneKey
from stanceline.domain.timelines import Arrangement, TimeAxis
from stanceline.ui.keys import ThingKind, thing
from stanceline.ui.settings import TimelinePlace
from stanceline.ui.timeline.arrangement_kept import arrangement_of, as_kept
from stanceline.ui.timeline.arrangement_words import lane_kinds, time_axes

if TYPE_CHECKING:
    from stanceline.ui.commands.registry import Need
    from stanceline.ui.main_window import MainWindow


class WindowTimeline(QObject):
    """Joins the timeline with its window: selection, settings, what is said and undone."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        panel = window.timeline
        panel.mark_selected.connect(self._mark_selected)
        panel.mark_activated.connect(self._open)
        panel.delete_requested.connect(window.deleting.delete)
        panel.left.connect(window.show_reading)
        panel.said.connect(window.say)
        panel.done.connect(self._tell_done)
        panel.refused.connect(window.refuse)
        panel.arranged.connect(self._keep)
        panel.help_wanted.connect(self._explain_search)

    def restore(self) -> None:
        """Arrange the timeline as it was left."""
        self._window.timeline.arrange(arrangement_of(self._window.settings.timeline))

    def _keep(self) -> None:
        panel = self._window.timeline
        self._window.settings.timeline = as_kept(panel.arrangement())
        self._window.commands.offer()

    def _mark_selected(self, key: str) -> None:
        inspector, reader = self._window.inspector, self._window.pane.reader
        if key and key != str(inspector.shown):
            inspector.show_key(key)
        # Beside the timeline lies an article: its words come into sight, the keys stay here.
        spans = reader.live_spans(key) if key and reader.isVisible() else ()
        if spans:
            reader.show_span(spans[0])

    def _open(self, key: str) -> None:
        window = self._window
        if thing(key).kind is not ThingKind.SUGGESTION:
            window.open_mark(key)
            return
        mark = window.timeline.mark(key)
        if mark is not None and mark.sources:
            window.show_place(mark.sources[0].article_id, key)

    def _tell_done(self, sentence: str) -> None:
        window = self._window
        window.say(sentence, self.tr("Undo"), window.undo_redo.undo)

    def _explain_search(self) -> None:
        self._window.show_reading()
        self._window.views.find_articles()
        self._window.library.words.help_wanted.emit()

    # The menu

    def fill(self, menu: QMenu, writes: "Need") -> None:
        """Put every command of the timeline into this menu."""
        self._add_ways(menu)
        menu.addSeparator()
        self._add_showing(self._submenu(menu, self.tr("Sho&w")))
        self._add_lanes(self._submenu(menu, self.tr("&Lanes")))
        self._add_times(self._submenu(menu, self.tr("T&ime")))
        menu.addSeparator()
        self._add_views(menu, writes)
        menu.addSeparator()
        self._add_writing(menu, writes)

    def _submenu(self, menu: QMenu, title: str) -> QMenu:
        submenu = menu.addMenu(title)
        submenu.aboutToShow.connect(self._window.commands.offer)
        return submenu

    def _shown(self, act: Callable[[], object]) -> Callable[[], None]:
        """What is done on a timeline that is in sight, which it is brought into for it."""

        def do() -> None:
            if self._window.settings.timeline_place is TimelinePlace.HIDDEN:
                self._window.place_timeline(TimelinePlace.BELOW)
            act()

        return do

    def _add_ways(self, menu: QMenu) -> None:
        deeds = self._window.timeline.deeds
        for command_id, text, keys, act in (
            ("timeline.go", self.tr("&Go to the marks"), "F4", deeds.take_focus),
            ("timeline.jump", self.tr("Go to &date…"), "Ctrl+J", deeds.jump),
            ("timeline.filter", self.tr("&Filter…"), "Ctrl+Shift+F", deeds.filter),
            ("timeline.clear", self.tr("&Clear the filter"), "Ctrl+Shift+X", deeds.clear_filter),
            ("timeline.table", self.tr("&Table of the marks"), "Ctrl+Shift+Y", deeds.toggle_table),
            ("timeline.shelf", self.tr("What has &no date"), "Ctrl+Shift+U", deeds.toggle_shelf),
        ):
            self._window.commands.add(menu, command_id, text, keys, self._shown(act))

    def _add_showing(self, menu: QMenu) -> None:
        deeds = self._window.timeline.deeds
        for command_id, text, letter, act in (
            ("timeline.fit", self.tr("Show the &whole time"), "0", deeds.fit_all),
            ("timeline.fit_selection", self.tr("Show what is &selected"), "F", deeds.fit_selection),
            (
                "timeline.narrow",
                self.tr("Show &only this stretch of time"),
                "",
                deeds.narrow_to_window,
            ),
            ("timeline.play", self.tr("&Play through time"), "P", deeds.toggle_play),
            ("timeline.legend", self.tr("&Legend"), "", deeds.toggle_legend),
            ("timeline.folds_gaps", self.tr("&Fold silent stretches"), "", self._fold),
            (
                "timeline.with_suggestions",
                self.tr("S&uggestions as outlines"),
                "",
                self._suggest,
            ),
        ):
            self._window.commands.add(menu, command_id, text, "", self._shown(act), letter=letter)

    def _add_lanes(self, menu: QMenu) -> None:
        add = self._window.commands.add
        for kind, told in lane_kinds().items():
            chosen = self._shown(self._lanes_chooser(kind))
            text = self.tr("Lanes {kind}").format(kind=told)
            add(menu, f"timeline.lanes_{kind.value}", text, "", chosen)
        menu.addSeparator()
        more, opened = self.tr("&More about lanes…"), self._window.timeline.head.lanes.open
        add(menu, "timeline.lanes", more, "Ctrl+Shift+G", self._shown(opened))

    def _add_times(self, menu: QMenu) -> None:
        for axis, told in time_axes().items():
            chosen = self._shown(self._axis_chooser(axis))
            text = self.tr("Time: {axis}").format(axis=told)
            self._window.commands.add(menu, f"timeline.axis_{axis.value}", text, "", chosen)

    def _add_views(self, menu: QMenu, writes: "Need") -> None:
        views, add = self._window.timeline.views, self._window.commands.add
        for command_id, text, keys, act, needs in (
            (
                "timeline.save_view",
                self.tr("&Save the view"),
                "Ctrl+S",
                views.save_changes,
                (writes,),
            ),
            (
                "timeline.save_view_as",
                self.tr("Save &as a new view…"),
                "F12",
                views.ask_for_name,
                (writes,),
            ),
            ("timeline.views", self.tr("&Views…"), "Shift+F12", views.button.open, ()),
            (
                "timeline.title",
                self.tr("Titl&e of the timeline…"),
                "Ctrl+Shift+J",
                views.ask_for_title,
                (),
            ),
        ):
            add(menu, command_id, text, keys, self._shown(act), needs=needs)

    def _add_writing(self, menu: QMenu, writes: "Need") -> None:
        deeds, add = self._window.timeline.deeds, self._window.commands.add
        redate = self._shown(deeds.ask_for_date)
        text = self.tr("C&hange the date…")
        add(menu, "timeline.date", text, "Ctrl+R", redate, needs=(writes,))
        writing = self._submenu(menu, self.tr("W&rite"))
        for command_id, text, letter, act in (
            ("timeline.event", self.tr("New &event…"), "N", deeds.ask_for_event),
            ("timeline.merge", self.tr("&Merge the selected events"), "M", deeds.merge),
            ("timeline.note", self.tr("New &note…"), "", deeds.ask_for_note),
            ("timeline.era", self.tr("New e&ra…"), "", deeds.ask_for_era),
        ):
            add(writing, command_id, text, "", self._shown(act), needs=(writes,), letter=letter)

    def _arrange(self, **changes: object) -> None:
        panel = self._window.timeline
        # The names come from the methods below, each with a value of its own kind.
        changed: Arrangement = replace(panel.arrangement(), **changes)  # type: ignore[arg-type]  # by field
        panel.arrange(changed)

    def _lanes_chooser(self, kind: LaneKey) -> Callable[[], None]:
        return lambda: self._arrange(lanes=kind, within=None)

    def _axis_chooser(self, axis: TimeAxis) -> Callable[[], None]:
        return lambda: self._arrange(axis=axis)

    def _fold(self) -> None:
        self._arrange(folds_gaps=not self._window.timeline.arrangement().folds_gaps)

    def _suggest(self) -> None:
        is_on = self._window.timeline.arrangement().with_suggestions
        self._arrange(with_suggestions=not is_on)
