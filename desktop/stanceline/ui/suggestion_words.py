"""What is suggested, in words: who speaks, what happened when, how far it may be trusted."""

from collections.abc import Iterable

from stanceline.domain import edtf
from stanceline.domain.edtf_words import describe, short
from stanceline.domain.speakers import short_name_of
from stanceline.domain.suggestions import Suggestion, SuggestionKind, Trust
from stanceline.ui.words import trusts

_CHECK = "?"
_DOUBTFUL_TIER = "C"


def is_event(suggestion: Suggestion) -> bool:
    """Whether it would become an event rather than a quotation."""
    return suggestion.kind is SuggestionKind.EVENT


def name_of(suggestion: Suggestion) -> str:
    """The speaker's name, or the words that stand for it; empty when unknown."""
    return " ".join((suggestion.name or suggestion.speaker).split()).strip(" ,;:")


def speaker_of(suggestion: Suggestion) -> str:
    """The speaker's name, with a question mark where it is doubtful; empty when unknown."""
    return _with_doubt(name_of(suggestion), suggestion)


def later_of_speaker(suggestion: Suggestion, waiting: Iterable[Suggestion]) -> list[Suggestion]:
    """The quotations that wait behind this one and are given to the same speaker.

    Those that are given to them by a mere guess are none of them.
    """
    name = name_of(suggestion).casefold()
    if is_event(suggestion) or not name:
        return []
    return [
        each
        for each in waiting
        if each.spans > suggestion.spans
        and not is_event(each)
        and each.trust is not Trust.DOUBTFUL
        and name_of(each).casefold() == name
    ]


def label_of(suggestion: Suggestion) -> str:
    """What stands in the margin: the speaker's short name, or the date of an event."""
    if is_event(suggestion):
        date = short(edtf.parse(suggestion.edtf)) if suggestion.edtf else ""
        is_doubtful = suggestion.tier == _DOUBTFUL_TIER
        return f"{date}{_CHECK}" if is_doubtful and date else _with_doubt(date, suggestion)
    return _with_doubt(short_name_of(name_of(suggestion)), suggestion) or _CHECK


def date_of(suggestion: Suggestion) -> str:
    """The date of an event in plain words; empty when it has none."""
    return describe(edtf.parse(suggestion.edtf)) if suggestion.edtf else ""


def other_dates_of(suggestion: Suggestion) -> list[str]:
    """What else the words of the date may mean, in plain words."""
    return [describe(edtf.parse(each)) for each in suggestion.alternatives]


def percent_of(suggestion: Suggestion) -> str:
    """How far it may be trusted, as a figure."""
    return f"{round(suggestion.confidence * 100)} %"


def trust_of(suggestion: Suggestion) -> str:
    """How far it may be trusted: a word and a figure."""
    return f"{trusts()[suggestion.trust]}, {percent_of(suggestion)}"


def _with_doubt(words: str, suggestion: Suggestion) -> str:
    is_doubtful = suggestion.trust is Trust.DOUBTFUL
    return f"{words}{_CHECK}" if words and is_doubtful else words
