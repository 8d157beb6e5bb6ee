"""What a rough selection means: quotations, words and sentences, in every script."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import place
from stanceline.domain.snapping import (
    Edge,
    Unit,
    pairs_in,
    paragraph_at,
    sentences_in,
    snapped,
    stepped,
    words_in,
)
from stanceline.domain.spans import Span
from stanceline.services.card import words_meant

TWO_PARTS = "“We sail when we are paid,” said Odd Brekke. “Not an hour before.” He left."


def meant(body: str, words: str) -> list[str]:
    return [span.words(body) for span in snapped(body, place(body, words))]


def whole(body: str) -> Span:
    return Span(0, len(body))


@pytest.mark.parametrize(
    "body",
    [
        "He said “the pier is shut” and left.",
        "He said „the pier is shut“ and left.",
        "He said „the pier is shut” and left.",
        "He said ”the pier is shut” and left.",
        "He said «the pier is shut» and left.",
        "He said « the pier is shut » and left.",
        "He said »the pier is shut« and left.",
        "He said ‹the pier is shut› and left.",
        "He said 「the pier is shut」 and left.",
        "He said 『the pier is shut』 and left.",
        'He said "the pier is shut" and left.',
        "He said ''the pier is shut'' and left.",
        "He said ``the pier is shut'' and left.",
        "He said ‘the pier is shut’ and left.",
        "He said 'the pier is shut' and left.",
        "He said ‚the pier is shut‘ and left.",
    ],
)
def test_words_within_marks_become_all_that_stands_between_them(body):
    for selected in ("pier", "the pier is shut", "ier is shu"):
        assert meant(body, selected) == ["the pier is shut"]
        assert words_meant(body, place(body, selected)) == snapped(body, place(body, selected))
    at = place(body, "the pier is shut")
    for slip in (
        Span(at.start - 1, at.end + 1),
        Span(at.start - 2, at.end),
        Span(at.start, at.end + 2),
    ):
        assert [span.words(body) for span in snapped(body, slip)] == ["the pier is shut"]


def test_words_outside_marks_are_widened_to_whole_words():
    assert meant(TWO_PARTS, "aid Odd Brek") == ["said Odd Brekke"]


def test_the_inner_of_two_nested_quotations_is_meant_by_words_in_it():
    body = "「私たちは『降伏』しない」と言った。"
    assert meant(body, "伏") == ["降伏"]
    assert meant(body, "しない") == ["私たちは『降伏』しない"]


def test_a_selection_over_two_parts_of_an_utterance_is_both_parts():
    assert meant(TWO_PARTS, "sail when we are paid,” said Odd Brekke. “Not an") == [
        "We sail when we are paid,",
        "Not an hour before.",
    ]


def test_a_selection_that_goes_on_far_beyond_a_quotation_stays_as_it_is():
    body = "“We sail,” he told the crews on the quay, and nobody answered him at all."
    assert meant(body, "sail,” he told the crews") == ["sail,” he told the crews"]


def test_apostrophes_are_no_quotation_marks():
    body = "It's Tom's boat, isn't it? They don't say."
    assert pairs_in(body, whole(body)) == []
    assert meant(body, "boat") == ["boat"]


def test_damaged_marks_are_read_as_suggestions_read_them():
    body = "He called it ” ignore “ and “a large “old boat” stays here from May »she said."
    assert [span.words(body) for span in words_meant(body, place(body, "ignore"))] == ["ignore"]


def test_words_move_one_at_a_time_at_both_ends():
    span = place(TWO_PARTS, "said")
    wider = stepped(TWO_PARTS, span, Edge.END, Unit.WORD, 1)
    assert wider.words(TWO_PARTS) == "said Odd"
    assert stepped(TWO_PARTS, wider, Edge.END, Unit.WORD, -1) == span
    assert stepped(TWO_PARTS, span, Edge.END, Unit.WORD, -1) == span, "a word always stays"
    assert stepped(TWO_PARTS, wider, Edge.START, Unit.WORD, 1).words(TWO_PARTS) == "Odd"
    left = stepped(TWO_PARTS, place(TWO_PARTS, "Odd"), Edge.START, Unit.WORD, -1)
    assert left.words(TWO_PARTS) == "said Odd"


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        (
            "Dr. Falk met J. Moe of the U.S. crew at 3.5 knots. Did she? Yes!  «No…» he said.",
            [
                "Dr. Falk met J. Moe of the U.S. crew at 3.5 knots.",
                "Did she?",
                "Yes!",
                "«No…» he said.",
            ],
        ),
        (
            "船は出ない。「金がない！」と彼は言った。誰も来ない？",
            ["船は出ない。", "「金がない！」", "と彼は言った。", "誰も来ない？"],
        ),
        (
            "السفينة لن تبحر. هل دفعوا؟ لا أحد يعرف۔ انتهى",
            ["السفينة لن تبحر.", "هل دفعوا؟", "لا أحد يعرف۔", "انتهى"],
        ),
        ("A heading\nOne line. Another\n", ["A heading", "One line.", "Another"]),
    ],
)
def test_sentences_end_where_their_script_ends_them(body, sentences):
    assert [span.words(body) for span in sentences_in(body, whole(body))] == sentences


def test_the_end_moves_by_sentences():
    body = "One is here. Two is here! Three?"
    span = place(body, "is")
    one = stepped(body, span, Edge.END, Unit.SENTENCE, 1)
    assert one.words(body) == "is here."
    two = stepped(body, one, Edge.END, Unit.SENTENCE, 1)
    assert two.words(body) == "is here. Two is here!"
    assert stepped(body, two, Edge.END, Unit.SENTENCE, -1) == one
    assert stepped(body, span, Edge.START, Unit.SENTENCE, -1).words(body) == "One is"


def test_each_character_of_a_script_without_spaces_is_a_word():
    body = "船は出ない。"
    assert [span.words(body) for span in words_in(body, whole(body))] == list(body)


PIECES = st.sampled_from(
    [
        *("“", "”", "„", "«", "»", "‹", "›", "「", "」", "『", "』", '"', "''", "‘", "’", "'"),
        *(" ", ", ", ". ", "! ", "؟ ", "。", "\n", "\n\n", "\u2028", "-", "…"),
        *("pier", "a", "Dr", "état", "e\u0301", "n\u0303o", "\u05d0\u05d1", "سفينة", "船", "ない"),
        *("🌉", "👨\u200d👩\u200d👧", "🇳🇴", "👍🏽", "क्षि", "ไทย", "3.5"),
    ]
)


@st.composite
def texts_with_spans(draw) -> tuple[str, Span]:
    body = "".join(draw(st.lists(PIECES, min_size=1, max_size=40)))
    start = draw(st.integers(0, len(body) - 1))
    return body, Span(start, draw(st.integers(start + 1, len(body))))


def parts_no_accent(body: str, place_at: int) -> bool:
    return place_at >= len(body) or unicodedata.category(body[place_at]) not in ("Mn", "Mc", "Me")


@given(texts_with_spans())
@settings(max_examples=300)
def test_what_is_meant_lies_in_the_text_in_order_and_means_itself(case):
    body, span = case
    for found in (snapped(body, span), words_meant(body, span)):
        assert found
        assert all(each.end <= len(body) for each in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
    (first, *more) = snapped(body, span)
    if not more:
        assert snapped(body, first)[0].words(body)


@given(texts_with_spans(), st.sampled_from(Edge), st.sampled_from(Unit), st.sampled_from((1, -1)))
@settings(max_examples=300)
def test_a_step_moves_one_edge_to_a_boundary_and_the_way_back_exists(case, edge, unit, direction):
    body, span = case
    moved = stepped(body, span, edge, unit, direction)
    assert moved.end <= len(body)
    if edge is Edge.START:
        assert moved.end == span.end
        assert (moved.start - span.start) * direction >= 0
        assert moved == span or parts_no_accent(body, moved.start)
    else:
        assert moved.start == span.start
        assert (moved.end - span.end) * direction >= 0
        assert moved == span or parts_no_accent(body, moved.end)
    again = stepped(body, moved, edge, unit, direction)
    if again != moved:
        assert stepped(body, again, edge, unit, -direction) == moved


@given(texts_with_spans())
def test_words_and_sentences_cover_all_but_white_space_without_overlaps(case):
    body, _ = case
    for find in (words_in, sentences_in):
        found = list(find(body, whole(body)))
        assert all(a.end <= b.start for a, b in pairwise(found))
        covered = "".join(span.words(body) for span in found)
        assert "".join(covered.split()) == "".join(body.split())


@given(texts_with_spans())
def test_pairs_never_cross(case):
    body, span = case
    paragraph = paragraph_at(body, span)
    pairs = pairs_in(body, paragraph)
    for one in pairs:
        assert one.outer.covers(one.inner)
        for other in pairs:
            is_apart = not one.outer.overlaps(other.outer)
            assert (
                is_apart
                or one.inner.covers(other.outer)
                or other.inner.covers(one.outer)
                or (one is other)
            )


def test_a_body_without_line_breaks_is_no_burden():
    body = "“a “b " * 40_000
    span = Span(120_000, 120_010)
    assert words_meant(body, span)
    assert stepped(body, span, Edge.END, Unit.SENTENCE, 1).end <= len(body)
