"""Showing what has changed, one part in a turn."""

from PySide6.QtCore import QTimer

from stanceline.services.workspace import Changed
from stanceline.ui.catching_up import CatchingUp

QUOTATIONS, TOPICS = frozenset({Changed.QUOTATIONS}), frozenset({Changed.TOPICS})


def two_parts():
    """What the two parts were told, and what tells them."""
    told = []
    parts = [
        lambda kinds: told.append(("first", kinds)),
        lambda kinds: told.append(("second", kinds)),
    ]
    return told, CatchingUp(parts)


def test_many_changes_are_shown_once_in_order(qtbot):
    told, catching_up = two_parts()
    catching_up.hear(QUOTATIONS)
    catching_up.hear(TOPICS)
    assert told == []
    qtbot.waitUntil(lambda: not catching_up.is_waiting)
    assert told == [("first", QUOTATIONS | TOPICS), ("second", QUOTATIONS | TOPICS)]


def test_others_have_their_turn_between_two_parts(qtbot):
    told, catching_up = two_parts()
    catching_up.hear(QUOTATIONS)
    QTimer.singleShot(0, catching_up, lambda: told.append("key"))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told.index("key") < told.index(("second", QUOTATIONS))


def test_what_is_finished_is_shown_at_once_and_not_again(qtbot):
    told, catching_up = two_parts()
    catching_up.hear(QUOTATIONS)
    catching_up.finish()
    assert len(told) == 2
    qtbot.wait(20)
    assert len(told) == 2


def test_a_change_while_parts_wait_reaches_those_that_were_told_before():
    told = []

    def first(kinds):
        told.append(("first", kinds))
        if len(told) == 1:
            catching_up.hear(TOPICS)

    catching_up = CatchingUp([first, lambda kinds: told.append(("second", kinds))])
    catching_up.hear(QUOTATIONS)
    catching_up.finish()
    both = QUOTATIONS | TOPICS
    assert told == [("first", QUOTATIONS), ("first", TOPICS), ("second", both)]


def test_the_first_part_can_go_ahead_of_the_others(qtbot):
    told, catching_up = two_parts()
    catching_up.hear(QUOTATIONS)
    catching_up.show_first()
    assert told == [("first", QUOTATIONS)]
    catching_up.show_first()
    qtbot.waitUntil(lambda: not catching_up.is_waiting)
    assert told == [("first", QUOTATIONS), ("second", QUOTATIONS)]


def test_nothing_is_shown_once_it_was_stopped(qtbot):
    told, catching_up = two_parts()
    catching_up.hear(QUOTATIONS)
    catching_up.stop()
    qtbot.wait(20)
    assert told == []
    assert not catching_up.is_waiting
