"""Suggestions wait for the analyst, become quotations, or stay away for good."""

import pytest

from builders import BRIDGE, PORT, a_quotation, a_topic, an_article, stance_id
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.speakers import SpeakerDraft, SpeakerKind
from stanceline.domain.suggestions import Suggestion, SuggestionKind
from stanceline.services.articles import article, delete_article, library
from stanceline.services.editing import edit_text
from stanceline.services.progress import Cancelled
from stanceline.services.quotations import all_quotations, quotation
from stanceline.services.speakers import add_speaker, all_speakers, speaker_for
from stanceline.services.suggesting import (
    Stand,
    accept_confident,
    accept_suggestion,
    boilerplate_of,
    dates_of,
    reject_suggestion,
    suggest_for_all,
    suggest_raw,
    suggestions_of,
)
from stanceline.services.undoing import undo
from stanceline.services.workspace import NotFound, Workspace
from stanceline.suggest import quotes
from stanceline.suggest.quotes import find_quotes

FIRST = "We shall open it when it is safe"


def suggested(workspace: Workspace, article_id: int, words: str) -> Suggestion:
    """The waiting suggestion that holds these words."""
    body = article(workspace, article_id).body
    return next(
        each
        for each in suggestions_of(workspace, article_id)
        if any(words in span.words(body) for span in each.spans)
    )


def kinds_of(workspace: Workspace, article_id: int) -> set[SuggestionKind]:
    return {each.kind for each in suggestions_of(workspace, article_id)}


def test_queue_is_filled_in_reading_order(workspace: Workspace):
    article_id = an_article(workspace)
    waiting = suggest_for_all(workspace)
    found = suggestions_of(workspace, article_id)
    assert waiting == len(found) == library(workspace)[0].n_suggestions >= 2
    assert [each.spans for each in found] == sorted(each.spans for each in found)


