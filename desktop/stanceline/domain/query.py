"""The language of the search box: from what is typed to what is meant, without fail.

``war troops`` finds both words, ``war OR peace`` either, ``-war`` none with it; ``"of the
war"`` these words in a row, ``negotiat*`` all words that begin so, ``(a OR b) c`` groups;
``speaker:Berg`` and its like ask for one thing. What cannot be understood is told in
``Query.notes``, with what was done instead.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import field as default
from difflib import get_close_matches
from enum import StrEnum

from stanceline.domain.articles import ArticleStatus
from stanceline.domain.edtf import Edtf, EdtfError, parse
from stanceline.domain.quotations import QuotationKind
from stanceline.records import dataclass

_PLAIN_VALUE = re.compile(r"\w[\w.-]*")

MAX_LENGTH = 2_000
"""Code points of a query that are read."""

MAX_TERMS = 64
"""Words, phrases and fields of a query that are searched for."""

MAX_DEPTH = 20
"""How deep parentheses may stand in each other."""


class Field(StrEnum):
    """What can be asked for before a colon."""

    TITLE = "title"
    BODY = "body"
    SOURCE = "source"
    AUTHOR = "author"
    NOTE = "note"
    QUOTE = "quote"
    SPEAKER = "speaker"
    STANCE = "stance"
    TOPIC = "topic"
    TAG = "tag"
    LANGUAGE = "lang"
    STATUS = "status"
    KIND = "kind"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"
    ON = "on"
    HAS = "has"


class Having(StrEnum):
    """What an article may have; stands after ``has:``."""

    SUGGESTIONS = "suggestions"
    QUOTATIONS = "quotations"
    STANCES = "stances"
    EVENTS = "events"
    NOTES = "notes"
    TAGS = "tags"
    REPRINTS = "reprints"
    DATE = "date"
    SOURCE = "source"
    AUTHOR = "author"


WORD_FIELDS = frozenset(
    {Field.TITLE, Field.BODY, Field.SOURCE, Field.AUTHOR, Field.NOTE, Field.QUOTE}
)
"""Fields whose values are words to be found in a text."""

DATE_FIELDS = frozenset({Field.BEFORE, Field.AFTER, Field.SINCE, Field.UNTIL, Field.ON})
"""Fields that ask when an article was published."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be found in a row; ``is_prefix`` says that the last may be a beginning."""

    text: str
    field: Field | None = None
    is_phrase: bool = False
    is_prefix: bool = False

    def __str__(self) -> str:
        words = f'"{self.text}"' if self.is_phrase else self.text
        return f"{f'{self.field}:' if self.field else ''}{words}{'*' if self.is_prefix else ''}"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that goes by a name, such as a speaker, or by one of a few words."""

    field: Field
    value: str

    def __str__(self) -> str:
        is_plain = _PLAIN_VALUE.fullmatch(self.value) is not None
        return f"{self.field}:{self.value}" if is_plain else f'{self.field}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, against a date of ``[t0, t1)`` civil seconds."""

    field: Field
    date: str
    t0: int
    t1: int

    def __str__(self) -> str:
        return f"{self.field}:{self.date}"


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it must hold."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(
            f"({part})" if isinstance(part, Either) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Either:
    """One of what is in it must hold."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """What is in it must not hold."""

    part: "Node"

    def __str__(self) -> str:
        is_group = isinstance(self.part, All | Either)
        return f"-({self.part})" if is_group else f"-{self.part}"


Node = Words | Named | Published | All | Either | Not


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and what it means; ``root`` is None when nothing is asked for."""

    text: str
    root: Node | None
    notes: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """The query as it was understood, in its own language."""
        return "" if self.root is None else str(self.root)


def leaves(node: Node | None, *, wanted: bool = True) -> Iterator[Words | Named | Published]:
    """The words, names and dates that a query asks for, or those that it does not want."""
    match node:
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part, wanted=wanted)
        case Not(part):
            yield from leaves(part, wanted=not wanted)
        case Words() | Named() | Published() if wanted:
            yield node


def has_letters(text: str) -> bool:
    """Whether anything in the text is a letter or a digit, which alone can be found."""
    return any(character.isalnum() for character in text)


def parse_query(text: str, *, last_is_prefix: bool = False) -> Query:
    """What the text asks for; raises nothing, whatever is typed.

    With ``last_is_prefix`` the text is still being typed: its last word may be a
    beginning, and what merely is not finished is not remarked on.
    """
    reader = _Reader(text, is_unfinished=last_is_prefix)
    root = reader.read()
    return Query(text, root, tuple(dict.fromkeys(reader.notes)))


