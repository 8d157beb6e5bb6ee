"""What the line below an article says: which keys act on what has the focus, and why."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from stanceline.domain.events import Event
from stanceline.domain.quotations import Quotation
from stanceline.domain.suggestions import Suggestion
from stanceline.records import dataclass
from stanceline.ui.cards.reshaping import reshaping_hints
from stanceline.ui.suggestion_words import date_of, is_event, percent_of, speaker_of
from stanceline.ui.words import date_tiers, reason_in_words

Hints = tuple[str, list[tuple[str, str]]]
"""A sentence, and keys with what they do."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the hints depend on.

    ``is_in_sight`` says whether words of the thing can be seen.
    ``topic`` is what a stance would speak to, ``stance_keys`` the keys of the stances,
    ``n_waiting`` how many suggestions nobody has decided on, ``n_later`` how many of them
    are of the same speaker and stand behind the one under the keys, ``phrase`` the words
    that the date of a suggested event rests on, ``n_held`` how many suggestions are held
    back because of what was learnt, ``leaning`` which way the words lean on the topic.
    """

    thing: Quotation | Suggestion | Event | None = None
    is_in_sight: bool = True
    has_selection: bool = False
    topic: str = ""
    stance_keys: str = ""
    n_waiting: int = 0
    n_later: int = 0
    phrase: str = ""
    n_held: int = 0
    leaning: str = ""
    just_accepted: bool = False


class PaneHints(QObject):
    """Words the hints in the language of the window."""

    def hints_for(self, now: Situation) -> Hints:
        """The sentence and the keys for a situation."""
        if now.has_selection:
            return "", self._selection_keys(can_join=isinstance(now.thing, Quotation))
        if isinstance(now.thing, Suggestion):
            return self._suggestion(now.thing, now)
        if isinstance(now.thing, Quotation):
            return self._said(now.thing, now.leaning), self._quotation_keys(now)
        if isinstance(now.thing, Event):
            return now.thing.title, [("V", self.tr("add evidence")), ("Del", self.tr("delete"))]
        keys = [("Q", self.tr("quotation")), ("E", self.tr("event")), ("V", self.tr("evidence"))]
        held = self.tr("%n held back; most like them were rejected", "", now.n_held)
        told = held if now.n_held else ""
        if now.n_waiting:
            return told, [("Tab", self.tr("first suggestion")), *self._with_selection(keys)]
        return told, self._with_selection(keys)

    def _suggestion(self, suggestion: Suggestion, now: Situation) -> Hints:
        if is_event(suggestion):
            told = self._what_happened(suggestion, now.phrase)
            keys = self._suggested_event_keys(now)
        else:
            told, keys = self._reason(suggestion, now.leaning), self._suggestion_keys(now)
        if now.is_in_sight:
            return told, keys
        # What cannot be seen is only shown by the first key, whichever it is.
        return self.tr("Out of sight: {told}").format(told=told), [
            ("Tab", self.tr("show it")),
            *(each for each in keys if each[0] != "Tab"),
        ]

    def _with_selection(self, keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(keys[0][0], self.tr("quotation of the selected words")), *keys[1:]]

    def _selection_keys(self, *, can_join: bool) -> list[tuple[str, str]]:
        keys = [("Q", self.tr("quotation")), ("E", self.tr("event")), ("V", self.tr("evidence"))]
        if can_join:
            keys.append(("A", self.tr("add to the marked utterance")))
        return [*keys, *reshaping_hints()]

    def _suggestion_keys(self, now: Situation) -> list[tuple[str, str]]:
        later = self.tr("+ %n later", "", now.n_later)
        # In the order of use: what finds no room in a narrow window is left out at the end.
        return [
            (now.stance_keys, self.tr("accept with stance")),
            ("Enter", self.tr("accept")),
            ("⌫", self.tr("reject")),
            ("Tab", self.tr("next of {number}").format(number=now.n_waiting)),
            *_topic_key(now.topic),
            ("E", self.tr("edit")),
            *([(f"⇧ {now.stance_keys}", later)] if now.n_later else []),
        ]

    def _suggested_event_keys(self, now: Situation) -> list[tuple[str, str]]:
        return [
            ("Enter", self.tr("accept, go on")),
            ("⌫", self.tr("reject")),
            ("Tab", self.tr("next of {number}").format(number=now.n_waiting)),
            ("E", self.tr("edit")),
        ]

    def _quotation_keys(self, now: Situation) -> list[tuple[str, str]]:
        does = (
            self.tr("set stance, go on")
            if now.just_accepted and now.n_waiting
            else self.tr("set stance")
        )
        keys = [
            (now.stance_keys, does),
            *_topic_key(now.topic),
            ("E", self.tr("event")),
            ("Del", self.tr("delete")),
        ]
        if now.n_waiting:
            keys.insert(1, ("Tab", self.tr("next of {number}").format(number=now.n_waiting)))
        return keys

    def _reason(self, suggestion: Suggestion, leaning: str) -> str:
        who = speaker_of(suggestion) or self.tr("Speaker not known")
        reason = reason_in_words(suggestion.reason)
        parts = (who, leaning, percent_of(suggestion), reason)
        return " · ".join(part for part in parts if part)

    def _what_happened(self, suggestion: Suggestion, phrase: str) -> str:
        date = date_of(suggestion) or self.tr("No date")
        when = f"{date} (“{phrase}”)" if phrase else date
        tier = date_tiers().get(suggestion.tier, "")
        parts = (when, percent_of(suggestion), tier, suggestion.title)
        return " · ".join(part for part in parts if part)

    def _said(self, quotation: Quotation, leaning: str) -> str:
        stances = ", ".join(f"{each.topic}: {each.stance.label}" for each in quotation.judgements)
        who = quotation.speaker or self.tr("Speaker not known")
        return " · ".join(part for part in (who, stances, leaning) if part)


def _topic_key(topic: str) -> list[tuple[str, str]]:
    """The key for another topic, beside the name of the one that stances speak to."""
    return [("T", _short(topic))] if topic else []


def _short(topic: str) -> str:
    longest = 28
    return topic if len(topic) <= longest else f"{topic[: longest - 1].rstrip()}…"


def stance_keys(shortcuts: Sequence[str]) -> str:
    """The keys of the stances as short as they can be told."""
    digits = [each for each in shortcuts if each.isdigit()]
    is_row = len(digits) > 1 and [int(each) for each in digits] == list(
        range(int(digits[0]), int(digits[0]) + len(digits))
    )
    return f"{digits[0]}–{digits[-1]}" if is_row else " ".join(digits)
