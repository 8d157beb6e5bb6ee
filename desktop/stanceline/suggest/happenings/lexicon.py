"""The words that tell of something happening, one JSON file per language."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass

_FOLDER = RESOURCES / "lexicons" / "events"
_FORMS = ("base", "present", "past", "ing")
_WORDS_WITH_PARTICIPLE = 5


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Word lists of one language, all in lower case."""

    language: str
    past: frozenset[str]  # verbs of happening, finite or as participle
    participles: frozenset[str]  # those that are nothing else: “given”
    present: frozenset[str]
    future: frozenset[str]
    base: frozenset[str]  # count after “will”, “to”
    ing: frozenset[str]  # counts after “is”
    forms: frozenset[str]  # all of these
    weak: frozenset[str]  # verb forms that tell little by themselves: “took”
    acts_of_speech: frozenset[str]  # “announced”: saying it is what happened
    states: frozenset[str]  # verbs of which nothing happens
    nouns: frozenset[str]  # “attack”, “visit”
    planned: frozenset[str]
    possible: frozenset[str]
    conditional: frozenset[str]
    negators: frozenset[str]
    negated_endings: tuple[str, ...]
    denied: frozenset[str]
    being: frozenset[str]  # “the vote is on Friday”
    habits: frozenset[str]  # “every”, “usually”
    place_words: frozenset[str]  # what follows is a place and takes no part
    before_dates: frozenset[str]  # what goes with the date out of a title
    after_dates: frozenset[str]  # “Thursday evening”
    belonging: frozenset[str]  # “the accord of 1998”
    counted_from: frozenset[str]  # “a departure from the 1990s”
    bounds: frozenset[str]  # “through Friday” only bounds a time
    days_beside: frozenset[str]  # “the eve of Easter”
    apart_from: frozenset[str]  # “before the vote on Friday” tells of another time
    prospective: frozenset[str]  # “proposed a debate on Friday”
    going_on: frozenset[str]  # “is spending”
    firsts: frozenset[str]  # “first reported by”
    claims: frozenset[str]  # “the assertion that”
    unreal: frozenset[str]  # “would have won”
    wishes: frozenset[str]  # “had hoped to win”
    told_by_itself: frozenset[str]  # verbs of saying that need no content: “testified”
    parts_of_time: frozenset[str]  # “the night of 14 June”
    to: frozenset[str]
    perfect: frozenset[str]  # “has”, “is”: a participle follows and no base form
    having: frozenset[str]  # “Having fled the country,”
    embedding: frozenset[str]  # “what happened” is asked or told about, not told
    remarks: frozenset[str]  # “As a reminder,”
    remark_nouns: frozenset[str]
    loose: frozenset[str]  # what a title does not end with
    particles: frozenset[str]  # “took over”
    summers: frozenset[str]  # “over the summer”
    goes_with_verbs: frozenset[str]  # “hit back”
    picks: frozenset[str]  # “including one on Sunday”
    until_now: frozenset[str]  # “by Friday”
    aims: frozenset[str]  # “its forecast for the year”
    more: frozenset[str]  # “more than 200”
    as_said: frozenset[str]  # “As police said on Friday,”
    object_relatives: frozenset[str]  # “которую”
    told_apart: frozenset[str]  # “mitteilte”, a verb of saying behind its clause
    leading: frozenset[str]  # what a title does not begin with
    relative_subjects: frozenset[str]  # “who”, “which”
    breaks_before: frozenset[str]  # words that open a clause
    nationality_endings: tuple[str, ...]  # “Ukrainian” troops
    guesses_past: tuple[str, ...]  # endings that make an unknown word a verb of the past


@lru_cache(maxsize=16)
def event_lexicon_for(language: str) -> EventLexicon | None:
    """The word lists of a language tag such as ``en`` or ``fr-CA``; None when there are none."""
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    path = _FOLDER / f"{primary}.json"
    if not primary.isalpha() or not path.is_file():
        return None
    raw: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    forms = _forms(raw)
    participles = forms["participle"] | _inflected(raw.get("participle", ()))

    def words(key: str) -> frozenset[str]:
        return frozenset(str(word) for word in raw.get(key, ()))

    return EventLexicon(
        language=primary,
        past=forms["past"] | _inflected(raw.get("past", ())) | participles,
        participles=participles,
        present=forms["present"],
        future=_inflected(raw.get("future", ())),
        base=forms["base"] | _inflected(raw.get("base", ())),
        ing=forms["ing"],
        forms=frozenset().union(*forms.values()),
        weak=words("weak"),
        acts_of_speech=words("acts_of_speech"),
        states=words("states"),
        nouns=words("nouns") | _inflected(raw.get("noun_stems", ())),
        planned=words("planned"),
        possible=words("possible"),
        conditional=words("conditional"),
        negators=words("negators"),
        negated_endings=tuple(raw.get("negated_endings", ())),
        denied=words("denied"),
        being=words("being"),
        habits=words("habits"),
        place_words=words("place_words"),
        before_dates=words("before_dates"),
        after_dates=words("after_dates"),
        belonging=words("belonging"),
        counted_from=words("counted_from"),
        bounds=words("bounds"),
        days_beside=words("days_beside"),
        apart_from=words("apart_from"),
        prospective=words("prospective"),
        going_on=words("going_on"),
        firsts=words("firsts"),
        claims=words("claims"),
        unreal=words("unreal"),
        wishes=words("wishes"),
        told_by_itself=words("told_by_itself"),
        parts_of_time=words("parts_of_time"),
        to=words("to"),
        perfect=words("perfect"),
        having=words("having"),
        embedding=words("embedding"),
        remarks=words("remarks"),
        remark_nouns=words("remark_nouns"),
        loose=words("loose"),
        particles=words("particles"),
        summers=words("summers"),
        goes_with_verbs=words("goes_with_verbs"),
        picks=words("picks"),
        until_now=words("until_now"),
        aims=words("aims"),
        more=words("more"),
        as_said=words("as_said"),
        object_relatives=words("object_relatives"),
        told_apart=words("told_apart"),
        leading=words("leading"),
        relative_subjects=words("relatives_with_name"),
        breaks_before=words("breaks_before"),
        nationality_endings=tuple(raw.get("nationality_endings", ())),
        guesses_past=tuple(raw.get("guesses_past", ())),
    )


def _forms(raw: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Verb forms by kind, from groups of regular verbs and lines of irregular ones."""
    found: dict[str, set[str]] = {name: set() for name in (*_FORMS, "participle")}
    for group in raw.get("regular", ()):
        for name, ending in zip(_FORMS, group["endings"], strict=True):
            found[name].update(stem + ending for stem in group["stems"])
    for line in raw.get("irregular", ()):
        base, present, *past, ing = line.split()
        found["base"].add(base)
        found["present"].add(present)
        found["past"].update(past)
        if len(line.split()) == _WORDS_WITH_PARTICIPLE and past[0] != past[-1]:
            found["participle"].add(past[-1])
        found["ing"].add(ing)
    return {name: frozenset(forms) for name, forms in found.items()}


def _inflected(groups: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(
        stem + ending for group in groups for stem in group["stems"] for ending in group["endings"]
    )
