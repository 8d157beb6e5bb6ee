"""Which marks belong together, in clean text and in text that translation or copying broke."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanceline.suggest.marks.pairing import begins_with_mark, marked_spans, uses_single_marks


def inner(text: str, *, depth: int = 0, single: bool = False) -> list[str]:
    spans = marked_spans(text, 0, len(text), single=single)
    return [text[s.start : s.end] for s in spans if s.depth == depth]


@pytest.mark.parametrize(
    "pair",
    ["“”", "„“", "„”", "«»", "»«", "””", '""', "「」", "“»", '“"', '"”', "»»"],
)
def test_a_pair_of_any_country_holds_the_words_between(pair):
    text = f"The mayor said {pair[0]}we shall repair the bridge{pair[1]} on Monday."
    assert inner(text) == ["we shall repair the bridge"]


def test_two_plain_apostrophes_are_a_mark_and_one_is_not():
    text = "''It's the mayors' bridge, and they don't care,'' said Ilves."
    assert inner(text) == ["It's the mayors' bridge, and they don't care,"]


def test_french_spaces_stay_outside_the_span():
    assert inner("Il a dit : «\u00a0Nous verrons\u00a0», puis rien.") == ["Nous verrons"]


def test_mixed_marks_glued_to_the_verb_are_closed():
    text = "So, “The town should send three crews to the pier »declared the mayor. “We agree.”"
    assert inner(text) == ["The town should send three crews to the pier", "We agree."]


def test_reversed_marks_hold_their_word():
    text = "The harbour master, who claims to ” know “ nothing, spoke of “a storm in a cup.”"
    assert inner(text) == ["know", "a storm in a cup."]


def test_a_whole_paragraph_of_reversed_marks_is_read():
    text = "” We have waited too long, “he said. ” Now we shall act. “"
    assert inner(text) == ["We have waited too long,", "Now we shall act."]


def test_a_closing_mark_glued_to_the_next_word_closes():
    text = "“They are weakest in this sector.”warns Ilves. “And they know it.”"
    assert inner(text) == ["They are weakest in this sector.", "And they know it."]


def test_the_same_glyph_may_stand_inside():
    text = "“The town should send its “best crews” to the pier,” said the mayor."
    assert inner(text) == ["The town should send its “best crews” to the pier,"]
    assert inner(text, depth=1) == ["best crews"]


def test_plain_marks_may_stand_inside_plain_marks():
    text = '"She told me "never again" and left," said Wirk.'
    assert inner(text) == ['She told me "never again" and left,']


def test_a_missing_closing_mark_costs_only_its_own_paragraph():
    text = "“We begin and do not close.\n\n“This one is whole,” he said."
    assert inner(text[:27]) == ["We begin and do not close."]
    assert inner(text[29:]) == ["This one is whole,"]


def test_an_open_quotation_runs_to_the_end_when_the_next_paragraph_goes_on():
    text = "He said: “First we wait. Then we “go.”"
    [span] = [s for s in marked_spans("“First we wait.", 0, 15, continued=True) if s.depth == 0]
    assert not span.closed
    assert span.end == 15
    assert inner(text)[0].startswith("First we wait.")


def test_marks_that_were_set_twice_count_once():
    assert inner("““We begin again at dawn.”” said Ilves.") == ["We begin again at dawn."]


def test_two_commas_open_like_a_low_mark():
    assert inner("Ilves said: ,,We begin again at dawn.“") == ["We begin again at dawn."]


def test_words_that_nothing_opens_begin_with_their_paragraph():
    text = "We begin again at dawn,” said Ilves. “Be there.”"
    first, second = marked_spans(text, 0, len(text))
    assert text[first.start : first.end] == "We begin again at dawn,"
    assert not first.opened
    assert text[second.start : second.end] == "Be there."


def test_the_attributes_of_a_leftover_tag_hold_no_quotation():
    text = '<a href="https://example.org/a b" title="x y">Ilves</a> said "we begin at dawn."'
    assert inner(text) == ["we begin at dawn."]


def test_inches_are_no_marks():
    assert inner('The plank is 12" wide and the mayor said "it will hold us all" twice.') == [
        "it will hold us all"
    ]


def test_british_single_marks_are_read_when_there_are_no_others():
    text = "‘We don’t know the captain’s name,’ said Ilves. ‘Nobody does.’"
    assert uses_single_marks(text)
    assert inner(text, single=True) == ["We don’t know the captain’s name,", "Nobody does."]


def test_apostrophes_alone_do_not_make_a_text_of_single_marks():
    assert not uses_single_marks("The captain’s crew, the mayors’ friends, the ’90s.")


def test_a_paragraph_that_begins_with_a_mark_is_known():
    assert begins_with_mark("“And then", 0, 9)
    assert not begins_with_mark("And then “", 0, 10)


@given(st.text(alphabet="“”„«»\"'‘’ aB.,\u00a0", max_size=80), st.booleans())
@settings(max_examples=300, deadline=None)
def test_outer_spans_never_overlap_and_inner_ones_lie_inside(text, single):
    spans = marked_spans(text, 0, len(text), single=single)
    outer = [s for s in spans if s.depth == 0]
    for left, right in pairwise(outer):
        assert left.outer_end <= right.outer_start
    for span in spans:
        assert span.outer_start + span.opened <= span.start < span.end <= span.outer_end
        if span.depth:
            assert any(o.start <= span.start and span.end <= o.end for o in outer)
