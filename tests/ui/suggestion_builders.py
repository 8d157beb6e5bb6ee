"""Suggestions as tests want them, whatever the rules would propose."""

from dataclasses import replace

from builders import place
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import suggestions, tables


def said(body: str, words: str, speaker: str = "", **facts) -> Suggestion:
    """A suggested quotation of these words."""
    return _suggestion(place(body, words), speaker=speaker, name=speaker, **facts)


def retold(body: str, words: str, speaker: str = "", **facts) -> Suggestion:
    """Suggested words that somebody is reported to have said."""
    facts = {"pattern": "reported:subject-verb", "kind": SuggestionKind.REPORTED, **facts}
    return _suggestion(place(body, words), speaker=speaker, name=speaker, **facts)


def happened(body: str, words: str, title: str, edtf: str, phrase: str, **facts) -> Suggestion:
    """A suggested event that these words tell of, with the words of its date."""
    facts = {
        "pattern": "event:B",
        "kind": SuggestionKind.EVENT,
        "tier": "B",
        "reason": "The weekday before the day of publication.",
        **facts,
    }
    return _suggestion(
        place(body, words), title=title, edtf=edtf, phrase=place(body, phrase), **facts
    )


def _suggestion(span: Span, **facts) -> Suggestion:
    known = {
        "id": 0,
        "article_id": 0,
        "spans": (span,),
        "speaker": "",
        "name": "",
        "mention": None,
        "cue": None,
        "pattern": "quote-subject-verb",
        "confidence": 0.95,
        "reason": "The marks are followed by a name and “said”.",
        "status": SuggestionStatus.WAITING,
    }
    return Suggestion(**{**known, **facts})


def suggest(workspace: Workspace, article_id: int, *proposed: Suggestion) -> None:
    """Have these wait in the article, and no others."""
    with workspace.action("Look for quotations", Changed.SUGGESTIONS) as session:
        body = session.get_one(tables.Article, article_id).body
        here = [replace(each, article_id=article_id) for each in proposed]
        suggestions.replace_waiting(session, [(article_id, body, here)])
