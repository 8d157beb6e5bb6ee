"""What menus, buttons and keys ask of a timeline."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.ui.keys import ThingKind, thing

if TYPE_CHECKING:
    from stanceline.timeline.handling.keyboard import Deed
    from stanceline.ui.timeline.timeline_panel import TimelinePanel


class TimelineDeeds(QObject):
    """Does what is asked for by name, wherever it is asked for."""

    def __init__(self, panel: "TimelinePanel") -> None:
        super().__init__(panel)
        self._panel = panel

    # Where in time

    def fit_all(self) -> None:
        """Show the whole time."""
        self._panel.room.drawing.fit_all()

    def fit_selection(self) -> None:
        """Show what is selected with what surrounds it."""
        self._panel.room.drawing.fit_selection()

    def zoom(self, factor: float) -> None:
        """Show so many times less time."""
        self._panel.room.drawing.zoom(factor)

    def jump(self) -> None:
        """Ask for a date to go to."""
        self._panel.head.jump.set_near(self._panel.date_here())
        self._panel.head.show_jump()

    def toggle_play(self) -> None:
        """Play through time, or end that."""
        playing = self._panel.playing
        if self._panel.room.has_two_axes:
            self._tell_of_lanes()
            return
        playing.play(is_on=not playing.is_on)

    def do_beyond(self, deed: "Deed") -> None:
        """Do what a key asks for that the drawing with two axes leaves to others."""
        acts = {"new event": self.ask_for_event, "merge": self.merge}
        acts.get(deed.value, self._tell_of_lanes)()

    def _tell_of_lanes(self) -> None:
        self._panel.said.emit(
            self.tr("This takes lanes: choose another time than “published against happened”.")
        )

    # What is let through

    def filter(self) -> None:
        """Bring the keyboard to the words of the filter."""
        self._panel.strip.enter()

    def clear_filter(self) -> None:
        """Let everything through again."""
        self._panel.filters.clear()

    def narrow_to_window(self) -> None:
        """Let through only what is in sight."""
        self._panel.view.filter_to_window()

    # The parts

    def take_focus(self) -> None:
        """Bring the keyboard to the drawing."""
        self._panel.room.take_focus()

    def toggle_table(self) -> None:
        """Show or hide the table that says the same."""
        room = self._panel.room
        room.show_table(is_shown=not room.is_table_shown)

    def toggle_shelf(self) -> None:
        """Show or hide what has no date."""
        room = self._panel.room
        room.show_shelf(is_shown=not room.is_shelf_shown)

    def toggle_legend(self) -> None:
        """Show or hide the legend where there is room for it."""
        self._panel.want_legend(is_wanted=not self._panel.is_legend_wanted)

    # Writing

    def ask_for_event(self) -> None:
        """Begin a new event in the middle of the window, in the lane of the selected mark."""
        view = self._panel.view
        focused, lanes = view.canvas.selection.focused, view.lanes()
        lane_key = lanes.lanes[focused.lane].key if focused is not None and lanes else ""
        self._panel.writing.ask_for_event(self._panel.date_here(), lane_key)

    def ask_for_date(self) -> None:
        """Ask for another date of the mark that is selected."""
        keys = self._panel.room.drawing.selected_keys()
        if keys:
            self._panel.writing.ask_for_date(keys[-1])
        else:
            self._panel.said.emit(self.tr("Select a mark on the timeline first."))

    def merge(self) -> None:
        """Merge the events that are selected, in the order in which they were."""
        keys = self._panel.room.drawing.selected_keys()
        events = [key for key in keys if thing(key).kind is ThingKind.EVENT]
        self._panel.writing.merge(events)

    def delete(self) -> None:
        """Delete the mark that is selected; of several, none."""
        panel = self._panel
        keys = panel.room.drawing.selected_keys()
        if len(keys) > 1:
            panel.said.emit(self.tr("Several marks are selected. Select one to delete it."))
        elif keys:
            panel.delete_requested.emit(keys[0])

    def ask_for_note(self) -> None:
        """Begin a new note in the middle of the window."""
        self._panel.annotations.ask_for_note()

    def ask_for_era(self) -> None:
        """Begin a new era."""
        self._panel.annotations.ask_for_era()
