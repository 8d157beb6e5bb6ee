"""Searching a workspace as one types."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any
from weakref import WeakKeyDictionary

from stanceline.domain.grams import folded
from stanceline.domain.query import Field, Named, Node, Query, Words, leaves, parse_query
from stanceline.domain.snippets import Snippet, beginning_of, finder_of, snippet_of
from stanceline.records import dataclass
from stanceline.services.workspace import Workspace
from stanceline.storage import hits
from stanceline.storage.hits import FrequentWords, HitRow, QuotationRow
from stanceline.storage.matching import Search, compiled

_OPENING_MARKS = tuple('“„«"‘「『')
_N_NEAREST_OF = 5_000
_SHARE_THAT_MATTERS = 1.2


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that was found.

    ``snippet`` shows where; ``field`` says in what: title, body, source, author, note,
    quote, speaker, topic or stance. The higher the score, the better; it is 0 when
    nothing but the date orders the hits.
    """

    article_id: int
    title: str
    source: str
    published: str
    snippet: Snippet
    field: str
    n_quotations: int
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first, from ``offset`` on.

    ``count`` is how many articles were found; ``is_capped`` says that there are more, which
    are neither counted nor put in order. ``notes`` are sentences on what was not
    understood. A search that was called off has found nothing.
    """

    query: Query
    hits: list[SearchHit]
    count: int
    is_capped: bool
    notes: tuple[str, ...]
    is_cancelled: bool = False


def never() -> bool:
    """Say that the search is to go on."""
    return False


def search(
    workspace: Workspace,
    text: str,
    *,
    limit: int = 50,
    offset: int = 0,
    last_is_prefix: bool = False,
    is_cancelled: Callable[[], bool] = never,
) -> SearchResult:
    """The articles that what was typed asks for; raises nothing for what was typed.

    ``last_is_prefix`` is for a text that is still being typed. ``is_cancelled`` is asked
    every other millisecond, on this thread, whether to stop.
    """
    query = parse_query(text, last_is_prefix=last_is_prefix)
    if query.root is None:
        return SearchResult(query, [], 0, is_capped=False, notes=query.notes)
    try:
        with workspace.reading() as session, hits.stoppable(session, is_cancelled) as raw:
            return _search(workspace, raw, query, query.root, slice(offset, offset + limit))
    except hits.Stopped:
        return SearchResult(query, [], 0, is_capped=False, notes=query.notes, is_cancelled=True)


def _search(workspace: Workspace, raw: Any, query: Query, root: Node, page: slice) -> SearchResult:
    names = _Names(raw)
    ids = {leaf: names.ids(leaf) for leaf in _named_in(query)}
    for words in _words_in(query):
        if words.field is Field.SOURCE:
            names.ids(Named(Field.SOURCE, words.text))
    sought = compiled(root, ids, lambda word: _frequent_words(workspace, raw).instead_of(word))
    found = hits.found(raw, sought)
    count = min(len(found), hits.MAX_RANKED)
    notes = [*query.notes, *names.notes]
    if sought.is_shortened and "*" in query.text:
        notes.append(
            "Very many words begin so; of those, only the most frequent were searched for."
        )
    return SearchResult(
        query,
        _shown(raw, query, sought, found[:count][page]),
        count,
        is_capped=len(found) > count,
        notes=tuple(dict.fromkeys(notes)),
    )


def _words_in(query: Query) -> list[Words]:
    return [leaf for leaf in leaves(query.root) if isinstance(leaf, Words)]


def _named_in(query: Query) -> list[Named]:
    return [
        leaf
        for is_wanted in (True, False)
        for leaf in leaves(query.root, wanted=is_wanted)
        if isinstance(leaf, Named) and leaf.field in hits.NAMED
    ]


_frequent: WeakKeyDictionary[Workspace, FrequentWords] = WeakKeyDictionary()


def _frequent_words(workspace: Workspace, raw: Any) -> FrequentWords:
    """What is frequent in the workspace, looked at again when it has grown."""
    known = _frequent.get(workspace)
    if known is None or hits.n_articles(raw) > known.n_articles * _SHARE_THAT_MATTERS:
        known = _frequent[workspace] = hits.frequent_words(raw)
    return known


class _Names:
    """From the names in a query to the things of the workspace, with notes on unknown ones."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._known: dict[Field, list[tuple[int, str, str]]] = {}
        self.notes: list[str] = []

    def ids(self, named: Named) -> tuple[int, ...]:
        """The ids of what goes by the name, or by a name with words that begin like it."""
        wanted = folded(named.value)
        known = self._of(named.field)
        exact = {row_id for row_id, _, name in known if name == wanted}
        found = exact or {
            row_id for row_id, _, name in known if _begins(wanted.split(), name.split())
        }
        if not found:
            self.notes.append(_unknown(named, [name for _, name, _ in known[:_N_NEAREST_OF]]))
        return tuple(sorted(found))

    def _of(self, field: Field) -> list[tuple[int, str, str]]:
        if field not in self._known:
            self._known[field] = [
                (row_id, name, folded(name)) for row_id, name in hits.names_of(self._raw, field)
            ]
        return self._known[field]


