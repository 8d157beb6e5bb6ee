"""What the analyst's decisions teach about suggestions, and forgetting it.

It is read from the decisions each time, so that undoing one undoes what it taught.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from stanceline.domain.events import EvidenceDraft, Relation
from stanceline.domain.names import LONGEST_NAME, plain_name
from stanceline.domain.namesakes import is_other_form, surname_of
from stanceline.domain.spans import Span
from stanceline.domain.suggestions import Suggestion, SuggestionKind, SuggestionStatus
from stanceline.records import dataclass
from stanceline.services.workspace import Changed, Workspace
from stanceline.storage import learning, speakers, suggestions, tables
from stanceline.storage.learning import Tally

WORTH = 20
"""So many decisions weigh as much as what the rules say by themselves."""

HELD_BELOW = 0.3
"""What is sure to be wanted by less than this, through what was learnt, is not offered."""

_TIMES = 2
"""So often another speaker is chosen for a name until the name is taken to mean them."""


@dataclass(frozen=True, slots=True)
class LearntPattern:
    """How often suggestions of one pattern were right, corrected and rejected.

    ``sentence`` says in words how such suggestions are found; ``is_sunk`` that some of them
    are not offered any more.
    """

    pattern: str
    sentence: str
    n_right: int
    n_corrected: int
    n_rejected: int
    is_sunk: bool

    @property
    def n(self) -> int:
        """How often any of them was decided on."""
        return self.n_right + self.n_corrected + self.n_rejected


@dataclass(frozen=True, slots=True)
class LearntName:
    """A name as articles write it, and whom the analyst always chose for it."""

    written: str
    speaker_id: int
    speaker: str
    times: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt since ``since`` (UTC, ISO 8601; empty for the beginning).

    ``n_held`` suggestions of the workspace are held back by it.
    """

    patterns: tuple[LearntPattern, ...] = ()
    names: tuple[LearntName, ...] = ()
    since: str = ""
    n_held: int = 0

    def confidence(self, pattern: str, base: float) -> float:
        """What a confidence of the rules, from 0 to 1, comes to by what was decided."""
        for each in self.patterns:
            if each.pattern == pattern:
                return (WORTH * base + each.n_right) / (WORTH + each.n)
        return base

    def name(self, written: str) -> LearntName | None:
        """Whom a name, as it is suggested, is taken to mean, or None for nobody else."""
        return next((each for each in self.names if each.written == written), None)

    def applied(self, suggestion: Suggestion) -> Suggestion:
        """The suggestion with the confidence and the name that were learnt."""
        confidence = self.confidence(suggestion.pattern, suggestion.confidence)
        known = self.name(suggestion.name or suggestion.speaker)
        if known is not None and suggestion.kind is not SuggestionKind.EVENT:
            reason = f"{suggestion.reason} You chose {known.speaker} for “{known.written}” before."
            return replace(
                suggestion, name=known.speaker, confidence=confidence, reason=reason.lstrip()
            )
        if confidence == suggestion.confidence:
            return suggestion
        return replace(suggestion, confidence=confidence)


def learnt(workspace: Workspace) -> Learnt:
    """What was learnt from the decisions of this workspace, the most decided pattern first."""
    with workspace.reading() as session:
        return replace(learnt_in(session), n_held=learning.n_held(session))


def learnt_in(session: Session) -> Learnt:
    """The same within a session, without how many suggestions are held back."""
    patterns = [
        LearntPattern(each.pattern, words_of(each.pattern), *each[1:], sunk(each) is not None)
        for each in learning.tallies(session)
    ]
    patterns.sort(key=lambda each: (-each.n, each.pattern))
    renamed = learning.renamed(session, _TIMES)
    somebody = speakers.ids_by_name(session) if renamed else {}
    names = [LearntName(*each) for each in renamed if each.written.casefold() not in somebody]
    return Learnt(tuple(patterns), tuple(names), learning.since(session))


def n_held_back(workspace: Workspace, article_id: int | None = None) -> int:
    """How many suggestions are not offered because of what was learnt."""
    with workspace.reading() as session:
        return learning.n_held(session, article_id)


def forget_learnt(workspace: Workspace) -> None:
    """Start learning anew; all that is held back is offered again. The decisions stay."""
    with workspace.action(
        "Forget what was learnt", Changed.SUGGESTIONS, Changed.ARTICLES
    ) as session:
        session.merge(tables.Setting(key=learning.SINCE, value=_now()))
        learning.offer_all(session)


def sunk(tally: Tally) -> tuple[float, float] | None:
    """Between which confidences of the rules those of a pattern are held back, None for none.

    A speaker who was corrected does not count against the words. Something must have been
    rejected often enough to halve what the rules say, so that what they doubt themselves is
    not held back for that alone.
    """
    n_wanted = tally.n_right + tally.n_corrected
    n = n_wanted + tally.n_rejected
    if n <= WORTH:
        return None
    below = (HELD_BELOW * (WORTH + n) - n_wanted) / WORTH
    above = 2 * n_wanted / (n - WORTH)
    return (above, below) if above < below else None


def offering(session: Session) -> "Offering":
    """What tells which new suggestions are to be held back."""
    return Offering({each.pattern: sunk(each) for each in learning.tallies(session)})


