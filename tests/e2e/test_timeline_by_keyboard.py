"""The whole work on a timeline without a mouse: every step is a press of keys."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from stanceline.domain.events import EventDraft
from stanceline.domain.marks import LaneKey, MarkKind
from stanceline.services import events, quotations
from stanceline.services.views import saved_views, set_default_view
from stanceline.services.workspace import Workspace
from stanceline.ui.keys import ThingKind, thing
from ui.window_builders import ALT, CTRL, KEY, NONE, SHIFT, come_back, press, settle, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_MOST_STEPS = 200


@pytest.fixture
def window(open_window, sample_path):
    workspace = Workspace.open(sample_path)
    set_default_view(workspace, None)
    return open_window(workspace)


def walk_to(panel, is_wanted, key=KEY.Key_Tab) -> str:
    """Go from mark to mark until one fits; its key."""
    for _ in range(_MOST_STEPS):
        press(key)
        current = panel.view.selected_key()
        if current and is_wanted(panel.mark(current)):
            return current
    raise AssertionError("no such mark was met on the way")


def is_day(mark) -> bool:
    return mark.kind is MarkKind.EVENT and len(mark.date.text) == len("2024-06-19")


def choose_in_menu(*keys) -> None:
    """Press keys in the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for key in keys:
        press_in(menu, key)


def press_in(menu, key) -> None:
    QTest.keyClick(menu, key)
    settle()


def export_by_keys(boxes, window, path: Path) -> Path:
    """Open the export, go to the line of the file with Tab, type its name, press Enter."""

    def act(dialog: QDialog) -> None:
        for _ in range(_MOST_STEPS):
            if QApplication.focusWidget() is dialog.file:
                break
            press(KEY.Key_Tab)
        press(KEY.Key_A, CTRL)
        write(str(path))
        press(KEY.Key_Return)
        dialog._tasks.wait_until_idle()
        settle()
        press(KEY.Key_Escape)

    boxes.others.append(act)
    press(KEY.Key_E, CTRL)
    come_back(window)
    return path


def fit_and_come_closer(panel) -> None:
    """All of it, closer, and all of it again."""
    press(KEY.Key_0)
    whole = panel.view.window_shown()
    press(KEY.Key_Plus)
    assert panel.view.window_shown().seconds < whole.seconds
    press(KEY.Key_0)
    assert panel.view.window_shown() == whole


def open_words_of_an_event(window) -> str:
    """From mark to mark to an event, and by Enter into its words; its key."""
    panel = window.timeline
    key = walk_to(panel, lambda mark: is_day(mark) and mark.sources)
    event = panel.mark(key)
    assert str(window.inspector.shown) == key
    assert event.title[:20] in panel.view.canvas.accessibleDescription()
    press(KEY.Key_Return)
    assert window.pane.reader.text.hasFocus()
    assert window.pane.article.id == event.sources[0].article_id
    assert window.pane.reader.focused_mark().key == key
    return key


def redate_and_undo(panel, qtbot, key: str) -> None:
    """Another date on the card, and one day more on the drawing, each taken back."""
    event = panel.mark(key)
    press(KEY.Key_R, CTRL)
    write("2024-08-14")
    press(KEY.Key_Return)
    assert str(panel.mark(key).date) == "2024-08-14"
    assert panel.view.canvas.hasFocus()
    press(KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: panel.mark(key).date == event.date)
    press(KEY.Key_Right, ALT)
    qtbot.waitUntil(lambda: panel.mark(key).date != event.date)
    assert panel.mark(key).date.bounds.t0 == event.date.bounds.t0 + 86_400
    press(KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: panel.mark(key).date == event.date)


def filter_save_and_return(window, qtbot) -> None:
    """Filter in the language of the search, save the view, leave it, choose it again."""
    panel, workspace = window.timeline, window.workspace
    press(KEY.Key_F, CTRL | SHIFT)
    write("kind:direct OR has:events")
    press(KEY.Key_A, CTRL)
    write("accord")
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: 0 < panel.n_shown < 100)
    assert panel.view.canvas.hasFocus()
    n_shown = panel.n_shown

    press(KEY.Key_S, CTRL)
    write("All about the accord")
    press(KEY.Key_Return)
    names = [each.name for each in saved_views(workspace)]
    place = names.index("All about the accord")
    assert saved_views(workspace)[place].query == "accord"
    assert panel.view.canvas.hasFocus()

    press(KEY.Key_X, CTRL | SHIFT)
    qtbot.waitUntil(lambda: panel.n_shown > 100)
    press(KEY.Key_F12, SHIFT)
    choose_in_menu(*[KEY.Key_Down] * (place + 1), KEY.Key_Return)
    qtbot.waitUntil(lambda: panel.n_shown == n_shown)


