"""The words that retold speech is recognised by, one JSON file per language."""

import json
from functools import lru_cache

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass

_FOLDER = RESOURCES / "lexicons" / "reported"


@dataclass(frozen=True, slots=True)
class ReportedLexicon:
    """Word lists of one language, all in lower case."""

    that: frozenset[str]  # what joins a retold clause to its verb
    whether: frozenset[str]  # the same after a verb of asking
    asking: frozenset[str]
    bare: frozenset[str]  # verbs that may do without “that”
    beside: frozenset[str]  # verbs that stand beside a clause: “…, he notes, …”; empty for all
    according: tuple[tuple[str, ...], ...]
    receivers: frozenset[str]  # verbs that name a listener first: “told reporters that”
    passive: frozenset[str]  # what makes the verb passive: “was told”
    blocked_by: frozenset[str]  # “did not say”, “could argue”: nothing was said
    own_voice: frozenset[str]  # subjects that are nobody: “I think”, “what he said”
    ends_at: frozenset[str]  # a retold clause ends at a comma before one of these
    not_clauses: frozenset[str]  # “said little”, “said so”
    finite: frozenset[str]  # verbs and auxiliaries that make a clause
    not_sources: frozenset[str]  # “according to plan”


@lru_cache(maxsize=16)
def reported_lexicon_for(language: str) -> ReportedLexicon | None:
    """The word lists of a language tag such as ``en`` or ``fr-CA``; None when there are none."""
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    path = _FOLDER / f"{primary}.json"
    if not primary.isalpha() or not path.is_file():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))

    def words(key: str) -> frozenset[str]:
        return frozenset(str(word) for word in raw.get(key, ()))

    return ReportedLexicon(
        that=words("that"),
        whether=words("whether"),
        asking=words("asking"),
        bare=words("bare"),
        beside=words("bare") | words("beside") if raw.get("beside") else frozenset(),
        according=tuple(tuple(str(p).split()) for p in raw.get("according", ())),
        receivers=words("receivers"),
        passive=words("be"),
        blocked_by=words("blocked_by"),
        own_voice=words("own_voice"),
        ends_at=words("ends_at"),
        not_clauses=words("negated"),
        finite=words("finite"),
        not_sources=words("not_sources"),
    )
