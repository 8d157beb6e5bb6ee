"""Hints at a stance come from the words and from what the analyst judged of the speaker before."""

import pytest

from builders import a_topic, an_article, place, stance_id
from stanceline.domain.quotations import Certainty, QuotationDraft
from stanceline.services.articles import article
from stanceline.services.quotations import judge, mark_quotation
from stanceline.services.speakers import speaker_for
from stanceline.services.stance_hints import hint_for, hints_for
from stanceline.services.topics import add_topic
from stanceline.services.undoing import undo
from stanceline.services.workspace import Workspace

BODY = (
    "“The fence is a disgrace,” said Ada Lind.\n\n"
    "“The fence has twelve gates,” said Ada Lind.\n\n"
    "“We welcome the new school,” said Ada Lind.\n\n"
    "“I saw a heron,” said Ada Lind.\n"
)


@pytest.fixture
def hints(workspace: Workspace):
    fence, school = a_topic(workspace, "Border fence"), a_topic(workspace, "New school")
    article_id = an_article(workspace, BODY)

    def hint(words: str, topic_id: int = fence, **known):
        text = article(workspace, article_id)
        spans = [place(BODY, words)]
        return hint_for(workspace, text, spans, None, "Ada Lind", topic_id, **known)

    hint.fence, hint.school, hint.article_id = fence, school, article_id
    return hint


def marked(workspace: Workspace, article_id: int, words: str, key: str, topic_id: int) -> int:
    speaker_id = speaker_for(workspace, "Ada Lind")
    draft = QuotationDraft(article_id, (place(BODY, words),), speaker_id)
    quotation_id = mark_quotation(workspace, draft)
    judge(workspace, quotation_id, topic_id, stance_id(workspace, key), Certainty.CERTAIN)
    return quotation_id


def test_words_against_the_topic_give_a_hint_with_these_words(hints):
    hint = hints("“The fence is a disgrace,”")
    assert hint.leaning == "against"
    assert [BODY[start:end] for start, end in hint.words] == ["disgrace"]
    assert hint.earlier is None


def test_words_of_another_matter_give_none(hints):
    assert hints("“I saw a heron,”") is None
    assert hints("“The fence is a disgrace,”", hints.school) is None


def test_earlier_judgements_speak_for_words_that_take_no_side(hints, workspace):
    assert hints("“The fence has twelve gates,”") is None
    marked(workspace, hints.article_id, "“The fence is a disgrace,”", "opposes", hints.fence)
    hint = hints("“The fence has twelve gates,”")
    assert (hint.leaning, hint.words) == ("against", ())
    assert (hint.earlier.n, hint.earlier.n_against) == (1, 1)
    undo(workspace)
    assert hints("“The fence has twelve gates,”") is None


def test_a_quotation_is_not_held_against_itself(hints, workspace):
    words = "“The fence has twelve gates,”"
    quotation_id = marked(workspace, hints.article_id, words, "opposes", hints.fence)
    assert hints(words) is not None
    assert hints(words, quotation_id=quotation_id) is None


def test_unclear_judgements_do_not_count(hints, workspace):
    marked(workspace, hints.article_id, "“The fence is a disgrace,”", "unclear", hints.fence)
    assert hints("“The fence has twelve gates,”") is None


def test_all_topics_that_the_words_speak_to_are_told(hints, workspace):
    add_topic(workspace, "Harbour dues")
    text = article(workspace, hints.article_id)
    found = hints_for(workspace, text, [place(BODY, "“We welcome the new school,”")], None, "")
    assert [(each.topic.name, each.hint.leaning) for each in found] == [("New school", "for")]


def test_a_hint_writes_nothing(hints, workspace):
    before = workspace.data_version
    hints("“The fence is a disgrace,”")
    assert workspace.data_version == before