_ALIASES = {
    "headline": Field.TITLE,
    "text": Field.BODY,
    "outlet": Field.SOURCE,
    "by": Field.AUTHOR,
    "notes": Field.NOTE,
    "quotation": Field.QUOTE,
    "quotes": Field.QUOTE,
    "speakers": Field.SPEAKER,
    "stances": Field.STANCE,
    "topics": Field.TOPIC,
    "tags": Field.TAG,
    "tagged": Field.TAG,
    "language": Field.LANGUAGE,
    "from": Field.SINCE,
    "to": Field.UNTIL,
    "date": Field.ON,
    "published": Field.ON,
} | {each.value: each for each in Field}

_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "czech": "cs",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "hungarian": "hu",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}

_CHOICES: dict[Field, dict[str, str]] = {
    Field.STATUS: {each.value.replace("_", " "): each.value for each in ArticleStatus}
    | {each.value: each.value for each in ArticleStatus},
    Field.KIND: {each.value: each.value for each in QuotationKind},
    Field.HAS: {each.value: each.value for each in Having}
    | {"quotes": "quotations", "judgements": "stances", "evidence": "events"},
}
"""Fields with few values, and how each may be written."""

_OPENING = {
    '"': '"',
    "“": '”“"',
    "”": '”"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "＂": "＂",
}
"""Marks that open a phrase, each with those that may close it."""

_QUOTES = "".join(sorted({*_OPENING, *"".join(_OPENING.values())}))
_QUOTE = re.compile(f"[{_QUOTES}]")
_SHORT = 40
_MONTHS = 12
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_FIELD = re.compile(r"([^\W\d_]{1,20}):(?!//)")
_MINUS = "-−"
_SIGNS = (*_MINUS, "+", "|", "&")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_NEVER_NOTED = frozenset({"http", "https", "mailto", "ftp"})
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class _Token:
    """``kind`` is ``(``, ``)``, ``or``, ``and``, ``not``, ``field`` or ``words``."""

    kind: str
    text: str = ""
    is_phrase: bool = False
    is_prefix: bool = False
    is_last: bool = False


