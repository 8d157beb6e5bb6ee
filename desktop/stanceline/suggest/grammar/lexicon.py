"""The words that quotations are recognised by, one JSON file per language."""

import json
import re
from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache

from stanceline.bundled import RESOURCES
from stanceline.records import dataclass

_FOLDER = RESOURCES / "lexicons" / "quotes"
_FALLBACK = "en"
_UNDETERMINED = frozenset({"und", "mul", "zxx", "mis"})
_FUNCTION_WORDS = (
    "determiners",
    "prepositions",
    "conjunctions",
    "subordinators",
    "adverbs",
    "auxiliaries",
    "objects",
)
_CLITIC = "(?:il|elle|on|ils|elles|je|tu|nous|vous)"
_ELIDED = rf"|\b(?i:[ldnsmtcj]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|(?:-t)?-(?={_CLITIC}\b)"


Shape = tuple[str, bool, bool, str]
"""A word in lower case, is it a word, has it a capital, and how it is read as an acronym."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists of one language; single words are in lower case, phrases are lists of words."""

    language: str
    verbs: frozenset[str]  # verbs of saying
    weak_verbs: frozenset[str]  # verbs that only sometimes bring a quotation
    cues: frozenset[str]  # both
    base_verbs: frozenset[str]  # forms that need a plural or “I” before them
    noun_like: frozenset[str]  # verb forms that are as often nouns or names of things
    naming: frozenset[str]  # what stands before a title: “entitled”
    so_called: frozenset[str]  # what stands before words that somebody else would use
    works: frozenset[str]  # what has a title: “book”
    modifiers: frozenset[str]  # what goes on about an unnamed source: “an adviser to …”
    occasions: frozenset[str]  # “in a statement” says nothing about the source
    calls: frozenset[str]  # “chants of”
    saying_nouns: frozenset[str]  # “the mayor's answer was”
    addressing: frozenset[str]  # “urged the town to …” has its object behind it
    presenting: frozenset[str]  # “here is NAME:”, “more from NAME:”
    plain_verbs: frozenset[str]  # “said”, the surest of all
    being: frozenset[str]  # forms of “be”
    impersonal: frozenset[str]  # “it” and “there” speak for nobody
    timing: frozenset[str]  # “when”: a clause beside the main one begins
    other_verbs: frozenset[str]  # common verbs that end a subject
    phrases: dict[str, tuple[tuple[str, ...], ...]]  # cues of several words, by first word
    according: tuple[tuple[str, ...], ...]
    pronouns: frozenset[str]
    male: frozenset[str]  # pronouns for a man
    female: frozenset[str]
    his: frozenset[str]  # all that speaks of a man: “he”, “his”, “himself”
    hers: frozenset[str]
    objects: frozenset[str]  # pronouns that are never a subject
    determiners: frozenset[str]
    prepositions: frozenset[str]
    linkers: frozenset[str]  # prepositions that stay inside a noun phrase
    subordinators: frozenset[str]
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    weekdays: frozenset[str]  # and months
    times: frozenset[str]  # nouns of time: “last week” is no subject
    by: frozenset[str]  # “asked by”
    titles: frozenset[str]
    title_roles: dict[str, str]  # the role that a short title stands for: “gov” is a governor
    titles_male: frozenset[str]
    titles_female: frozenset[str]
    roles: frozenset[str]
    role_families: tuple[frozenset[str], ...]
    roles_male: frozenset[str]
    roles_female: frozenset[str]
    group_words: frozenset[str]
    peoples: frozenset[str]  # “the Italian” is somebody named before
    reports: frozenset[str]
    particles: frozenset[str]
    names: frozenset[str]  # first names
    names_male: frozenset[str]
    names_female: frozenset[str]
    function_words: frozenset[str]  # words that cannot begin a name
    has_articles: bool
    is_inflected: bool  # names have case endings
    verb_pattern: re.Pattern[str] | None  # the shape of a finite verb, where there is one
    they: frozenset[str]
    inside: frozenset[str]  # “in”: whoever tells something in a place tells it for the place
    told_in: frozenset[str]  # “it is said in the letter”
    cites: frozenset[str]  # verbs whose object is who speaks: “quotes the minister”
    cited_words: frozenset[str]  # “the words of” in front of who speaks
    plural_endings: tuple[str, ...]  # of verbs that have no subject but “they”
    ones: frozenset[str]
    out_of: frozenset[str]  # “one of the students”
    generic_male: frozenset[str]  # “the man” is whoever “he” would be
    generic_female: frozenset[str]
    has_capital_nouns: bool
    has_gendered_roles: bool  # “la romancière” alone tells that a woman is meant
    drops_subjects: bool  # “«…», añade.” needs no “he”
    portfolios: frozenset[str]  # “el concejal de Hacienda NAME”
    for_whom: frozenset[str]  # “Pour NAME, « … »”
    told_to: frozenset[str]  # what stands before the one who was told: “à l'ANP”
    passives: frozenset[str]  # without one of these “von” and “por” bring no speaker
    role_endings: tuple[str, ...]  # of compounds such as “Baudirektor”, longest first
    group_endings: tuple[str, ...]
    capital_days: frozenset[str]  # weekdays and months, where they take a capital letter
    token_pattern: re.Pattern[str]
    boilerplate_pattern: re.Pattern[str]
    shapes: dict[str, Shape] = field(default_factory=dict, compare=False, repr=False)
    """The words met so far, as ``tokens`` reads them."""


