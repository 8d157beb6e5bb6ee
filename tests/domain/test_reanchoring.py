"""Anchors hold their words after every edit, or say that somebody must look."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import place
from stanceline.domain.graphemes import is_boundary
from stanceline.domain.reanchoring import (
    AMONG_OTHER_WORDS,
    CAME_BACK,
    ONE_OF_SEVERAL,
    WORDS_CHANGED,
    WORDS_GONE,
    Follower,
    Found,
    Reanchored,
    is_tiny_change,
    reanchor,
)
from stanceline.domain.spans import Anchor, Span, anchor

BODY = (
    "Harbour board keeps the bridge shut\n\n"
    "The swing bridge \U0001f309 stays closed, the harbour board decided on Monday.\n\n"
    "“We shall open it when it is safe,” Mayor Tora Berg said. “Not a day before.”\n\n"
    "“Every week costs us forty jobs,” said Nils Aker, who speaks for the ferrymen.\n\n"
    "The inspectors began their work on 12 May 2031 and “found rust everywhere”.\n"
)
SAFE = "“We shall open it when it is safe,”"
JOBS = "“Every week costs us forty jobs,”"


def followed(new: str, words: str, old: str = BODY, occurrence: int = 0) -> Reanchored:
    """What becomes of the anchor of these words."""
    was = anchor(old, place(old, words, occurrence), 1)
    (found,) = reanchor(old, new, [was], 2)
    assert 0 <= found.anchor.span.start < found.anchor.span.end <= len(new)
    if found.found is not Found.GONE:
        assert found.anchor.span.words(new) == found.anchor.exact
        assert found.anchor.revision in {1, 2}
    assert bool(found.reason) is found.is_doubtful
    return found


# ------------------------------------------------------------------------- exact words


def test_mark_before_an_edit_is_kept():
    found = followed(BODY.replace("everywhere", "in every bolt"), SAFE)
    assert (found.found, found.is_doubtful) == (Found.KEPT, False)
    assert found.anchor.exact == SAFE


def test_mark_after_an_edit_moves_with_its_words():
    found = followed(f"\U0001f6a2 Update. {BODY}", SAFE)
    assert (found.found, found.is_doubtful) == (Found.MOVED, False)
    assert found.anchor.span.start == BODY.index(SAFE) + 10


def test_mark_is_sure_when_a_word_right_beside_it_changed():
    found = followed(BODY.replace(f"{SAFE} Mayor", f"{SAFE} as Mayor"), SAFE)
    assert not found.is_doubtful
    assert found.anchor.suffix.startswith(" as Mayor")


def test_mark_whose_words_stand_among_quite_other_words_is_doubtful():
    was, now = (
        "Ann spoke for long. “We agree,” she said to all.",
        "Nobody heard “We agree,” from Bo",
    )
    found = followed(now, "“We agree,”", was)
    assert (found.is_doubtful, found.reason) == (True, AMONG_OTHER_WORDS)
    assert found.anchor.exact == "“We agree,”"


def test_swapped_paragraphs_take_their_marks_along():
    parts = BODY.split("\n\n")
    parts[2], parts[3] = parts[3], parts[2]
    new = "\n\n".join(parts)
    for words in (SAFE, JOBS, "“Not a day before.”"):
        found = followed(new, words)
        assert (found.anchor.exact, found.is_doubtful) == (words, False)
        assert found.anchor.span == place(new, words)


def test_sentence_cut_out_and_put_in_elsewhere_keeps_its_mark():
    sentence = f"{JOBS} said Nils Aker, who speaks for the ferrymen."
    new = BODY.replace(sentence, "").replace("on Monday.", f"on Monday. {sentence}")
    found = followed(new, JOBS)
    assert (found.found, found.is_doubtful) == (Found.NEAR, False)
    assert found.anchor.span == place(new, JOBS)


def test_paragraph_put_before_the_heading_keeps_its_mark_without_a_doubt():
    paragraph = f"{JOBS} said Nils Aker, who speaks for the ferrymen.\n"
    found = followed(paragraph + BODY.replace(paragraph, ""), JOBS)
    assert (found.is_doubtful, found.reason) == (False, "")


def test_one_of_three_equal_answers_taken_out_leaves_the_others_in_doubt():
    old = "Did you know? “No.” “No.” “No.” That was all."
    new = old.replace("“No.” ", "", 1)
    for number in range(3):
        found = followed(new, "“No.”", old, number)
        assert found.is_doubtful, number
    assert followed(new, "“No.”", old, 0).reason == ONE_OF_SEVERAL


def test_other_passage_with_the_same_words_is_no_sure_home():
    first = "“No,” said Ann to the first question of the day.\n"
    old = f"{first}Much later.\n“No,” said Bo, who had come.\n"
    new = old.replace(first, "")
    found = followed(new, "“No,”", old)
    assert found.is_doubtful


# ------------------------------------------------------------------------- changed words


@pytest.mark.parametrize(
    ("was", "now", "is_sure"),
    [
        (SAFE, "“We shall open it, when it is safe,”", True),
        (SAFE, "“We  shall open it\nwhen it is safe,”", True),
        (SAFE, "“We shall not open it when it is safe,”", False),
        (SAFE, "“We will open it when it is safe,”", False),
        (JOBS, "“Every week costs us fifty jobs,”", False),
        (JOBS, "“Every week costs us forty jobs?”", False),
        ("found rust everywhere", "found rust everywere", True),
    ],
)
def test_changed_words_are_sure_only_when_a_slip_was_corrected(was: str, now: str, is_sure: bool):
    found = followed(BODY.replace(was, now), was)
    assert found.found is Found.APPROXIMATE
    assert found.anchor.exact == now
    assert found.is_doubtful is not is_sure
    assert found.reason == ("" if is_sure else WORDS_CHANGED)


def test_changed_first_and_last_words_stay_in_the_mark():
    new = BODY.replace(SAFE, "“They may open it when it is repaired,”")
    assert followed(new, SAFE).anchor.exact == "“They may open it when it is repaired,”"


def test_passage_that_moved_and_changed_is_found_and_doubtful():
    sentence = f"{JOBS} said Nils Aker, who speaks for the ferrymen.\n\n"
    new = (
        BODY.replace(sentence, "")
        + "\nThe crews agree: “Every week will cost us forty jobs,” he said.\n"
    )
    found = followed(new, JOBS)
    assert (found.found, found.is_doubtful) == (Found.APPROXIMATE, True)
    assert "cost us forty jobs" in found.anchor.exact


def test_accent_that_joins_the_last_letter_is_taken_in():
    found = followed("Un cafe\u0301 noir.", "cafe", "Un cafe noir.")
    assert found.anchor.exact == "cafe\u0301"
    assert found.found is Found.APPROXIMATE


@pytest.mark.parametrize(
    ("was", "now", "is_tiny"),
    [
        ("The same words.", "the same words", True),
        ("Caf\u00e9 noir", "Cafe\u0301 noir", True),
        ("They will vote for the harbour", "They will vote for the harbor", True),
        ("They recieved the whole letter", "They received the whole letter", True),
        ("It costs 15 million", "It costs 1.5 million", False),
        ("It fell by -5 degrees today", "It fell by 5 degrees today", False),
        ("It will cost a million crowns and more", "It will cost a billion crowns and more", False),
        ("We can say that it is so, all of us", "We can't say that it is so, all of us", False),
        ("We will not go there any more now", "We will now go there any more now", False),
        ("Is it open", "Is it open?", False),
        ("政府支持这个决定并且继续执行它的计划", "政府反持这个决定并且继续执行它的计划", False),
        ("वह जाएगा", "वह जाएगी", False),
    ],
)
def test_tiny_change_is_one_that_cannot_turn_the_sense(was: str, now: str, is_tiny: bool):
    assert is_tiny_change(was, now) is is_tiny


# ------------------------------------------------------------------------- gone words


def test_mark_whose_words_are_gone_keeps_them_and_is_doubtful():
    new = BODY.replace(f"{JOBS} said Nils Aker, who speaks for the ferrymen.\n\n", "")
    found = followed(new, JOBS)
    assert (found.found, found.is_doubtful, found.reason) == (Found.GONE, True, WORDS_GONE)
    assert found.anchor.exact == JOBS


def test_words_that_come_back_are_found_and_told_of():
    gone = followed(BODY.replace(JOBS, ""), JOBS)
    assert gone.found is Found.GONE
    (back,) = reanchor(BODY.replace(JOBS, ""), BODY, [gone.anchor], 3)
    assert (back.anchor.exact, back.anchor.span) == (JOBS, place(BODY, JOBS))
    assert (back.is_doubtful, back.reason) == (True, CAME_BACK)


def test_mark_survives_the_loss_of_the_whole_text():
    found = followed("x", SAFE)
    assert found.anchor.span == Span(0, 1)
    assert found.anchor.exact == SAFE


def test_cue_moves_with_its_quotation_and_is_none_when_it_went():
    cue = place(BODY, "said Nils Aker")
    was = place(BODY, JOBS)
    new = f"New. {BODY}"
    follower = Follower(BODY, new, 2)
    assert follower.span(cue, (was, place(new, JOBS))) == place(new, "said Nils Aker")
    without = BODY.replace(" said Nils Aker, who speaks for the ferrymen", "")
    assert Follower(BODY, without, 2).span(cue, (was, place(without, JOBS))) is None


def test_only_the_very_words_count_for_a_suggestion():
    span = place(BODY, JOBS)
    assert Follower(BODY, f"New. {BODY}", 2).exact_span(span) == Span(span.start + 5, span.end + 5)
    assert Follower(BODY, BODY.replace("forty", "fifty"), 2).exact_span(span) is None


# ------------------------------------------------------------------------- laws

PIECES = [
    "a", "b", " ", " ", "\n", "\n\n", ".", "“", "”", "no", "open", "bridge", "e\u0301", "\u0301",
    "\U0001f309", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u200d", "\U0001f44d\U0001f3fd",
    "\U0001f1f3\U0001f1f1", "שלום", "\u202bגשר\u202c", "السلام",
    "橋は閉鎖", "다리", "\u1112\u1161", "क्षी",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


@dataclass(frozen=True)
class Edit:
    kind: str
    at: float
    length: int
    text: str

    def __call__(self, body: str) -> str:
        start = int(self.at * len(body))
        match self.kind:
            case "insert":
                new = body[:start] + self.text + body[start:]
            case "delete":
                new = body[:start] + body[start + self.length :]
            case "replace":
                new = body[:start] + self.text + body[start + self.length :]
            case "double":
                new = body[: start + self.length] + body[start:]
            case _:
                parts = body.split("\n")
                number = int(self.at * len(parts))
                parts.insert(number, parts.pop())
                new = "\n".join(parts)
        return new if new.strip() else body


edits = st.builds(
    Edit,
    st.sampled_from(["insert", "delete", "replace", "double", "swap"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 12),
    texts,
)


@st.composite
def anchored(draw: st.DrawFn) -> tuple[str, list[Anchor]]:
    body = draw(texts.filter(str.strip))
    starts = draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=5))
    spans = [Span(start, draw(st.integers(start + 1, len(body)))) for start in starts]
    return body, [anchor(body, span, 1) for span in spans]


@given(anchored(), st.lists(edits, min_size=1, max_size=6))
@settings(max_examples=400, deadline=None)
def test_after_any_edits_each_anchor_holds_its_words_or_is_doubtful(
    start: tuple[str, list[Anchor]], changes: list[Edit]
):
    body, anchors = start
    first = [each.exact for each in anchors]
    is_sure = [True] * len(anchors)
    for revision, edit in enumerate(changes, start=2):
        new = edit(body)
        found = reanchor(body, new, anchors, revision)
        for number, (was, now) in enumerate(zip(anchors, found, strict=True)):
            span = now.anchor.span
            assert 0 <= span.start < span.end <= len(new)
            is_sure[number] &= not now.is_doubtful
            if now.found is Found.GONE:
                assert now.is_doubtful
                assert now.anchor.exact == was.exact
            else:
                assert span.words(new) == now.anchor.exact
            for old_end, new_end in ((was.span.start, span.start), (was.span.end, span.end)):
                if is_boundary(body, old_end):
                    assert is_boundary(new, new_end)
            if is_sure[number]:
                assert span.words(new) == now.anchor.exact
                assert now.anchor.exact == was.exact or is_tiny_change(was.exact, now.anchor.exact)
        body, anchors = new, [each.anchor for each in found]
    assert len(first) == len(anchors)


@given(anchored(), edits)
@settings(max_examples=200, deadline=None)
def test_spans_beside_stay_in_the_text(start: tuple[str, list[Anchor]], edit: Edit):
    body, anchors = start
    new = edit(body)
    follower = Follower(body, new, 2)
    for each in anchors:
        found, exact = follower.span(each.span), follower.exact_span(each.span)
        assert found is None or 0 <= found.start < found.end <= len(new)
        assert exact is None or exact.words(new) == each.exact
        assert 0 <= follower.place(each.span.start) <= len(new)


@given(anchored())
def test_text_that_did_not_change_changes_no_anchor(start: tuple[str, list[Anchor]]):
    body, anchors = start
    assert [each.anchor for each in reanchor(body, body, anchors, 1)] == anchors