def test_the_whole_work_on_a_timeline_by_keys(window, boxes, tmp_path, qtbot):
    panel = window.timeline
    # The timeline fills the window, and the keys are on the marks at once.
    press(KEY.Key_2, CTRL)
    assert panel.view.canvas.hasFocus()
    assert panel.n_shown == len(panel.marks()) > 100
    fit_and_come_closer(panel)
    key = open_words_of_an_event(window)
    # Back to the timeline, where the mark is still selected.
    press(KEY.Key_2, CTRL)
    assert panel.view.selected_key() == key
    redate_and_undo(panel, qtbot, key)
    filter_save_and_return(window, qtbot)
    picture = export_by_keys(boxes, window, tmp_path / "accord.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert boxes.sentences == []


def test_an_event_is_noted_merged_and_deleted_by_keys(window, qtbot):
    panel, workspace = window.timeline, window.workspace
    number = events.add_event(workspace, EventDraft("Twice told", "2024-06-01"))
    window.catch_up()
    n_before = len(events.all_events(workspace))
    press(KEY.Key_2, CTRL)
    press(KEY.Key_K, CTRL)
    write("New event")
    press(KEY.Key_Return)
    write("Told again")
    press(KEY.Key_Tab)
    press(KEY.Key_A, CTRL)
    write("2024-06-01")
    press(KEY.Key_Return)
    assert len(events.all_events(workspace)) == n_before + 1
    new = panel.view.selected_key()
    assert panel.mark(new).title == "Told again"
    assert panel.view.canvas.hasFocus()

    panel.view.select([f"event:{number}", new])
    press(KEY.Key_M)
    assert len(events.all_events(workspace)) == n_before
    assert panel.view.selected_key() == f"event:{number}"
    press(KEY.Key_D, CTRL)
    qtbot.waitUntil(lambda: len(events.all_events(workspace)) == n_before - 1)
    for _ in range(3):
        press(KEY.Key_Z, CTRL)
        settle()
    qtbot.waitUntil(lambda: len(events.all_events(workspace)) == n_before)


def test_lanes_time_and_table_are_reached_by_the_commands(window):
    panel = window.timeline
    press(KEY.Key_2, CTRL)
    for words, lanes in (("lanes by outlet", LaneKey.SOURCE), ("lanes by tag", LaneKey.TAG)):
        press(KEY.Key_K, CTRL)
        write(words)
        press(KEY.Key_Return)
        assert panel.lanes() is lanes
    press(KEY.Key_Y, CTRL | SHIFT)
    assert panel.room.table.rows.hasFocus()
    press(KEY.Key_Down)
    press(KEY.Key_Down)
    key = panel.view.selected_key()
    assert key == panel.room.table.model.key_at(panel.room.table.rows.currentIndex().row())
    press(KEY.Key_Return)
    what = thing(key)
    assert window.pane.reader.focused_mark().key == key
    if what.kind is ThingKind.QUOTATION:
        assert window.pane.article.id == quotations.quotation(window.workspace, what.id).article_id


def test_escape_leads_out_of_every_part_of_the_timeline(window):
    panel = window.timeline
    press(KEY.Key_2, CTRL)
    for key, modifier in (
        (KEY.Key_J, CTRL),
        (KEY.Key_F, CTRL | SHIFT),
        (KEY.Key_Y, CTRL | SHIFT),
        (KEY.Key_U, CTRL | SHIFT),
        (KEY.Key_F12, NONE),
    ):
        press(key, modifier)
        assert not panel.view.canvas.hasFocus()
        press(KEY.Key_Escape)
        assert panel.view.canvas.hasFocus(), key
    press(KEY.Key_Escape)
    assert window.pane.reader.text.hasFocus()


def test_a_suggestion_is_shown_only_when_asked_for_and_leads_to_its_words(window, qtbot):
    panel = window.timeline
    press(KEY.Key_2, CTRL)
    n_before = panel.n_shown
    assert not any(key.startswith("suggestion") for key in keys_on(panel))
    press(KEY.Key_K, CTRL)
    write("suggestions as outlines")
    press(KEY.Key_Return)
    qtbot.waitUntil(lambda: any(key.startswith("suggestion") for key in keys_on(panel)))
    assert panel.n_shown == n_before
    key = next(key for key in keys_on(panel) if key.startswith("suggestion"))
    panel.select(key)
    press(KEY.Key_R, CTRL)
    panel.take_focus()
    press(KEY.Key_Return)
    assert window.pane.reader.focused_mark().key == key


def keys_on(panel) -> list[str]:
    """The keys of all marks on the timeline, suggestions too."""
    lanes = panel.view.lanes()
    return [lanes.key(int(row)) for row in lanes.table.shown.nonzero()[0]]


def test_a_mark_of_the_open_article_brings_its_words_into_sight(window):
    panel, reader = window.timeline, window.pane.reader
    article = window.pane.article
    press(KEY.Key_F4)
    assert panel.view.canvas.hasFocus()
    marked = quotations.quotations_of(window.workspace, article.id)
    last = max(marked, key=lambda each: each.anchors[0].span.start)
    panel.view.select([f"quotation:{last.id}"])
    assert str(window.inspector.shown) == f"quotation:{last.id}"
    words = reader.span_rect(last.anchors[0].span)
    assert 0 <= words.top() < reader.height()
    assert panel.view.canvas.hasFocus()
