"""An invented affair of any size, and an analyst who works on it at random but repeatably."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventDraft, EventStatus, EvidenceDraft, Relation
from stanceline.domain.marks import LaneKey, MarkFilter
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.spans import Span
from stanceline.domain.speakers import Role, SpeakerDraft, SpeakerKind
from stanceline.domain.suggestions import SuggestionKind
from stanceline.domain.timelines import Arrangement, SavedView
from stanceline.services import articles, events, quotations, speakers, topics
from stanceline.services.card import CardAnswer, save_event, save_quotation
from stanceline.services.dating import move_mark
from stanceline.services.editing import edit_text
from stanceline.services.importing import Incoming, read_text, store
from stanceline.services.learning import forget_learnt
from stanceline.services.suggesting import (
    Stand,
    accept_confident,
    accept_event,
    accept_for_speaker,
    accept_suggestion,
    reject_suggestion,
    suggest_for_all,
    suggestions_of,
    want_kinds,
)
from stanceline.services.views import delete_view, duplicate_view, save_view, set_default_view
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

NAMES = (
    "Tora Berg",
    "Nils Aker",
    "Ingrid Sand",
    "Omar Haddad",
    "Łucja Żak",
    "Zoë Brontë",
    "Іван Коваль",
    "李明",
    "the Harbour Board",
    "Ferrymen’s Union",
    "Ministry of Quays",
    "a senior official",
)
_SAYINGS = (
    "We shall open the bridge when it is safe",
    "Every week costs us forty jobs",
    "Nobody asked the ferrymen",
    "The rust is worse than we feared",
    "This is =1+1 of everything we warned about",
    "La sécurité passe avant tout",
    "Міст має бути відкритий",
    "桥梁必须立即开放",
    "Talks are under way \U0001f309 and will go on",
    "I have nothing to add",
)
_PLAIN = (
    "The swing bridge stayed closed on Monday, and the queue reached the old customs house.",
    "Inspectors began their work on 12 May 2031 and found more rust than was expected.",
    "Traders along the quay counted their losses; some spoke of a lost summer.",
    "Am Donnerstag tagte der Rat ohne Ergebnis, die Fähren fuhren weiter.",
    "记者在码头看到，工人们仍在检查桥墩。",
    "The ferry \U0001f6f3 left twice an hour, and twice an hour it was full.",
    "Nobody could say what the repairs would cost, or who would pay for them.",
)
_TOPICS = ("Opening the bridge", "Paying for repairs", "Night ferries", "The inquiry", "Tolls")
_SOURCES = ("Harbour Post", "Quay Courier", "Le Phare", "", "Порт")
_DATES = ("", "2031-05-12", "2031-05", "2031-05-12/2031-05-20", "2031?", "[2031-05-01..2031-06-30]")
_CATEGORIES = ("", "Decision", "Protest", "Inspection")
_TAGS = ("urgent", "money", "rust", "Zoë")


def an_article_text(rng: random.Random, n_paragraphs: int = 6) -> str:
    """The text of an article that nobody else has, with quotations of named speakers."""
    lines = [f"Bridge dispatch {rng.getrandbits(48):x}: {rng.choice(_SAYINGS)[:40]}"]
    for _ in range(n_paragraphs):
        if rng.random() < 0.5:
            saying = rng.choice(_SAYINGS)
            lines.append(f"“{saying}, {rng.randrange(1000)} times,” {rng.choice(NAMES)} said.")
        else:
            lines.append(f"{rng.choice(_PLAIN)} ({rng.randrange(10_000)})")
    return "\n\n".join(lines) + "\n"


def incoming(rng: random.Random, n: int, n_paragraphs: int = 6) -> list[Incoming]:
    """Articles to import, some of them with the file they came from."""
    found = []
    for number in range(n):
        body = an_article_text(rng, n_paragraphs)
        item = read_text(body, f"dispatch-{number}.txt")
        original = body.encode() if rng.random() < 0.5 else None
        draft = replace(item.draft, published=rng.choice(_DATES[:3]), note=rng.choice(("", "old")))
        found.append(replace(item, draft=draft, original=original))
    return found


_N_SUGGESTED_FOR = 10
_N_SAID = 60
_N_REJECTED = 46
"""So many rejections hold the like of them back; a few more decisions turn that round."""


def make_affair(path: Path, *, seed: int = 1, n_articles: int = 4, n_paragraphs: int = 6) -> None:
    """A new workspace with articles, topics, speakers, suggestions and a little work on them."""
    rng = random.Random(seed)
    with Workspace.create(path, name="The bridge", analyst="Ada") as workspace:
        for topic in _TOPICS[:2]:
            topics.add_topic(workspace, topic)
        stored = store(workspace, incoming(rng, n_articles, n_paragraphs), source="Harbour Post")
        suggest_for_all(workspace, stored.imported[:_N_SUGGESTED_FOR])
        if seed % 2:
            _reject_most(workspace, rng)
        for number in range(10):
            act(workspace, seed, number)
        # Chance may have taken away all that it brought.
        for do in (_mark, _note_event):
            do(workspace, rng, _state(workspace))


def _reject_most(workspace: Workspace, rng: random.Random) -> None:
    """An article of quotations only, most of which the analyst does not want."""
    said = (
        f"“{rng.choice(_SAYINGS)}, {n} times,” {rng.choice(NAMES)} said." for n in range(_N_SAID)
    )
    read = read_text("\n\n".join(said), "said.txt")
    (article_id,) = store(workspace, [read]).imported
    suggest_for_all(workspace, [article_id])
    for each in suggestions_of(workspace, article_id)[:_N_REJECTED]:
        reject_suggestion(workspace, each.id)


# ---- one random action ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _State:
    """What there is to work on: ids in ascending order, by kind."""

    articles: Sequence[int]
    quotations: Sequence[int]
    speakers: Sequence[int]
    topics: Sequence[int]
    events: Sequence[int]
    evidence: Sequence[int]
    judgements: Sequence[int]
    suggestions: Sequence[int]
    views: Sequence[str]
    stances: Sequence[int]


_IDS = (
    "SELECT 'articles', id FROM article UNION ALL SELECT 'quotations', id FROM quotation"
    " UNION ALL SELECT 'speakers', id FROM speaker UNION ALL SELECT 'topics', id FROM topic"
    " UNION ALL SELECT 'events', id FROM event UNION ALL SELECT 'evidence', id FROM evidence"
    " UNION ALL SELECT 'judgements', id FROM judgement UNION ALL SELECT 'stances', id FROM stance"
    " UNION ALL SELECT 'suggestions', id FROM suggestion WHERE status = 'waiting'"
    " UNION ALL SELECT 'views', name FROM timeline ORDER BY 1, 2"
)


def _state(workspace: Workspace) -> _State:
    found: dict[str, list[int]] = {name: [] for name in _State.__slots__}
    with workspace.reading() as session:
        for kind, key in session.execute(text(_IDS)):
            found[kind].append(key)
    return _State(**found)


def _body(workspace: Workspace, article_id: int) -> str:
    with workspace.reading() as session:
        return session.get_one(tables.Article, article_id).body


def _span(rng: random.Random, body: str) -> Span:
    while True:
        start = rng.randrange(max(1, len(body) - 10))
        span = Span(start, min(len(body), start + rng.randrange(3, 60)))
        if span.words(body).strip():
            return span


def _mark(workspace: Workspace, rng: random.Random, state: _State) -> None:
    article_id = rng.choice(state.articles)
    body = _body(workspace, article_id)
    with_topic = rng.random() < 0.8
    save_quotation(
        workspace,
        CardAnswer(
            article_id=article_id,
            spans=(_span(rng, body),),
            speaker_name=rng.choice(("", *NAMES)),
            topic_name=rng.choice(_TOPICS) if with_topic else "",
            stance_id=rng.choice(state.stances) if with_topic else None,
            certainty=rng.choice(list(Certainty)),
            said=rng.choice(_DATES),
            note=rng.choice(("", "see the minutes", "Zürich, 环境, =2+2")),
        ),
    )


def _judge(workspace: Workspace, rng: random.Random, state: _State) -> None:
    if not state.topics:
        return
    quotations.judge(
        workspace,
        rng.choice(state.quotations),
        rng.choice(state.topics),
        rng.choice(state.stances),
        rng.choice(list(Certainty)),
        rng.choice(("", "on second thoughts")),
    )


def _describe_quotation(workspace: Workspace, rng: random.Random, state: _State) -> None:
    quotations.describe_quotation(
        workspace,
        rng.choice(state.quotations),
        kind=rng.choice(list(QuotationKind)),
        said=rng.choice(_DATES),
        said_phrase=rng.choice(("", "on Monday")),
        note=rng.choice(("", "checked", "“quoted” \U0001f309")),
    )


def _set_words(workspace: Workspace, rng: random.Random, state: _State) -> None:
    quotation = quotations.quotation(workspace, rng.choice(state.quotations))
    body = _body(workspace, quotation.article_id)
    spans = sorted({_span(rng, body) for _ in range(rng.randrange(1, 4))})
    apart = [span for n, span in enumerate(spans) if not n or spans[n - 1].end <= span.start]
    quotations.set_words(workspace, quotation.id, apart)


def _set_speaker(workspace: Workspace, rng: random.Random, state: _State) -> None:
    quotation_id = rng.choice(state.quotations)
    quotations.set_speaker(workspace, quotation_id, rng.choice((None, *state.speakers)))


def _change_speaker(workspace: Workspace, rng: random.Random, state: _State) -> None:
    speaker_id = rng.choice(state.speakers)
    known = next(each for each in speakers.all_speakers(workspace) if each.id == speaker_id)
    aliases = tuple({f"{known.name} {rng.randrange(9)}" for _ in range(rng.randrange(3))})
    others = [None, *(each for each in state.speakers if each != speaker_id)]
    draft = SpeakerDraft(
        name=known.name,
        kind=rng.choice(list(SpeakerKind)),
        short_name=rng.choice(("", known.name[:3])),
        aliases=tuple(sorted(aliases)),
        roles=(Role("Mayor", "2029", ""), Role("Chair"))[: rng.randrange(3)],
        affiliation_id=rng.choice(others),
        note=rng.choice(("", "speaks for the ferrymen")),
    )
    speakers.change_speaker(workspace, speaker_id, draft)


def _event_draft(rng: random.Random, state: _State) -> EventDraft:
    return EventDraft(
        title=rng.choice(("The bridge shuts", "The council meets", "A vote \U0001f5f3")),
        edtf=rng.choice(_DATES),
        category=rng.choice(_CATEGORIES),
        status=rng.choice(list(EventStatus)),
        place=rng.choice(("", "Old quay")),
        participant_ids=tuple(rng.sample(state.speakers, min(len(state.speakers), 2))),
    )


def _note_event(workspace: Workspace, rng: random.Random, state: _State) -> None:
    article_id = rng.choice(state.articles)
    span = _span(rng, _body(workspace, article_id))
    evidence = EvidenceDraft(article_id, span, rng.choice(list(Relation)))
    save_event(workspace, _event_draft(rng, state), evidence, (rng.choice(NAMES),))


def _change_event(workspace: Workspace, rng: random.Random, state: _State) -> None:
    events.change_event(workspace, rng.choice(state.events), _event_draft(rng, state))


def _add_evidence(workspace: Workspace, rng: random.Random, state: _State) -> None:
    article_id = rng.choice(state.articles)
    span = _span(rng, _body(workspace, article_id))
    quotation_id = rng.choice((None, *state.quotations))
    piece = EvidenceDraft(article_id, span, rng.choice(list(Relation)), quotation_id)
    events.add_evidence(workspace, rng.choice(state.events), piece)


def _describe_article(workspace: Workspace, rng: random.Random, state: _State) -> None:
    article = articles.article(workspace, rng.choice(state.articles))
    facts = articles.ArticleFacts(
        title=rng.choice((article.title, f"Re: {article.title}"[:80])),
        source=rng.choice(_SOURCES),
        author=rng.choice(("", "A. Reporter", "Жан")),
        url=rng.choice(("", "harbour-post.example/1")),
        published=rng.choice(_DATES),
        language=rng.choice(("en", "zh", "")),
        note=rng.choice(("", "reprint?", "环境政策")),
        tags=tuple(rng.sample(_TAGS, rng.randrange(3))),
    )
    articles.describe_article(workspace, article.id, facts)


def _set_status(workspace: Workspace, rng: random.Random, state: _State) -> None:
    articles.set_status(workspace, rng.choice(state.articles), rng.choice(list(ArticleStatus)))


def _import(workspace: Workspace, rng: random.Random, _state: _State) -> None:
    store(workspace, incoming(rng, rng.randrange(1, 4), 3), source=rng.choice(_SOURCES))


def _suggest(workspace: Workspace, rng: random.Random, state: _State) -> None:
    suggest_for_all(workspace, [rng.choice(state.articles)])


def _look_again(workspace: Workspace, _rng: random.Random, _state: _State) -> None:
    suggest_for_all(workspace)


def _accept(workspace: Workspace, rng: random.Random, state: _State) -> None:
    suggestion_id = rng.choice(state.suggestions)
    with workspace.reading() as session:
        kind = session.get_one(tables.Suggestion, suggestion_id).kind
    if kind is SuggestionKind.EVENT:
        draft = rng.choice((None, _event_draft(rng, state)))
        accept_event(workspace, suggestion_id, draft)
    else:
        accept_suggestion(workspace, suggestion_id, rng.choice((None, *state.speakers)))


def _accept_for_speaker(workspace: Workspace, rng: random.Random, state: _State) -> None:
    if state.topics:
        stand = Stand(rng.choice(state.topics), rng.choice(state.stances))
        accept_for_speaker(workspace, rng.choice(state.suggestions), stand)


def _merge_speakers(workspace: Workspace, rng: random.Random, state: _State) -> None:
    if len(state.speakers) > 2:
        kept, *gone = rng.sample(state.speakers, 2)
        speakers.merge_speakers(workspace, kept, gone)


def _edit_text(workspace: Workspace, rng: random.Random, state: _State) -> None:
    """Correct words here and there, take some out, or put a paragraph in."""
    article_id = rng.choice(state.articles)
    body = _body(workspace, article_id)
    for _ in range(rng.randrange(1, 4)):
        span = _span(rng, body)
        new = rng.choice(("", "corrected \U0001f309", f"\n\n{rng.choice(_PLAIN)}\n\n"))
        body = body[: span.start] + new + body[span.end :]
    edit_text(workspace, article_id, body)


def _want_kinds(workspace: Workspace, rng: random.Random, _state: _State) -> None:
    want_kinds(workspace, rng.sample(list(SuggestionKind), rng.randrange(1, 4)))


def _accept_confident(workspace: Workspace, rng: random.Random, _state: _State) -> None:
    accept_confident(workspace, rng.choice((0.5, 0.9)))


def _save_view(workspace: Workspace, rng: random.Random, state: _State) -> None:
    wanted = MarkFilter(
        speaker_ids=frozenset(rng.sample(state.speakers, min(2, len(state.speakers))))
    )
    name = rng.choice(("Everything", "Mayor", "Quay"))
    save_view(workspace, SavedView(name, Arrangement(rng.choice(list(LaneKey))), wanted))


def _move(kind: str) -> "_Doing":
    """Give an event or a quotation another date, as dragging its mark does."""

    def move(workspace: Workspace, rng: random.Random, state: _State) -> None:
        known = state.events if kind == "event" else state.quotations
        move_mark(workspace, f"{kind}:{rng.choice(known)}", rng.choice(_DATES))

    return move


def _merge_events(workspace: Workspace, rng: random.Random, state: _State) -> None:
    if len(state.events) > 2:
        kept, *gone = rng.sample(state.events, 3)
        events.merge_events(workspace, kept, gone)


def _arrange_views(workspace: Workspace, rng: random.Random, state: _State) -> None:
    name = rng.choice(state.views)
    rng.choice((duplicate_view, set_default_view))(workspace, name)


def _delete_article(workspace: Workspace, rng: random.Random, state: _State) -> None:
    if len(state.articles) > 2:
        articles.delete_article(workspace, rng.choice(state.articles))


_Doing = Callable[[Workspace, random.Random, _State], object]

_DOINGS: tuple[tuple[int, str, _Doing], ...] = (
    (30, "articles", _mark),
    (10, "quotations", _judge),
    (6, "quotations", _describe_quotation),
    (5, "quotations", _set_words),
    (5, "quotations", _set_speaker),
    (4, "quotations", lambda w, r, s: quotations.delete_quotation(w, r.choice(s.quotations))),
    (3, "judgements", lambda w, r, s: quotations.withdraw_judgement(w, r.choice(s.judgements))),
    (5, "speakers", _change_speaker),
    (2, "speakers", lambda w, r, s: speakers.delete_speaker(w, r.choice(s.speakers))),
    (1, "topics", lambda w, r, s: topics.delete_topic(w, r.choice(s.topics))),
    (
        2,
        "topics",
        lambda w, r, s: topics.change_topic(w, r.choice(s.topics), r.choice(_TOPICS), ""),
    ),
    (7, "articles", _note_event),
    (4, "events", _change_event),
    (3, "events", _add_evidence),
    (2, "evidence", lambda w, r, s: events.remove_evidence(w, r.choice(s.evidence))),
    (2, "events", lambda w, r, s: events.delete_event(w, r.choice(s.events))),
    (6, "articles", _describe_article),
    (3, "articles", _set_status),
    (1, "articles", _delete_article),
    (3, "articles", _import),
    (3, "articles", _edit_text),
    (3, "articles", _suggest),
    (1, "articles", _look_again),
    (6, "suggestions", _accept),
    (2, "suggestions", lambda w, r, s: reject_suggestion(w, r.choice(s.suggestions))),
    (3, "suggestions", _accept_for_speaker),
    (1, "suggestions", _accept_confident),
    (1, "speakers", _merge_speakers),
    (1, "articles", _want_kinds),
    (1, "articles", lambda w, _r, _s: forget_learnt(w)),
    (2, "articles", _save_view),
    (1, "views", lambda w, r, s: delete_view(w, r.choice(s.views))),
    (1, "views", _arrange_views),
    (3, "events", _move("event")),
    (3, "quotations", _move("quotation")),
    (2, "events", _merge_events),
)


@cache
def _weights() -> list[int]:
    return [weight for weight, _, _ in _DOINGS]


def act(workspace: Workspace, seed: int, number: int) -> bool:
    """Do the action of this number; whether there was one to do.

    What is done depends on the seed, the number and the state of the workspace, and on
    nothing else, so that work that was cut off can be taken up by another process. What the
    program refuses in words is refused each time.
    """
    rng = random.Random(seed * 1_000_003 + number)
    state = _state(workspace)
    _, needed, do = rng.choices(_DOINGS, _weights())[0]
    if not getattr(state, needed):
        return False
    try:
        do(workspace, rng, state)
    except StancelineError:
        return False
    return True


def mark(workspace: Workspace, number: int) -> None:
    """Mark a quotation; which one depends on the number and the state of the workspace.

    Raises what the program raises.
    """
    _mark(workspace, random.Random(number), _state(workspace))


def all_bodies(session: Session) -> dict[int, str]:
    """The text of every article by its id."""
    return {row.id: row.body for row in session.scalars(select(tables.Article))}
