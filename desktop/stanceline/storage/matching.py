"""From a query to SQL: what the index is asked, and what else must hold of an article."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field as default
from dataclasses import replace
from itertools import islice, product
from unicodedata import normalize

from stanceline.domain.grams import bigrams, folded, is_foldable, parts_of
from stanceline.domain.query import (
    MAX_TERMS,
    All,
    Either,
    Field,
    Having,
    Named,
    Node,
    Not,
    Published,
    Words,
    has_letters,
    leaves,
)
from stanceline.records import dataclass

SAYS = "stanceline_says"
"""The SQL function ``(words, number)``: whether words hold what the query's pattern asks for."""

Value = str | int
Ids = Mapping[Named, Sequence[Value]]
"""What goes by the names of a query: the ids of speakers, topics, stances and tags."""

_NAMED_COLUMNS = "{title source author notes}"

_COLUMN = {
    Field.TITLE: "title",
    Field.BODY: "body",
    Field.SOURCE: "source",
    Field.AUTHOR: "author",
    Field.NOTE: "notes",
}
_WITHOUT_GRAMS = frozenset({Field.SOURCE})
_QUOTATION_FIELDS = frozenset({Field.SPEAKER, Field.STANCE, Field.TOPIC, Field.KIND, Field.QUOTE})

SHORT_PREFIX = 3
"""The longest beginning of a word, in letters, that may begin a good part of all words."""

_MAX_RANKED = 3
"""How many words count for the order: each is looked up in all articles once more."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an article, in SQL; ``{id}`` stands for the article's id.

    ``is_of_article`` says that it reads columns of ``article AS a``.
    """

    sql: str
    values: tuple[Value, ...] = ()
    is_of_article: bool = False

    def __str__(self) -> str:
        return self.sql


@dataclass(frozen=True, slots=True)
class QuotationCondition:
    """What must hold of a quotation ``q``, in SQL; the values in its order."""

    sql: str
    values: tuple[Value, ...]

    @property
    def of_one(self) -> str:
        """The same in SQL that is fast for few quotations, and slow for all."""
        return self.sql.replace(_SAID, _SAID_BY_IT).replace(_JUDGED, _JUDGED_OF_IT)

    def of_article(self) -> Condition:
        """That the article has such a quotation."""
        return Condition(f"{{id}} {_WITH_QUOTATION} {self.sql})", self.values)


