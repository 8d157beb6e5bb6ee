"""The fixed choices of the domain in words, for every window that shows them."""

import re
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.events import EventStatus, Relation
from stanceline.domain.quotations import Certainty, QuotationKind
from stanceline.domain.speakers import SpeakerKind
from stanceline.domain.suggestions import SuggestionKind, Trust

_translate = QCoreApplication.translate


def quotation_kinds() -> dict[QuotationKind, str]:
    """How words are given, in words."""
    return {
        QuotationKind.DIRECT: _translate("Words", "direct"),
        QuotationKind.INDIRECT: _translate("Words", "indirect"),
        QuotationKind.MIXED: _translate("Words", "mixed"),
    }


def certainties() -> dict[Certainty, str]:
    """How sure an analyst is, in words."""
    return {
        Certainty.CERTAIN: _translate("Words", "certain"),
        Certainty.LIKELY: _translate("Words", "likely"),
        Certainty.GUESS: _translate("Words", "a guess"),
    }


def event_statuses() -> dict[EventStatus, str]:
    """How far an event is established, in words."""
    return {
        EventStatus.REPORTED: _translate("Words", "reported"),
        EventStatus.CONFIRMED: _translate("Words", "confirmed"),
        EventStatus.DISPUTED: _translate("Words", "disputed"),
        EventStatus.DENIED: _translate("Words", "denied"),
        EventStatus.PLANNED: _translate("Words", "planned"),
    }


def relations() -> dict[Relation, str]:
    """What a passage does for an event, in words that follow "the passage"."""
    return {
        Relation.REPORTS: _translate("Words", "reports it"),
        Relation.CONFIRMS: _translate("Words", "confirms it"),
        Relation.DENIES: _translate("Words", "denies it"),
        Relation.CONTEXT: _translate("Words", "gives context"),
    }


def speaker_kinds() -> dict[SpeakerKind, str]:
    """What a speaker is, in words."""
    return {
        SpeakerKind.PERSON: _translate("Words", "person"),
        SpeakerKind.ORGANISATION: _translate("Words", "organisation"),
        SpeakerKind.STATE: _translate("Words", "state"),
        SpeakerKind.UNNAMED: _translate("Words", "unnamed source"),
    }


def article_statuses() -> dict[ArticleStatus, str]:
    """How far the analyst has come with an article, in words."""
    return {
        ArticleStatus.UNREAD: _translate("Words", "unread"),
        ArticleStatus.IN_WORK: _translate("Words", "in work"),
        ArticleStatus.DONE: _translate("Words", "done"),
    }


def suggestion_kinds() -> dict[SuggestionKind, str]:
    """What is suggested, in words."""
    return {
        SuggestionKind.QUOTATION: _translate("Words", "suggested quotation"),
        SuggestionKind.REPORTED: _translate("Words", "suggested retold words"),
        SuggestionKind.EVENT: _translate("Words", "suggested event"),
    }


def trusts() -> dict[Trust, str]:
    """How far a suggestion may be trusted, in words."""
    return {
        Trust.CONFIDENT: _translate("Words", "confident"),
        Trust.LIKELY: _translate("Words", "likely"),
        Trust.DOUBTFUL: _translate("Words", "doubtful"),
    }


def date_tiers() -> dict[str, str]:
    """What a suggested date rests on, by its tier, in words."""
    return {
        "A": _translate("Words", "the date is written out"),
        "B": _translate("Words", "the date rests on another one"),
        "C": _translate("Words", "the date is tied to another event; please check it"),
    }


def suggestion_pattern(pattern: str) -> str:
    """What a suggestion was found by, in a few words."""
    names = {
        "quote-verb-subject": _translate("Words", "“…”, said X"),
        "quote-subject-verb": _translate("Words", "“…”, X said"),
        "subject-verb-quote": _translate("Words", "X said: “…”"),
        "quote-later": _translate("Words", "“…”, the speaker later in the sentence"),
        "quote-inside": _translate("Words", "the speaker inside the marks"),
        "name-colon": _translate("Words", "X: “…”"),
        "dash-name": _translate("Words", "“…” — X"),
        "according-to": _translate("Words", "“…”, according to X"),
        "same-paragraph": _translate("Words", "goes on in the same paragraph"),
        "continued": _translate("Words", "goes on from the paragraph before"),
        "sentence-subject": _translate("Words", "speaker guessed from the sentence"),
        "floating": _translate("Words", "stands alone, speaker of the paragraph before"),
        "previous-subject": _translate("Words", "speaker guessed from the sentence before"),
        "none": _translate("Words", "no speaker found"),
        "reported:that": _translate("Words", "X said that …"),
        "reported:bare": _translate("Words", "X said …, without “that”"),
        "reported:aside": _translate("Words", "…, X said, without marks"),
        "reported:according": _translate("Words", "according to X, …, without marks"),
        "event:happened:verb": _translate("Words", "something happened, told by a verb"),
        "event:happened:noun": _translate("Words", "something happened, told by a noun"),
        "event:planned:verb": _translate("Words", "something planned, told by a verb"),
        "event:planned:noun": _translate("Words", "something planned, told by a noun"),
        "event:possible:verb": _translate("Words", "something possible, told by a verb"),
        "event:possible:noun": _translate("Words", "something possible, told by a noun"),
        "event:denied:verb": _translate("Words", "something denied, told by a verb"),
        "event:denied:noun": _translate("Words", "something denied, told by a noun"),
    }
    return names.get(pattern, pattern.replace("-", " ").replace(":", ", "))


