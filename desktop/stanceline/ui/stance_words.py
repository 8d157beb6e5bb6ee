"""Hints at a stance in words: which way the words lean, which words, and what was judged before."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from stanceline.services.stance_hints import StanceHint, TopicHint

_translate = QCoreApplication.translate

_MOST_WORDS = 3
_MOST_TOPICS = 3
_LONGEST_WORDS = 24


def hint_in_words(hint: StanceHint, body: str) -> str:
    """“Leans against · “condemn”, “illegal” · 3 of 3 before”."""
    leanings = {
        "for": _translate("StanceWords", "Leans for"),
        "against": _translate("StanceWords", "Leans against"),
        "unclear": _translate("StanceWords", "Leaning unclear"),
    }
    parts = [leanings[hint.leaning], _told_by(hint, body), _before(hint)]
    return " · ".join(part for part in parts if part)


def topic_hint_in_words(found: TopicHint, body: str) -> str:
    """The same with the name of the topic before it."""
    return f"{found.topic.name}: {hint_in_words(found.hint, body)}"


def hints_in_words(found: Sequence[TopicHint], body: str) -> str:
    """One line for each topic, the three surest."""
    surest = sorted(found, key=lambda each: -each.hint.strength)[:_MOST_TOPICS]
    return "\n".join(topic_hint_in_words(each, body) for each in surest)


def _told_by(hint: StanceHint, body: str) -> str:
    told = [_short(" ".join(body[start:end].split())) for start, end in hint.words]
    unlike = list(dict.fromkeys(told))
    shown = ", ".join(f"“{words}”" for words in unlike[:_MOST_WORDS])
    return f"{shown} …" if len(unlike) > _MOST_WORDS else shown


def _before(hint: StanceHint) -> str:
    earlier = hint.earlier
    if earlier is None or earlier.n == 0:
        return ""
    alike = {"for": earlier.n_for, "against": earlier.n_against, "unclear": None}[hint.leaning]
    if alike is None:
        return _translate("StanceWords", "judged before: {number}").format(number=earlier.n)
    return _translate("StanceWords", "{alike} of {number} before").format(
        alike=alike, number=earlier.n
    )


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1].rstrip()}…"