@dataclass(frozen=True, slots=True)
class Part:
    """A conjunction: what the index must hold, what it must not, and what else must be."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def match(self) -> str:
        """What the index is asked, or an empty string when it is not asked."""
        if not self.wanted:
            return ""
        wanted = " AND ".join(self.wanted)
        return " NOT ".join((f"({wanted})", *self.unwanted)) if self.unwanted else wanted

    @property
    def is_words_only(self) -> bool:
        """Whether the index alone knows the answer."""
        return bool(self.wanted) and not self.conditions

    def without_index(self) -> "Part":
        """The same as conditions alone: the index cannot be asked for what it does not hold."""
        if self.wanted:
            asked = [_in_index(self.match)]
        else:
            asked = [_not(_in_index(match)) for match in self.unwanted]
        return Part(conditions=(*self.conditions, *asked))

    def as_condition(self) -> Condition:
        """All of it as one condition on an article."""
        return _joined(" AND ", self.without_index().conditions)


@dataclass(frozen=True, slots=True)
class Search:
    """What to ask the database: all that fulfils one of the ``parts``.

    ``rank`` is what the order rests on: empty when there is nothing to rank by;
    ``is_rank_costly`` says that it should be asked of what was found only. ``quotes`` are
    the conditions on quotations, to show one that fulfils them. ``words`` are those that
    the SQL function knows by their numbers, ``judged`` the ids of the topics and stances
    that are asked for, by columns of a judgement. ``is_shortened`` says that of words with a
    short beginning only the frequent ones are looked for.
    """

    parts: tuple[Part, ...]
    rank: str
    is_rank_costly: bool
    quotes: tuple[QuotationCondition, ...]
    words: tuple[Words, ...]
    judged: Mapping[str, Sequence[Value]]
    is_shortened: bool


def compiled(root: Node, ids: Ids, common: Callable[[str], Iterable[str]]) -> Search:
    """The search for the query.

    ``common`` gives the words to look for instead of a short beginning that very many
    words have, and nothing for one that the index can look up at once.
    """
    compiler = _Compiler(ids, common)
    parts = [compiler.part(root)]
    if isinstance(root, Either) and not parts[0].wanted:
        # Each side by itself is found without looking at all articles.
        compiler = _Compiler(ids, common)
        parts = [compiler.part(node) for node in root.parts]
    return Search(
        tuple(part if part.wanted else part.without_index() for part in parts),
        compiler.rank(root) if any(part.wanted for part in parts) else "",
        compiler.is_shortened or _is_costly(root),
        tuple(compiler.quotes),
        tuple(compiler.words),
        compiler.judged,
        compiler.is_shortened,
    )


def _is_costly(root: Node) -> bool:
    """Whether ranking by all that the index is asked takes long.

    Each word, and each phrase as a whole, is then counted in all articles.
    """
    words = [
        leaf
        for is_wanted in (True, False)
        for leaf in leaves(root, wanted=is_wanted)
        if isinstance(leaf, Words) and leaf.field is not Field.QUOTE
    ]
    return len(words) > _MAX_RANKED or any(" " in each.text for each in words)


@dataclass
class _Compiler:
    ids: Ids
    common: Callable[[str], Iterable[str]]
    quotes: list[QuotationCondition] = default(default_factory=list)
    words: list[Words] = default(default_factory=list)
    judged: dict[str, list[Value]] = default(default_factory=dict)
    is_shortened: bool = False
    is_wanted: bool = True

    def part(self, node: Node) -> Part:
        match node:
            case All(parts):
                return self._all(parts)
            case Either(parts):
                return self._either(parts)
            case Not(inner):
                return self._none(inner)
        return self._all((node,))

    def _all(self, nodes: Iterable[Node]) -> Part:
        of_quotations: list[Named | Words] = []
        others: list[Node] = []
        for node in nodes:
            if isinstance(node, Named | Words) and node.field in _QUOTATION_FIELDS:
                of_quotations.append(node)
            else:
                others.append(node)
        parts = [self._leaf(node) for node in others]
        conditions: list[Condition] = []
        if of_quotations:
            quotes = self._quotations(of_quotations)
            conditions.extend(quote.of_article() for quote in quotes)
            if self.is_wanted:
                self.quotes.extend(quotes)
        wanted = [match for part in parts for match in part.wanted]
        conditions.extend(condition for part in parts for condition in part.conditions)
        return Part(
            tuple(wanted),
            tuple(match for part in parts for match in part.unwanted),
            tuple(conditions),
        )

    def _either(self, nodes: Iterable[Node]) -> Part:
        parts = [self.part(node) for node in nodes]
        if all(part.is_words_only for part in parts):
            return Part((_grouped(" OR ", [f"({part.match})" for part in parts]),))
        return Part(conditions=(_joined(" OR ", [part.as_condition() for part in parts]),))

    def _none(self, node: Node) -> Part:
        self.is_wanted = not self.is_wanted
        part = self.part(node)
        self.is_wanted = not self.is_wanted
        if part.is_words_only:
            return Part(unwanted=(f"({part.match})",))
        return Part(conditions=(_not(part.as_condition()),))

    def _leaf(self, node: Node) -> Part:
        match node:
            case Words():
                return Part((self.match(node),), conditions=tuple(_of_runs(node)))
            case Published():
                return Part(conditions=(_published(node),))
            case Named():
                return Part(conditions=(self._named(node),))
        return self.part(node)

    # Words

    def match(self, words: Words) -> str:
        """What the index is asked for the words; each is quoted, so that none is an operator."""
        pieces = [
            self._run(words.field, piece) if is_run else self._spaced(words, piece)
            for piece, is_run in parts_of(normalize("NFC", words.text))
            if has_letters(piece)
        ]
        return _grouped(" AND ", pieces)

    def _spaced(self, words: Words, text: str) -> str:
        text = " ".join(text.split())
        variants = list(dict.fromkeys([text, folded(text)] if is_foldable(text) else [text]))
        column = _COLUMN[words.field] if words.field else ""
        found = [self._prefixed(each) if words.is_prefix else [_quoted(each)] for each in variants]
        choices = _grouped(" OR ", list(dict.fromkeys(each for some in found for each in some)))
        return f"{column} : {choices}" if column else choices

    def _prefixed(self, text: str) -> list[str]:
        before, _, last = text.rpartition(" ")
        instead = list(self.common(last)) if len(last) <= SHORT_PREFIX else []
        if not instead:
            return [f"{_quoted(text)} *"]
        self.is_shortened = True
        return [_quoted(before)] if before else [_quoted(word) for word in instead]

    def _run(self, field: Field | None, run: str) -> str:
        whole = f"{_quoted(run)} *"
        if field in _WITHOUT_GRAMS:
            return f"{_COLUMN[field]} : {whole}" if field else whole
        grams = bigrams(normalize("NFKC", run))
        found = f"grams : {_quoted(' '.join(grams[:-1]))}" if len(grams) > 1 else f"grams : {whole}"
        # Names of sources and notes on quotations have no grams.
        return (
            found if field not in {None, Field.NOTE} else f"({found} OR {_NAMED_COLUMNS} : {whole})"
        )

    def rank(self, root: Node) -> str:
        """What the order rests on: of the words that are asked for, the longest.

        Short ones are in nearly every article, and say little. Of a phrase one word
        counts, for a phrase would be looked for in all articles once more.
        """
        counting = [
            leaf
            for leaf in leaves(root)
            if isinstance(leaf, Words) and leaf.field is not Field.QUOTE
        ]
        terms = [words for words in map(_longest, counting) if words is not None]
        terms = sorted(dict.fromkeys(terms), key=lambda words: -len(words.text))
        return _grouped(" OR ", [self.match(words) for words in terms[:_MAX_RANKED]])

    # What goes by a name

    def _named(self, node: Named) -> Condition:
        ids = self.ids.get(node, ())
        match node.field:
            case Field.TAG:
                return Condition(_TAGGED.format(tags=_in(ids), id="{id}"), (*ids, *ids))
            case Field.LANGUAGE:
                return Condition(
                    "(a.language = ? OR a.language LIKE ? || '-%')",
                    (node.value, node.value),
                    is_of_article=True,
                )
            case Field.STATUS:
                return Condition("a.status = ?", (node.value,), is_of_article=True)
        return _HAVING[Having(node.value)]

    def _quotations(self, nodes: Sequence[Named | Words]) -> list[QuotationCondition]:
        """The quotations that an article must have: one of all, where one can be all of it."""
        said = [node for node in nodes if isinstance(node, Words)]
        named: dict[Field, list[Named]] = {}
        for node in nodes:
            if isinstance(node, Named):
                named.setdefault(node.field, []).append(node)
        # Nobody says a thing as two speakers, or for and against: that takes two quotations.
        choices = [named[field] for field in _ONE_A_QUOTATION if field in named]
        topics = named.get(Field.TOPIC, [])
        chosen = islice(product(*choices), MAX_TERMS)
        return [
            self._quotation({name.field: name for name in names}, topics, said) for names in chosen
        ]

    def _quotation(
        self, names: Mapping[Field, Named], topics: Sequence[Named], said: Sequence[Words]
    ) -> QuotationCondition:
        parts: list[tuple[str, Sequence[Value]]] = []
        if Field.SPEAKER in names:
            ids = self.ids.get(names[Field.SPEAKER], ())
            parts.append((f"q.speaker_id IN {_in(ids)}", ids))
        if Field.KIND in names:
            parts.append(("q.kind = ?", (names[Field.KIND].value,)))
        stances = [names[Field.STANCE]] if Field.STANCE in names else []
        judged = [[topic, *stances] for topic in topics] or ([stances] if stances else [])
        parts.extend(map(self._judged, judged))
        for words in said:
            test, values = _may_say(words)
            parts.append((f"{_SAID} {test}{SAYS}(s.exact, {len(self.words)}))", values))
            self.words.append(words)
        return QuotationCondition(
            " AND ".join(sql for sql, _ in parts),
            tuple(value for _, values in parts for value in values),
        )

    def _judged(self, names: Iterable[Named]) -> tuple[str, Sequence[Value]]:
        tests: list[str] = []
        values: list[Value] = []
        for name in names:
            ids = self.ids.get(name, ())
            column = "topic_id" if name.field is Field.TOPIC else "stance_id"
            tests.append(f"{column} IN {_in(ids)}")
            values.extend(ids)
            if self.is_wanted:
                self.judged.setdefault(column, []).extend(ids)
        return f"{_JUDGED} {' AND '.join(tests)})", values


_ONE_A_QUOTATION = (Field.SPEAKER, Field.STANCE, Field.KIND)
# Whether words have letters beyond ASCII, as far as their length in bytes tells: quotation
# marks around them are three bytes each.
_MARKS = "('“', '”', '„', '’', '‘')"
_HAS_ACCENTS = (
    "length(CAST(s.exact AS BLOB)) - length(s.exact) <> "
    f"2 * (substr(s.exact, 1, 1) IN {_MARKS}) + 2 * (substr(s.exact, -1) IN {_MARKS})"
)
_SAID = "q.id IN (SELECT s.quotation_id FROM quotation_span s WHERE"
_SAID_BY_IT = "EXISTS (SELECT 1 FROM quotation_span s WHERE s.quotation_id = q.id AND"
_JUDGED = "q.id IN (SELECT j.quotation_id FROM judgement j WHERE"
_JUDGED_OF_IT = "EXISTS (SELECT 1 FROM judgement j WHERE j.quotation_id = q.id AND"
_WITH_QUOTATION = "IN (SELECT q.article_id FROM quotation q WHERE"
_TAGGED = """{id} IN (SELECT article_id FROM article_tag WHERE tag_id IN {tags} UNION ALL
SELECT q.article_id FROM quotation_tag t JOIN quotation q ON q.id = t.quotation_id
WHERE t.tag_id IN {tags})"""
_WAITING = "SELECT article_id FROM suggestion WHERE status = 'waiting'"
_HAVING = {
    Having.SUGGESTIONS: Condition(f"{{id}} IN ({_WAITING})"),
    Having.QUOTATIONS: Condition("{id} IN (SELECT article_id FROM quotation)"),
    Having.STANCES: Condition(
        "{id} IN (SELECT q.article_id FROM quotation q JOIN judgement j ON j.quotation_id = q.id)"
    ),
    Having.EVENTS: Condition("{id} IN (SELECT article_id FROM evidence)"),
    Having.NOTES: Condition(
        "(a.note <> '' OR {id} IN (SELECT article_id FROM quotation WHERE note <> ''))",
        is_of_article=True,
    ),
    Having.TAGS: Condition("{id} IN (SELECT article_id FROM article_tag)"),
    Having.REPRINTS: Condition(
        "(a.reprint_of_id IS NOT NULL OR {id} IN "
        "(SELECT reprint_of_id FROM article WHERE reprint_of_id IS NOT NULL))",
        is_of_article=True,
    ),
    Having.DATE: Condition("a.published <> ''", is_of_article=True),
    Having.SOURCE: Condition("a.source_id IS NOT NULL", is_of_article=True),
    Having.AUTHOR: Condition("a.author <> ''", is_of_article=True),
}

_PUBLISHED = {
    Field.BEFORE: "a.published_t0 < :t0",
    Field.UNTIL: "a.published_t0 < :t1",
    Field.SINCE: "a.published_t1 > :t0",
    Field.AFTER: "a.published_t1 > :t1",
}


def _published(node: Published) -> Condition:
    if node.field is Field.ON:
        return Condition(
            "(a.published_t0 < ? AND a.published_t1 > ?)", (node.t1, node.t0), is_of_article=True
        )
    sql = _PUBLISHED[node.field]
    value = node.t0 if sql.endswith(":t0") else node.t1
    return Condition(sql[: -len(":t0")] + "?", (value,), is_of_article=True)


def _of_runs(words: Words) -> Iterable[Condition]:
    """That the runs in scripts without spaces stand in the field: the grams know no fields."""
    column = {Field.TITLE: "title", Field.AUTHOR: "author"}.get(words.field or Field.SOURCE)
    body = "EXISTS (SELECT 1 FROM text x WHERE x.id = a.text_id AND instr(x.body, ?))"
    for piece, is_run in parts_of(normalize("NFC", words.text)):
        if is_run and column:
            yield Condition(f"instr(a.{column}, ?)", (piece,), is_of_article=True)
        elif is_run and words.field is Field.BODY:
            yield Condition(body, (piece,), is_of_article=True)


def _may_say(words: Words) -> tuple[str, Sequence[Value]]:
    """A test that SQLite does by itself, faster than it can ask us: most words fail it."""
    if not (words.text.isascii() and words.text.replace(" ", "").isalnum()):
        return "", ()
    pattern = "%".join(words.text.split())
    return f"(s.exact LIKE ? OR {_HAS_ACCENTS}) AND ", (f"%{pattern}%",)


def _longest(words: Words) -> Words | None:
    """The longest word of a phrase that is not a short beginning; None when none says much."""
    tokens = words.text.split()
    is_phrase = len(tokens) > 1
    if words.is_prefix and len(tokens[-1]) <= SHORT_PREFIX:
        tokens.pop()
    tokens = [token for token in tokens if has_letters(token)]
    longest = max(tokens, key=len, default="")
    if is_phrase and longest.isascii() and len(longest) <= SHORT_PREFIX:
        return None
    return replace(words, text=longest) if longest else None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'


def _in(values: Sequence[Value]) -> str:
    return f"({', '.join('?' * len(values))})"


def _grouped(operator: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""


def _in_index(match: str) -> Condition:
    return Condition("{id} IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)", (match,))


def _not(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values, condition.is_of_article)


def _joined(operator: str, conditions: Sequence[Condition]) -> Condition:
    return Condition(
        f"({operator.join(condition.sql for condition in conditions)})",
        tuple(value for condition in conditions for value in condition.values),
        any(condition.is_of_article for condition in conditions),
    )