_REASONS = (
    QT_TRANSLATE_NOOP("Reasons", "The same words stand among other words now."),
    QT_TRANSLATE_NOOP("Reasons", "The same words stand in several places; it may be another one."),
    QT_TRANSLATE_NOOP("Reasons", "The words were changed."),
    QT_TRANSLATE_NOOP("Reasons", "The words are no longer there."),
    QT_TRANSLATE_NOOP("Reasons", "The words were gone and stand in the text again."),
    QT_TRANSLATE_NOOP(
        "Reasons", "No date stands near the passage; this is the publication date, {date}."
    ),
    QT_TRANSLATE_NOOP("Reasons", "The date is written out."),
    QT_TRANSLATE_NOOP("Reasons", "Read as {date}; the other order of day and month is possible."),
    QT_TRANSLATE_NOOP("Reasons", "The latest decade of that name at the time of publication."),
    QT_TRANSLATE_NOOP("Reasons", "Within {year}, the year that the words point to."),
    QT_TRANSLATE_NOOP("Reasons", "In the year of the date told before it, {date}."),
    QT_TRANSLATE_NOOP("Reasons", "The year is {year}, from “{words}”."),
    QT_TRANSLATE_NOOP("Reasons", "The marks are followed by “{verb}” and a name."),
    QT_TRANSLATE_NOOP("Reasons", "The marks are followed by a name and “{verb}”."),
    QT_TRANSLATE_NOOP("Reasons", "A name and “{verb}” lead up to the marks."),
    QT_TRANSLATE_NOOP("Reasons", "The sentence goes on to “{verb}” and a name."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” and a name stand inside the marks."),
    QT_TRANSLATE_NOOP("Reasons", "A name and a colon stand before the marks."),
    QT_TRANSLATE_NOOP("Reasons", "A dash and a name follow the marks."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” gives the source in the same sentence."),
    QT_TRANSLATE_NOOP("Reasons", "It goes on from the quotation before it in the same paragraph."),
    QT_TRANSLATE_NOOP(
        "Reasons", "The quotation before it was left open at the end of its paragraph."
    ),
    QT_TRANSLATE_NOOP("Reasons", "The speaker is guessed from the subject of the sentence."),
    QT_TRANSLATE_NOOP(
        "Reasons", "It stands alone, so it is given to the speaker of the paragraph before."
    ),
    QT_TRANSLATE_NOOP("Reasons", "The speaker is guessed from the subject of the sentence before."),
    QT_TRANSLATE_NOOP("Reasons", "Nothing beside the marks says who is speaking."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” leads up to a clause that retells what was said."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” is followed by a clause that retells what was said."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” stands beside a clause that it gives to a speaker."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” gives the source of what the sentence says."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” tells of something that happened."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” tells of something planned."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” tells of something that may happen."),
    QT_TRANSLATE_NOOP("Reasons", "“{verb}” tells of something that is denied."),
    QT_TRANSLATE_NOOP("Reasons", "You chose {name} for “{words}” before."),
)
"""Sentences that rules give and that are stored as they are, with what changes in braces."""

_GAP = re.compile(r"\\{(\w+)\\}")


@lru_cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (each, re.compile(_GAP.sub(r"(?P<\1>.+)", re.escape(each)), re.DOTALL))
        # The binding does not say that it hands back the text.
        for each in map(str, _REASONS)
    )


def reason_in_words(sentence: str) -> str:
    """What a rule gave as its reason in the language of the window, as it is if it is unknown.

    It may be several sentences, each of which is looked up.
    """
    end = sentence.find(". ")
    while end >= 0:
        first, rest = sentence[: end + 1], sentence[end + 2 :]
        known = _known_sentence(first)
        if known is not None:
            return f"{known} {reason_in_words(rest)}"
        end = sentence.find(". ", end + 1)
    known = _known_sentence(sentence)
    return sentence if known is None else known


def _known_sentence(sentence: str) -> str | None:
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _translate("Reasons", template).format(**found.groupdict())
    return None
