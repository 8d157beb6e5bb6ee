"""Who speaks: people, organisations, states and unnamed sources."""

from enum import StrEnum

from stanceline.records import dataclass

_PERSONAL_NAME_WORDS = (2, 3)
_INDEFINITE = frozenset({"a", "an", "one", "un", "une", "ein", "eine", "один", "одна"})
_DEFINITE = frozenset({"the", "le", "la", "les", "der", "die", "das"})
_BODY_WORDS = """
    agency alliance assembly association authority bank board bureau cabinet chamber club
    commission committee company congress cooperative council court department federation
    foundation fund government group institute league ministry movement network office
    organisation organization parliament party police senate service society union university
    agence alliance assemblée association autorité banque comité conseil fédération fondation
    gouvernement institut ministère parti syndicat université
    агентство асоціація банк інститут комітет міністерство партія профспілка рада союз уряд
"""
_BODIES = frozenset(_BODY_WORDS.split())


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Role:
    """A function that a speaker holds; ``since`` and ``until`` are EDTF or empty."""

    title: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerDraft:
    """A speaker as the analyst describes one, before it is in a workspace."""

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    affiliation_id: int | None = None
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of the workspace, with how often it is quoted."""

    id: int
    uid: str
    name: str
    kind: SpeakerKind
    short_name: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    affiliation_id: int | None
    affiliation: str
    country: str
    note: str
    n_quotations: int

    @property
    def role(self) -> str:
        """The last role listed, or an empty string."""
        return self.roles[-1].title if self.roles else ""


def short_name_of(name: str) -> str:
    """The form for narrow places: an acronym in brackets, else the last word of a name."""
    if name.endswith(")") and "(" in name:
        acronym = name[name.rindex("(") + 1 : -1]
        if acronym.isupper():
            return acronym
    words = name.split()
    is_personal_name = len(words) in _PERSONAL_NAME_WORDS and all(
        word[:1].isupper() for word in words
    )
    return words[-1] if is_personal_name else name


def kind_of_name(name: str) -> SpeakerKind:
    """What somebody of this name probably is; the analyst can say otherwise.

    "a senior official" and "the official" are unnamed; a word such as "ministry" or an
    acronym makes an organisation; everything else is a person.
    """
    words = name.replace("’", "'").split()
    folded = [word.casefold().strip(",.") for word in words]
    if not words or folded[0] in _INDEFINITE:
        return SpeakerKind.UNNAMED
    named = words[1:] if folded[0] in _DEFINITE else words
    if not any(word[:1].isupper() for word in named):
        return SpeakerKind.UNNAMED
    is_acronym = len(named) == 1 and len(named[0]) > 1 and named[0].isupper()
    if is_acronym or _BODIES.intersection(folded):
        return SpeakerKind.ORGANISATION
    return SpeakerKind.PERSON