@dataclass
class _Reader:
    """Reads one query; every part leaves the place behind what it read."""

    text: str
    is_unfinished: bool
    notes: list[str] = default(default_factory=list)
    tokens: list[_Token] = default(default_factory=list, init=False)
    place: int = default(default=0, init=False)
    n_terms: int = default(default=0, init=False)

    def read(self) -> Node | None:
        text = _UNREADABLE.sub(" ", self.text[: MAX_LENGTH + 1])
        if len(text) > MAX_LENGTH or len(self.text) > MAX_LENGTH + 1:
            self.notes.append(
                f"Only the first {MAX_LENGTH:,} characters of the query were searched for."
            )
        self.tokens = _balanced(self._scan(text[:MAX_LENGTH]), self._remark, self.notes)
        root = self._either(None)
        if root is None and not self.notes and self.text.strip() and not self.is_unfinished:
            self.notes.append(f"“{_short(self.text)}” holds nothing that could be looked for.")
        return root

    def _remark(self, sentence: str) -> None:
        """Tell of something that is not there, unless it may still be typed."""
        if not self.is_unfinished:
            self.notes.append(sentence)

    # From characters to tokens

    def _scan(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        at = 0
        while at < len(text):
            token, at = self._token_at(text, at, after=tokens[-1].kind if tokens else "")
            if token is not None:
                tokens.append(token)
        return tokens

    def _token_at(self, text: str, at: int, *, after: str) -> tuple[_Token | None, int]:
        letter = text[at]
        if letter.isspace() or letter == "+":
            return None, at + 1
        if letter in "()":
            return _Token(letter), at + 1
        if letter in _MINUS:
            is_sign = at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] != ")"
            if after != "field":
                return (_Token("not") if is_sign else None), at + 1
            if not is_sign:
                return None, at + 1
        if letter in "|&":
            kind = "or" if letter == "|" else "and"
            return _Token(kind), at + 1
        if letter in _OPENING:
            return self._phrase_at(text, at)
        return self._word_at(text, at, is_value=after == "field")

    def _phrase_at(self, text: str, at: int) -> tuple[_Token | None, int]:
        closing = _OPENING[text[at]]
        end = next((i for i in range(at + 1, len(text)) if text[i] in closing), None)
        if end is None:
            self._remark(
                "A quotation mark is not closed; the phrase was taken to end with the query."
            )
        words = text[at + 1 : end]
        is_last = end is None
        after = len(text) if end is None else end + 1
        is_prefix = is_last and self.is_unfinished and not words[-1:].isspace()
        if text[after : after + 1] == "*":
            is_prefix, after = True, after + 1
        return _words(words, is_phrase=True, is_prefix=is_prefix, is_last=is_last), after

    def _word_at(self, text: str, at: int, *, is_value: bool) -> tuple[_Token | None, int]:
        found = _WORD.match(text, at)
        if found is None:  # A closing mark that closes nothing.
            return None, at + 1
        word, end = found.group(), found.end()
        if not is_value:
            if word in _OPERATORS:
                return _Token(word.lower()), end
            named = _FIELD.match(word)
            if named is not None:
                has_value = named.end() < len(word) or text[end : end + 1] in {"(", *_OPENING}
                return self._field_at(named.group(1), at + named.end(), has_value=has_value)
        is_last = end == len(text)
        stem, _, rest = word.strip("*").partition("*")
        is_prefix = word.endswith("*") or (is_last and self.is_unfinished)
        if rest or (word.startswith("*") and stem):
            self.notes.append(
                f"In “{_short(word)}” a star stands where it cannot be searched for; "
                f"“{_short(stem)}*” was searched for instead."
            )
            is_prefix = True
        # Told again without the star before it, the word could be taken for something else.
        is_phrase = word.startswith("*") and (
            stem in _OPERATORS or _FIELD.match(stem) is not None or stem[:1] in _SIGNS
        )
        return _words(stem, is_phrase=is_phrase, is_prefix=is_prefix, is_last=is_last), end

    def _field_at(self, name: str, end: int, *, has_value: bool) -> tuple[_Token, int]:
        folded = name.casefold()
        known = _ALIASES.get(folded)
        # In pasted prose a colon follows many a word; what stands at a distance is its value
        # only behind a field's own name.
        if known is not None and (has_value or folded == known.value):
            return _Token("field", known.value), end
        near = get_close_matches(folded, _ALIASES, n=1, cutoff=0.7)
        if has_value and folded not in _NEVER_NOTED:
            hint = f" Did you mean {_ALIASES[near[0]]}:?" if near else ""
            self.notes.append(f"“{name}:” is not a field; it was searched for as words.{hint}")
        return _Token("words", name, is_phrase=name in _OPERATORS), end

    # From tokens to what is meant

    def _next(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self) -> _Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def _either(self, field: Field | None) -> Node | None:
        parts = [self._all(field)]
        while (token := self._next()) is not None and token.kind == "or":
            self._take()
            parts.append(self._all(field))
        if len(parts) > 1 and None in parts:
            self._remark("OR has nothing to one side of it; only the other side was searched for.")
        return _joined(Either, [part for part in parts if part is not None])

    def _all(self, field: Field | None) -> Node | None:
        parts: list[Node] = []
        while (token := self._next()) is not None and token.kind not in {"or", ")"}:
            part = self._one(field)
            if part is not None:
                parts.append(part)
        return _joined(All, parts)

    def _one(self, field: Field | None) -> Node | None:
        token = self._take()
        match token.kind:
            case "not":
                return self._not(field)
            case "(":
                inner = self._either(field)
                if self._next() is not None:
                    self._take()
                return inner
            case "field":
                return self._of_field(Field(token.text))
            case "words":
                is_name = field is not None and field not in WORD_FIELDS
                return self._term(field, self._whole_name(token) if is_name else token)
        return None  # AND says what stands there anyway.

    def _not(self, field: Field | None) -> Node | None:
        is_wanted = False
        while (token := self._next()) is not None and token.kind in {"not", "and"}:
            is_wanted ^= self._take().kind == "not"
        part = None if token is None or token.kind in {"or", ")"} else self._one(field)
        if part is None:
            self._remark("A minus or NOT has nothing behind it; it was left out.")
            return None
        if is_wanted:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def _of_field(self, field: Field) -> Node | None:
        token = self._next()
        if token is None or token.kind not in {"words", "("}:
            self._remark(f"“{field}:” has nothing behind it; it was left out.")
            return None
        return self._term(field, self._take()) if token.kind == "words" else self._one(field)

    def _term(self, field: Field | None, token: _Token) -> Node | None:
        self.n_terms += 1
        if self.n_terms > MAX_TERMS:
            self.notes.append(f"Only the first {MAX_TERMS} words of the query were searched for.")
            return None
        if field is None or field in WORD_FIELDS:
            if not has_letters(token.text):
                return None
            return Words(token.text, field, token.is_phrase, token.is_prefix)
        if field in DATE_FIELDS:
            return self._date(field, token)
        if field in _CHOICES:
            return self._choice(field, token)
        return _named(field, token.text)

    def _whole_name(self, token: _Token) -> _Token:
        """The name that goes on in the words that follow within parentheses."""
        parts = [token.text]
        while (more := self._next()) is not None and more.kind == "words":
            parts.append(self._take().text)
        return _Token("words", " ".join(parts), is_last=token.is_last)

    def _date(self, field: Field, token: _Token) -> Node | None:
        date = _date_in(token.text)
        if date is None:
            if not (token.is_last and self.is_unfinished):
                self.notes.append(
                    f"“{_short(token.text)}” after {field}: cannot be read as a date, such as "
                    "2024, 2024-07 or 2024-07-05; it was left out."
                )
            return None
        return Published(field, str(date), date.bounds.t0, date.bounds.t1)

    def _choice(self, field: Field, token: _Token) -> Node | None:
        choices = _CHOICES[field]
        value = token.text.casefold()
        meant = {choices[each] for each in choices if each == value} or {
            choices[each] for each in choices if each.startswith(value)
        }
        if len(meant) == 1:
            return Named(field, meant.pop())
        if not (token.is_last and self.is_unfinished):
            near = get_close_matches(value, choices, n=1)
            known = ", ".join(dict.fromkeys(choices.values()))
            hint = f"Did you mean {choices[near[0]]}?" if near else f"It may be one of: {known}."
            self.notes.append(
                f"“{_short(token.text)}” is nothing that {field}: knows; it was left out. {hint}"
            )
        return None