@dataclass(frozen=True, slots=True)
class Offering:
    """Which suggestions are offered, by between which confidences each pattern is sunk."""

    sunk: dict[str, tuple[float, float] | None]

    def status(self, pattern: str, confidence: float) -> SuggestionStatus:
        """Whether a new suggestion waits or is held back."""
        between = self.sunk.get(pattern)
        if between is not None and between[0] < confidence < between[1]:
            return SuggestionStatus.HELD
        return SuggestionStatus.WAITING


def learn_from(session: Session, row: tables.Suggestion, *, is_corrected: bool = False) -> None:
    """Have the decision that the row holds count, and hold back or offer others by it."""
    row.decided_at = _now()
    row.is_corrected = is_corrected
    session.flush()
    tally = next(iter(learning.tallies(session, [row.pattern])), None)
    if tally is None:
        return
    after, before = sunk(tally), sunk(_without(tally, row))
    if after != before:
        learning.hold_back(session, row.pattern, after)


def _without(tally: Tally, row: tables.Suggestion) -> Tally:
    if row.status is SuggestionStatus.REJECTED:
        return tally._replace(n_rejected=tally.n_rejected - 1)
    if row.is_corrected:
        return tally._replace(n_corrected=tally.n_corrected - 1)
    return tally._replace(n_right=tally.n_right - 1)


def learn_speaker(session: Session, row: tables.Suggestion, speaker_id: int | None) -> None:
    """Have it count that this speaker was taken for the suggested one.

    A name that is another form of the speaker's own becomes one of their other names, when
    it is nobody else's.
    """
    written = written_name(row)
    known = speakers.ids_by_name(session)
    is_right = speaker_id == known.get(written.casefold()) if written else speaker_id is None
    if not is_right and written and speaker_id is not None:
        meant = learnt_in(session).name(row.name or row.speaker)
        is_right = (
            meant.speaker_id == speaker_id
            if meant is not None
            else _becomes_alias(session, written, speaker_id, known)
        )
    learn_from(session, row, is_corrected=not is_right)


def settle_marked(session: Session, quotation: tables.Quotation, marked: Sequence[Span]) -> None:
    """Take out of the queue what suggests words that are marked now, and learn from it."""
    for row in suggestions.settle_overlapped(session, quotation.article_id, marked, quotation.id):
        learn_speaker(session, row, quotation.speaker_id)


def settle_told(session: Session, event: tables.Event, piece: EvidenceDraft) -> None:
    """Take out of the queue the events that a passage suggests, and learn from it.

    A passage that only gives context settles none.
    """
    if piece.relation is Relation.CONTEXT:
        return
    for row in suggestions.events_overlapped(session, piece.article_id, piece.span):
        settle_event(session, row, event)


def settle_event(session: Session, row: tables.Suggestion, event: tables.Event) -> None:
    """Say that the suggestion became this event, and learn from it."""
    row.status = SuggestionStatus.ACCEPTED
    row.event_id = event.id
    learn_from(session, row, is_corrected=event.date != row.edtf)


def speaker_was_set(session: Session, quotation: tables.Quotation) -> None:
    """Learn from another speaker whom a quotation got after its suggestion was accepted."""
    row = session.scalar(
        select(tables.Suggestion).where(
            tables.Suggestion.quotation_id == quotation.id,
            tables.Suggestion.decided_at.is_not(None),
        )
    )
    if row is not None:
        learn_speaker(session, row, quotation.speaker_id)


def written_name(row: tables.Suggestion) -> str:
    """The suggested speaker's name on one line, without stops at its ends; may be empty.

    Words that are too many for a name are none.
    """
    words = " ".join((row.name or row.speaker).split()).strip(" ,;:")
    return "" if len(words) > LONGEST_NAME else plain_name(words)


def _becomes_alias(session: Session, written: str, speaker_id: int, known: dict[str, int]) -> bool:
    speaker = session.get_one(tables.Speaker, speaker_id)
    names = [speaker.name, *(each.alias for each in speaker.aliases)]
    if written.casefold() in known or not is_other_form(written, names):
        return False
    surname = surname_of(written)
    is_shared = any(
        whose != speaker_id and surname_of(name) == surname for name, whose in known.items()
    )
    if " " not in written and is_shared:
        return True  # Who is meant was right, but the name alone does not tell it.
    speakers.set_aliases(speaker, [*names[1:], written])
    session.flush()
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def words_of(pattern: str) -> str:
    """How suggestions of a pattern are found, in words."""
    return _WORDS.get(pattern) or pattern.replace(":", ": ").replace("-", " ").capitalize()


_WORDS = {
    "quote-verb-subject": "Words in marks, then a verb of saying and a name",
    "quote-subject-verb": "Words in marks, then a name and a verb of saying",
    "subject-verb-quote": "A name and a verb of saying, then words in marks",
    "name-colon": "A name and a colon before the marks",
    "dash-name": "A dash and a name after the marks",
    "according-to": "“According to” a source in the same sentence",
    "same-paragraph": "Goes on from the quotation before it in the paragraph",
    "continued": "Goes on from a paragraph whose marks stay open",
    "sentence-subject": "The speaker guessed from the subject of the sentence",
    "floating": "Stands alone, given to the speaker of the paragraph before",
    "previous-subject": "The speaker guessed from the subject of the sentence before",
    "none": "Words in marks without a word on who speaks",
}
