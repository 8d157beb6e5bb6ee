"""How the places of a text became those of the text that it was edited into."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.domain import rewording
from stanceline.domain.rewording import Rewording, common_end, common_start

TEXTS = st.text(alphabet="ab \n,e\u0301\U0001f309橋א", max_size=60)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_blocks_hold_the_same_characters_in_both_texts_and_stand_in_order(old: str, new: str):
    found = Rewording(old, new)
    old_done = new_done = 0
    for block in found.blocks:
        assert block.length > 0
        assert block.old >= old_done
        assert block.new >= new_done
        assert old[block.old : block.old + block.length] == new[block.new :][: block.length]
        old_done, new_done = block.old + block.length, block.new + block.length
    assert old_done <= len(old)
    assert new_done <= len(new)
    for block in found.moves:
        assert old[block.old : block.old + block.length] == new[block.new :][: block.length]


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_gaps_and_blocks_make_up_both_texts(old: str, new: str):
    found = Rewording(old, new)
    kept = sum(block.length for block in found.blocks)
    assert kept + sum(gap.old_end - gap.old_start for gap in found.gaps) == len(old)
    assert kept + sum(gap.new_end - gap.new_start for gap in found.gaps) == len(new)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_places_keep_their_order_and_stay_in_the_text(old: str, new: str):
    found = Rewording(old, new)
    starts = [found.start(place) for place in range(len(old) + 1)]
    ends = [found.end(place) for place in range(len(old) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= place <= len(new) for place in (*starts, *ends))


@given(TEXTS, TEXTS)
def test_common_ends_are_as_long_as_they_can_be(one: str, other: str):
    start = common_start(one, other)
    assert one[:start] == other[:start]
    assert one[start : start + 1] != other[start : start + 1] or start == min(len(one), len(other))
    assert common_end(one, other) == common_start(one[::-1], other[::-1])


def test_word_put_in_moves_only_what_follows():
    found = Rewording("The bridge is shut.", "The old bridge is shut.")
    assert found.start(0) == 0
    assert found.start(4) == 8
    assert found.end(19) == 23


def test_line_that_was_put_elsewhere_is_followed():
    old = "The first line stands here.\nThe second line is another.\nThe third.\n"
    new = "The second line is another.\nThe third.\nThe first line stands here.\n"
    found = Rewording(old, new)
    places = {old.index(words): new.index(words) for words in ("first line", "second line")}
    for was, now in places.items():
        moved = found.move_at(was) or found.block_at(was)
        assert moved is not None
        assert was + moved.shift == now


def test_characters_that_two_other_sentences_share_by_chance_tie_nothing_together():
    found = Rewording(
        "Head\nThe quay was empty at noon.\nTail", "Head\nSix lorries queued for hours.\nTail"
    )
    inner = [block for block in found.blocks if 5 < block.old < 31]
    assert sum(block.length for block in inner) < 6


def test_texts_too_long_to_compare_are_tied_by_what_stands_once_in_each(monkeypatch):
    monkeypatch.setattr(rewording, "_MOST_COMPARED", 10)
    lines = [f"Line {number} of the report." for number in range(50)]
    changed = [*lines[:10], "Something new.", *lines[12:40], *lines[45:]]
    found = Rewording("\n".join(lines), "\n".join(changed))
    assert sum(block.length for block in found.blocks) >= len("\n".join(changed)) - 60


def test_shuffled_unique_lines_give_the_longest_row(monkeypatch):
    monkeypatch.setattr(rewording, "_MOST_COMPARED", 10)
    lines = [f"{number:03}" for number in range(40)]
    shuffled = list(lines)
    random.Random(4).shuffle(shuffled)
    row = list(rewording._unique_matches(lines, shuffled))
    assert len(row) > 5
    assert all(lines[old] == shuffled[new] for old, new, _ in row)