@lru_cache(maxsize=16)
def lexicon_for(language: str) -> Lexicon:
    """The word lists of a language tag such as ``en`` or ``fr-CA``.

    They are empty for a language that has none; an unknown language is taken for English.
    """
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    if not (primary.isascii() and primary.isalpha()) or primary in _UNDETERMINED:
        primary = _FALLBACK
    path = _FOLDER / f"{primary}.json"
    if not path.is_file():
        return _build({"language": primary})
    return _build(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def every_boilerplate_pattern() -> re.Pattern[str]:
    """The boilerplate openings of all languages: a page's furniture need not match its text."""
    openings: set[str] = set()
    lines: set[str] = set()
    for path in sorted(_FOLDER.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        openings.update(raw["boilerplate"])
        lines.update(raw["boilerplate_lines"])
    return _boilerplate(openings, lines)


def _build(raw: dict[str, object]) -> Lexicon:
    def words(key: str) -> frozenset[str]:
        value = raw.get(key, [])
        return frozenset(str(w).lower() for w in value) if isinstance(value, list) else frozenset()

    def listed(key: str) -> list[str]:
        value = raw.get(key, [])
        return [str(w) for w in value] if isinstance(value, list) else []

    families = raw.get("role_families", [])
    pronouns = words("pronouns_male") | words("pronouns_female") | words("pronouns_other")
    return Lexicon(
        language=str(raw["language"]),
        verbs=words("verbs"),
        weak_verbs=words("weak_verbs"),
        cues=words("verbs") | words("weak_verbs"),
        base_verbs=words("base_verbs"),
        noun_like=words("noun_like"),
        naming=words("naming"),
        so_called=words("so_called"),
        works=words("works"),
        modifiers=words("modifiers"),
        occasions=words("occasions"),
        calls=words("calls"),
        saying_nouns=words("saying_nouns"),
        addressing=words("addressing"),
        presenting=words("presenting"),
        plain_verbs=words("plain_verbs") or words("verbs"),
        being=words("being"),
        impersonal=words("impersonal"),
        timing=words("timing"),
        other_verbs=words("other_verbs"),
        phrases=_by_first_word(listed("phrases")),
        according=tuple(tuple(p.lower().split()) for p in listed("according")),
        pronouns=pronouns,
        male=words("pronouns_male"),
        female=words("pronouns_female"),
        his=words("his"),
        hers=words("hers"),
        objects=words("objects"),
        determiners=words("determiners"),
        prepositions=words("prepositions"),
        linkers=words("linkers"),
        subordinators=words("subordinators"),
        relatives=words("relatives"),
        conjunctions=words("conjunctions"),
        auxiliaries=words("auxiliaries"),
        adverbs=words("adverbs"),
        weekdays=words("weekdays"),
        times=words("times"),
        by=words("by"),
        titles=words("titles") | words("titles_male") | words("titles_female"),
        title_roles=_pairs(raw.get("title_roles", {})),
        titles_male=words("titles_male"),
        titles_female=words("titles_female"),
        roles=words("roles"),
        role_families=tuple(
            frozenset(str(w) for w in family)
            for family in (families if isinstance(families, list) else [])
        ),
        roles_male=words("male_roles"),
        roles_female=words("female_roles"),
        group_words=words("group_words"),
        peoples=words("peoples"),
        reports=words("reports"),
        particles=words("particles"),
        names=words("male_names") | words("female_names"),
        names_male=words("male_names"),
        names_female=words("female_names"),
        function_words=pronouns.union(
            *(words(key) for key in _FUNCTION_WORDS),
            (phrase.lower().split()[0] for phrase in listed("according")),
        ),
        has_articles=bool(raw.get("articles", True)),
        is_inflected=bool(raw.get("inflected", False)),
        verb_pattern=re.compile(str(raw["verb_pattern"])) if "verb_pattern" in raw else None,
        they=words("they"),
        inside=words("inside"),
        told_in=words("told_in"),
        cites=words("cites"),
        cited_words=words("cited_words"),
        plural_endings=tuple(listed("plural_endings")),
        ones=words("ones"),
        out_of=words("out_of"),
        generic_male=words("generic_male"),
        generic_female=words("generic_female"),
        capital_days=words("weekdays") if raw.get("capital_days") else frozenset(),
        has_capital_nouns=bool(raw.get("capital_nouns", False)),
        has_gendered_roles=bool(raw.get("gendered_roles", False)),
        drops_subjects=bool(raw.get("drops_subjects", False)),
        portfolios=words("portfolios"),
        for_whom=words("for_whom"),
        told_to=words("told_to"),
        passives=words("passives"),
        role_endings=_endings(words("roles")) if raw.get("capital_nouns") else (),
        group_endings=_endings(words("group_words")) if raw.get("capital_nouns") else (),
        token_pattern=_token_pattern(
            listed("abbreviations"), elisions=bool(raw.get("elisions", False))
        ),
        boilerplate_pattern=_boilerplate(listed("boilerplate"), listed("boilerplate_lines")),
    )


_SHORTEST_ENDING = 5


def _endings(words: Iterable[str]) -> tuple[str, ...]:
    long = (word for word in words if len(word) >= _SHORTEST_ENDING)
    return tuple(sorted(long, key=lambda word: (-len(word), word)))


def _pairs(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(short).lower(): str(whole).lower() for short, whole in pairs}


def _by_first_word(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        parts = tuple(phrase.lower().split())
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


def _token_pattern(abbreviations: list[str], *, elisions: bool) -> re.Pattern[str]:
    """Words with inner hyphens and apostrophes; an abbreviation keeps its full stop.

    With ``elisions``, “l’armée” is two words and “a-t-il” three.
    """
    short = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True)) or "(?!)"
    elided = _ELIDED if elisions else ""
    join = rf"(?!(?:t-)?{_CLITIC}\b)" if elisions else ""
    return re.compile(
        # Plain words in small letters, the most of a text, are known without the rest.
        r"[a-zß-öø-ÿа-яёіїєґ]+(?![\w.'’‑-])"
        rf"|\b(?:[a-z]+-)?(?:{short})\.(?=\s|,|$)"  # Mr. Burman, then-Gov. Burman
        r"|(?:[^\W\d_]+-)?(?:[^\W\d_]\.){2,}"  # U.S., R-S.C.
        r"|\b[^\W\d_a-zà-ÿа-яіїєґ]\.(?=[\s,]|$)"  # an initial: J. Edgar
        r"|\d+(?:[.,]\d+)+"
        rf"{elided}"
        rf"|\w+(?:['’‑-]{join}\w+)*"
        r"|(?<!\w)@\w+"  # an account: @nortonpier
        r"|[^\w\s]"
    )


def _boilerplate(openings: Iterable[str], lines: Iterable[str]) -> re.Pattern[str]:
    opening = "|".join(sorted(map(re.escape, openings), key=len, reverse=True)) or "(?!)"
    line = "|".join(sorted(map(re.escape, lines), key=len, reverse=True)) or "(?!)"
    return re.compile(
        rf"\W{{0,4}}(?:(?P<line>{line})|(?P<opening>{opening})(?!\w)"
        r"(?P<mark>\s*[:>|→»]|\s[/–—-]\s)?)",
        re.IGNORECASE,
    )
