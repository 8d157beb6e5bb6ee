"""The line that tells the keys: what stands where, in a wide window and in a narrow one."""

import pytest

from stanceline.ui.cards.hint_line import HintLine
from ui.reader_builders import dressed

WHY = "Tora Berg · Leans against · “condemn”, “illegal” · 98 % · A name and “said” lead up to it."
KEYS = [("1–6", "accept with stance"), ("Enter", "accept"), ("⌫", "reject"), ("E", "edit")]
WIDE, NARROW = 1600, 480


@pytest.fixture
def line(qtbot, qapp):
    dressed(qapp)
    line = HintLine()
    qtbot.addWidget(line)
    return line


def lines_of(line: HintLine, width: int) -> list[int]:
    return [piece.line for piece in line._placed(width)[0]]


def test_the_keys_stand_beside_a_sentence_that_leaves_room(line):
    line.show_hints(WHY, KEYS)
    assert lines_of(line, WIDE) == [0, 0, 0, 0]
    assert line.heightForWidth(WIDE) == line.minimumSizeHint().height()


def test_in_a_narrow_window_the_sentence_has_a_line_of_its_own(line):
    line.show_hints(WHY, KEYS)
    placed, n_lines, told_width = line._placed(NARROW)
    assert (n_lines, {piece.line for piece in placed}) == (2, {1})
    assert len(placed) == len(KEYS), "they all have room below it"
    assert placed[0].left == 0
    assert told_width == NARROW
    assert line.heightForWidth(NARROW) > line.minimumSizeHint().height()


def test_what_finds_no_room_below_is_left_out_from_the_end(line):
    line.show_hints(WHY, KEYS * 3)
    placed, n_lines, _ = line._placed(NARROW)
    assert n_lines == 2
    assert len(KEYS) <= len(placed) < 3 * len(KEYS)
    assert [piece.key for piece in placed] == [key for key, _ in KEYS * 3][: len(placed)]


def test_the_text_above_does_not_jump_when_there_is_less_to_say(line):
    line.show_hints(WHY, KEYS)
    high = line.heightForWidth(NARROW)
    line.show_hints("", KEYS[:1])
    assert line.heightForWidth(NARROW) == high
    assert line.heightForWidth(WIDE) < high


def test_keys_alone_stay_in_one_line(line):
    line.show_hints("", KEYS * 3)
    assert line.heightForWidth(NARROW) == line.minimumSizeHint().height()
    assert set(lines_of(line, NARROW)) == {0}