def _begins(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each wanted word is one of the words, or their beginning."""
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _unknown(named: Named, names: Iterable[str]) -> str:
    by_words: dict[str, str] = {}
    for name in names:
        for words in (folded(name), *folded(name).split()):
            by_words.setdefault(words, name)
    near = get_close_matches(folded(named.value), by_words, n=1, cutoff=0.65)
    hint = f" Did you mean “{by_words[near[0]]}”?" if near else ""
    return f"There is no {named.field} “{named.value}” in the workspace.{hint}"


# What is shown


def _shown(
    raw: Any, query: Query, sought: Search, found: Sequence[tuple[int, float]]
) -> list[SearchHit]:
    ids = [article_id for article_id, _ in found]
    rows = hits.rows_of(raw, ids)
    quotations = hits.quotations_of(raw, ids, sought) if sought.quotes else {}
    show = _Shower(query)
    shown = []
    for article_id, score in found:
        row = rows.get(article_id)
        if row is None:  # The index is damaged and names an article that is not there.
            continue
        snippet, field = show.line(row, quotations.get(article_id))
        shown.append(
            SearchHit(
                article_id,
                row.title,
                row.source,
                row.published,
                snippet,
                field,
                row.n_quotations,
                score,
            )
        )
    return shown


def _below_title(row: HitRow) -> str:
    """The text without its title, which stands above the line already; all of it if that is all."""
    text = row.body.lstrip()
    below = text.removeprefix(row.title).lstrip() if row.title else text
    return below or text


class _Shower:
    """Finds the line of an article that shows best why it was found."""

    def __init__(self, query: Query) -> None:
        words = _words_in(query)
        self._finders = {
            field: finder_of(tuple(each for each in words if each.field in {None, field}))
            for field in (Field.BODY, Field.NOTE, Field.TITLE, Field.AUTHOR, Field.SOURCE)
        }
        self._said = finder_of(tuple(each for each in words if each.field is Field.QUOTE))
        self._asked = {leaf.field for leaf in leaves(query.root)}

    def line(self, row: HitRow, quotation: QuotationRow | None) -> tuple[Snippet, str]:
        """The line and the field it is from: where words stand, else what else was asked."""
        texts = {
            Field.BODY: row.body,
            Field.NOTE: row.notes,
            Field.TITLE: row.title,
            Field.AUTHOR: row.author,
            Field.SOURCE: row.source,
        }
        for field, text in texts.items():
            finder = self._finders[field]
            snippet = snippet_of(text, finder) if finder is not None and text else None
            if snippet is not None:
                return snippet, field.value
        if quotation is not None:
            return self._quoted(quotation)
        return beginning_of(_below_title(row)), Field.BODY.value

    def _quoted(self, quotation: QuotationRow) -> tuple[Snippet, str]:
        """The quotation with its speaker, and its stance where that was asked for."""
        pieces: list[tuple[str, Field | None]] = []
        if quotation.speaker:
            pieces += [(quotation.speaker, Field.SPEAKER), (": ", None)]
        is_quoted = quotation.words[:1] in _OPENING_MARKS
        words = (quotation.words, Field.QUOTE)
        pieces += [words] if is_quoted else [("“", None), words, ("”", None)]
        if quotation.topic and self._asked & {Field.TOPIC, Field.STANCE}:
            pieces += [(" (", None), (quotation.topic, Field.TOPIC), (": ", None)]
            pieces += [(quotation.stance, Field.STANCE), (")", None)]
        text = ""
        marks: list[tuple[int, int]] = []
        for piece, field in pieces:
            inner = self._words(piece) if field is Field.QUOTE else Snippet(piece)
            marks += [(len(text) + start, len(text) + end) for start, end in inner.marks]
            begun = len(text)
            text += inner.text
            if field in self._asked and field is not Field.QUOTE and inner.text:
                marks.append((begun, len(text)))
        first = (Field.QUOTE, Field.SPEAKER, Field.TOPIC, Field.STANCE)
        field = next((each for each in first if each in self._asked), Field.QUOTE)
        return Snippet(text, tuple(sorted(marks))), field.value

    def _words(self, words: str) -> Snippet:
        snippet = snippet_of(words, self._said) if self._said else None
        return snippet or beginning_of(words)