def _words(
    text: str, *, is_phrase: bool = False, is_prefix: bool = False, is_last: bool = False
) -> _Token:
    plain = " ".join(_QUOTE.sub(" ", text).split())
    return _Token("words", plain, is_phrase, is_prefix, is_last)


def _balanced(
    tokens: list[_Token], remark: Callable[[str], None], notes: list[str]
) -> list[_Token]:
    """The tokens without parentheses that belong to no other or stand too deep."""
    kept: list[_Token] = []
    are_kept: list[bool] = []
    for token in tokens:
        if token.kind == "(":
            are_kept.append(len(are_kept) < MAX_DEPTH)
        elif token.kind == ")" and not are_kept:
            notes.append("A closing parenthesis has no opening one; it was left out.")
            continue
        if token.kind not in {"(", ")"} or are_kept[-1]:
            kept.append(token)
        else:
            notes.append(f"Parentheses stand more than {MAX_DEPTH} deep; the inner were left out.")
        if token.kind == ")":
            are_kept.pop()
    if are_kept:
        remark("A parenthesis is not closed; it was taken to close at the end.")
    return kept


def _date_in(text: str) -> Edtf | None:
    """The date that is written as EDTF, with the day first, or with slashes; else None."""
    plain = text.strip()
    day_first = _DAY_FIRST.fullmatch(plain)
    year_first = _YEAR_FIRST.fullmatch(plain)
    if day_first:
        plain = "-".join(part.zfill(2) for part in reversed(day_first.groups()))
    elif year_first and (int(year_first[3]) <= _MONTHS or year_first[4]):
        plain = "-".join(year_first[part].zfill(2) for part in (1, 3, 4) if year_first[part])
    elif ".." in plain and plain[0] not in "[{":
        plain = plain.replace("..", "/") if not plain.startswith("..") else f"../{plain[2:]}"
    try:
        return parse(plain)
    except EdtfError:
        return None


def _short(text: str) -> str:
    """The text as it is named in a sentence."""
    plain = " ".join(_UNREADABLE.sub(" ", text[: 4 * _SHORT]).split())
    return plain if len(plain) <= _SHORT else plain[: _SHORT - 1].rstrip() + "…"


def _named(field: Field, value: str) -> Named | None:
    if not has_letters(value):
        return None
    if field is Field.LANGUAGE:
        value = _LANGUAGES.get(value.casefold(), value.casefold())
    return Named(field, value)


def _joined(kind: type[All] | type[Either], parts: list[Node]) -> Node | None:
    """The parts as one, those of its own kind opened up."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    if len(flat) > 1:
        return kind(tuple(flat))
    return flat[0] if flat else None