def test_suggestion_names_its_speaker_and_why(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    found = suggested(workspace, article_id, "Every week costs us")
    assert found.name == "Nils Aker"
    assert found.mention is not None
    assert found.mention.words(BRIDGE).startswith("Nils Aker")
    assert 0 < found.confidence <= 1
    assert found.reason


def test_suggestions_are_no_data_until_they_are_accepted(workspace: Workspace):
    an_article(workspace)
    suggest_for_all(workspace)
    assert all_quotations(workspace) == []
    assert all_speakers(workspace) == []


def test_accepted_suggestion_becomes_a_quotation_of_the_same_words(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    suggestion = suggested(workspace, article_id, FIRST)
    found = quotation(workspace, accept_suggestion(workspace, suggestion.id))
    assert found.spans == suggestion.spans
    assert found.speaker == "Tora Berg"
    assert (found.cue, found.mention) == (suggestion.cue, suggestion.mention)
    assert suggestion.id not in [each.id for each in suggestions_of(workspace, article_id)]
    assert article(workspace, article_id).status is ArticleStatus.IN_WORK


def test_speaker_of_the_analyst_s_choice_goes_before_the_suggested_one(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    chosen = speaker_for(workspace, "Somebody else")
    suggestion = suggested(workspace, article_id, FIRST)
    found = quotation(workspace, accept_suggestion(workspace, suggestion.id, chosen))
    assert found.speaker == "Somebody else"
    assert [each.name for each in all_speakers(workspace)] == ["Somebody else"]


def test_suggested_speaker_is_one_that_goes_by_this_name_already(workspace: Workspace):
    known = add_speaker(workspace, SpeakerDraft("Tora Berg-Lie", aliases=("Tora Berg",)))
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    suggestion = suggested(workspace, article_id, FIRST)
    found = quotation(workspace, accept_suggestion(workspace, suggestion.id))
    assert found.speaker_id == known


def test_unnamed_source_is_added_as_such(workspace: Workspace):
    article_id = an_article(workspace, PORT)
    suggest_for_all(workspace)
    accept_suggestion(workspace, suggested(workspace, article_id, "Talks are under way").id)
    (speaker,) = all_speakers(workspace)
    assert "official" in speaker.name
    assert speaker.kind is SpeakerKind.UNNAMED


def test_suggestion_is_decided_on_once(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    first, second, *_ = suggestions_of(workspace, article_id)
    accept_suggestion(workspace, first.id)
    reject_suggestion(workspace, second.id)
    for decide in (accept_suggestion, reject_suggestion):
        for decided in (first, second):
            with pytest.raises(StancelineError, match="was decided on already"):
                decide(workspace, decided.id)
        with pytest.raises(NotFound, match="The suggestion is no longer"):
            decide(workspace, 999)
    assert len(all_quotations(workspace)) == 1


def test_rejected_suggestion_never_comes_back(workspace: Workspace):
    article_id = an_article(workspace)
    before = suggest_for_all(workspace)
    suggestion = suggested(workspace, article_id, FIRST)
    reject_suggestion(workspace, suggestion.id)
    for _ in range(2):
        assert suggest_for_all(workspace) == before - 1
    assert suggestion.spans not in [each.spans for each in suggestions_of(workspace, article_id)]


def test_words_that_are_marked_are_not_suggested(workspace: Workspace):
    article_id = an_article(workspace)
    before = suggest_for_all(workspace)
    a_quotation(workspace, article_id, "costs us forty jobs")
    assert suggest_for_all(workspace) == before - 1


def test_second_run_leaves_the_queue_as_it_was(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    before = [(each.spans, each.name) for each in suggestions_of(workspace, article_id)]
    suggest_for_all(workspace)
    after = [(each.spans, each.name) for each in suggestions_of(workspace, article_id)]
    assert after == before


def test_confident_suggestions_are_accepted_together(workspace: Workspace):
    article_id = an_article(workspace)
    waiting = suggest_for_all(workspace)
    sure = [
        each
        for each in suggestions_of(workspace, article_id)
        if each.confidence >= 0.8 and each.kind is SuggestionKind.QUOTATION
    ]
    assert accept_confident(workspace, 0.8) == len(sure)
    assert {each.spans for each in all_quotations(workspace)} == {each.spans for each in sure}
    assert len(suggestions_of(workspace, article_id)) == waiting - len(sure)
    assert accept_confident(workspace, 0.8) == 0


def test_speaker_of_several_accepted_suggestions_is_added_once(workspace: Workspace):
    an_article(workspace)
    an_article(workspace, PORT)
    suggest_for_all(workspace)
    accept_confident(workspace, 0.0)
    names = [speaker.name for speaker in all_speakers(workspace)]
    assert names.count("Nils Aker") == 1
    aker = next(each for each in all_speakers(workspace) if each.name == "Nils Aker")
    assert aker.n_quotations == 2


def test_accepting_may_keep_to_one_article(workspace: Workspace):
    one, other = an_article(workspace), an_article(workspace, PORT)
    suggest_for_all(workspace)
    accept_confident(workspace, 0.0, one)
    assert kinds_of(workspace, one) == {SuggestionKind.EVENT}
    assert SuggestionKind.QUOTATION in kinds_of(workspace, other)
    assert {each.article_id for each in all_quotations(workspace)} == {one}


def test_run_that_is_stopped_keeps_what_it_found(workspace: Workspace):
    class Stopping:
        def step(self, done: int, total: int, what: str) -> None:
            assert (done, total, what) == (1, 2, "Harbour board keeps the bridge shut")
            raise Cancelled

    one, other = an_article(workspace), an_article(workspace, PORT)
    with pytest.raises(Cancelled):
        suggest_for_all(workspace, progress=Stopping())
    assert suggestions_of(workspace, one)
    assert suggestions_of(workspace, other) == []


def test_missing_article_is_told_of(workspace: Workspace):
    with pytest.raises(NotFound, match="The article is no longer"):
        suggest_for_all(workspace, [9])


def test_dates_of_an_article_are_counted_from_its_publication(workspace: Workspace):
    article_id = an_article(workspace, published="2031-05-14")
    found = {BRIDGE[each.start : each.end]: each.value for each in dates_of(workspace, article_id)}
    assert found["12 May 2031"] == "2031-05-12"
    assert found["Monday"] == "2031-05-12"


def test_lines_that_lead_elsewhere_are_no_part_of_the_report(workspace: Workspace):
    body = f"{BRIDGE}\nREAD ALSO: Ferrymen block the quay\n"
    found = article(workspace, an_article(workspace, body))
    assert any("READ ALSO" in span.words(body) for span in boilerplate_of(found))


def test_raw_text_gives_offsets_in_code_points():
    quotes, dates = suggest_raw(BRIDGE, "2031-05-14")
    assert any(BRIDGE[quote.start : quote.end].strip("“”,. ") == FIRST for quote in quotes)
    assert any(BRIDGE[date.start : date.end] == "12 May 2031" for date in dates)


def test_empty_text_suggests_nothing():
    assert suggest_raw("") == ([], [])


def test_own_article_comes_out_usable(workspace: Workspace):
    an_article(workspace)
    suggest_for_all(workspace)
    accept_confident(workspace, 0.0)
    found = {each.words.strip("“”"): each.speaker for each in all_quotations(workspace)}
    assert found["Every week costs us forty jobs,"] == "Nils Aker"
    assert any(words.startswith(FIRST) and who == "Tora Berg" for words, who in found.items())


TWICE = (
    "Twice the same\n\n"
    "“We shall see about that,” said Nils Aker on Monday morning.\n\n"
    "Nothing moved for a week.\n\n"
    "“We shall see about that,” said Tora Berg on Tuesday evening.\n"
)


def starts(workspace: Workspace, article_id: int) -> list[int]:
    return [each.spans[0].start for each in suggestions_of(workspace, article_id)]


def test_only_the_place_that_was_rejected_stays_away(workspace: Workspace):
    article_id = an_article(workspace, TWICE)
    suggest_for_all(workspace)
    first, second = starts(workspace, article_id)
    reject_suggestion(workspace, suggestions_of(workspace, article_id)[1].id)
    suggest_for_all(workspace, [article_id])
    assert starts(workspace, article_id) == [first]
    reject_suggestion(workspace, suggestions_of(workspace, article_id)[0].id)
    suggest_for_all(workspace, [article_id])
    assert starts(workspace, article_id) == []
    assert second > first


def test_what_was_rejected_stays_away_after_its_words_were_corrected(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    reject_suggestion(workspace, suggested(workspace, article_id, FIRST).id)
    before = len(suggestions_of(workspace, article_id))
    corrected = BRIDGE.replace(FIRST, "We shall open her when she is safe")
    edit_text(workspace, article_id, f"Corrected: {corrected}")
    suggest_for_all(workspace, [article_id])
    assert len(suggestions_of(workspace, article_id)) == before


def test_accepting_with_a_stance_is_one_action(workspace: Workspace):
    article_id = an_article(workspace)
    suggest_for_all(workspace)
    stand = Stand(a_topic(workspace, "Opening"), stance_id(workspace, "opposes"))
    waiting = suggested(workspace, article_id, FIRST)
    accepted = quotation(workspace, accept_suggestion(workspace, waiting.id, stand=stand))
    assert [(each.topic, each.stance.key) for each in accepted.judgements] == [
        ("Opening", "opposes")
    ]
    undo(workspace)
    assert all_quotations(workspace) == []
    assert suggested(workspace, article_id, FIRST).id == waiting.id


def test_article_deleted_while_its_quotations_are_looked_for_is_left_out(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    one, other = an_article(workspace), an_article(workspace, PORT)

    def looked_for_slowly(*args, **kwargs):
        if len(library(workspace)) == 2:
            delete_article(workspace, one)
        return find_quotes(*args, **kwargs)

    monkeypatch.setattr(quotes, "find_quotes", looked_for_slowly)
    assert suggest_for_all(workspace) == len(suggestions_of(workspace, other)) > 0


def test_article_deleted_long_before_its_turn_is_left_out(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    ids = [an_article(workspace, f"{PORT}\n\nEdition {number}.") for number in range(27)]

    def looked_for_slowly(*args, **kwargs):
        if len(library(workspace)) == len(ids):
            delete_article(workspace, ids[-1])
        return find_quotes(*args, **kwargs)

    monkeypatch.setattr(quotes, "find_quotes", looked_for_slowly)
    in_first = len(ids) - 1
    waiting = suggest_for_all(workspace)
    assert waiting == in_first * len(suggestions_of(workspace, ids[0])) > 0


def test_text_edited_while_its_quotations_are_looked_for_is_looked_at_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    article_id = an_article(workspace)
    edits = [f"News first.\n\n{BRIDGE}", f"\U0001f309 {BRIDGE}"]

    def looked_for_slowly(*args, **kwargs):
        found = find_quotes(*args, **kwargs)
        if edits:
            edit_text(workspace, article_id, edits.pop())
        return found

    monkeypatch.setattr(quotes, "find_quotes", looked_for_slowly)
    assert suggest_for_all(workspace, [article_id]) == len(suggestions_of(workspace, article_id))
    assert FIRST in suggested(workspace, article_id, FIRST).spans[0].words(
        article(workspace, article_id).body
    )
