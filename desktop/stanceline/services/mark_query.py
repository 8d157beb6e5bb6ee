"""The language of the search box, asked of marks rather than of articles.

Bare words and ``quote:`` are looked for in the words of a mark: those of a quotation, the
title, place and description of an event; bare words also in the names of its speakers.
``speaker:``, ``topic:``, ``stance:`` and ``kind:`` are about the mark, a topic and a stance
that stand side by side about one judgement. ``tag:`` is about the mark or an article it
rests on. Dates are about the place of the mark in time. All else, such as ``title:``,
``source:`` or ``has:``, is about the articles that it rests on.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial

import numpy as np
from sqlalchemy.orm import Session

from stanceline.domain.grams import folded
from stanceline.domain.query import (
    All,
    Either,
    Field,
    Having,
    Named,
    Node,
    Not,
    Published,
    Words,
    parse_query,
)
from stanceline.domain.snippets import finder_of
from stanceline.services.mark_masks import Masks
from stanceline.storage import hits, journal
from stanceline.storage.bulk import Number, Source, read_rows
from stanceline.storage.mark_columns import (
    EVENT,
    NONE,
    QUOTATION,
    SUGGESTION,
    Flags,
    Longs,
    MarkColumns,
)
from stanceline.storage.mark_words import in_doubt, marks_saying
from stanceline.storage.matching import Ids, compiled

_KINDS = (QUOTATION, EVENT, SUGGESTION)

_ALSO_ONE_LETTER = ("ss", "ff", "fi", "fl")
"""Letters that may also be written as one: ß, or a ligature as in many a PDF."""

_MOST_AMONG = 50_000
"""Up to so many quotations, looking at each costs less than looking through all."""

_MOST_KEPT = 2_000_000
"""Ids that are kept of answers; they are forgotten all at once."""


class Answers:
    """What the tables answered, for who asks the same again while nothing has changed."""

    def __init__(self) -> None:
        self._number = NONE
        self._ids: dict[Hashable, Longs] = {}

    def begin(self, number: int) -> None:
        """Forget all when the workspace has changed since."""
        if number != self._number or sum(ids.size for ids in self._ids.values()) > _MOST_KEPT:
            self._ids.clear()
        self._number = number

    def of(self, question: Hashable, ask: Callable[[], Longs]) -> Longs:
        """What was answered before, or what is answered now."""
        if question not in self._ids:
            self._ids[question] = ask()
        return self._ids[question]


class Asking:
    """Answers for all rows at once, within a reading of the workspace.

    ``pause`` is called now and then: what it raises ends the asking.
    """

    def __init__(
        self,
        session: Session,
        columns: MarkColumns,
        pause: Callable[[], None],
        answers: Answers | None = None,
    ) -> None:
        self._connection = session.connection()
        number = journal.last_number(self._connection)
        self._answers = Answers() if answers is None else answers
        self._answers.begin(number)
        self._columns = columns
        self._masks = Masks(columns)
        self._pause = pause

    def rows(self, query: str) -> Flags:
        """The rows that the query asks for."""
        root = parse_query(query).root
        return self._node(root) if root is not None else ~self._masks.nothing()

    def holding(self, words: str) -> Flags:
        """The rows with all of these words, or parts of words, in theirs or in a name."""
        fits = ~self._masks.nothing()
        for word in words.casefold().split():
            people = [
                each.named.id
                for each in self._columns.names.speakers
                if word in each.named.name.casefold()
            ]
            is_written_otherwise = any(each in word for each in _ALSO_ONE_LETTER)
            says = None if word.isascii() and not is_written_otherwise else _holder(word)
            fits &= self._masks.with_speaker(people) | self._saying(
                _KINDS, word, [word], says, is_folding=is_written_otherwise
            )
        return fits

    def _node(self, node: Node) -> Flags:
        match node:
            case All(parts):
                return self._all(parts)
            case Either(parts):
                found = self._masks.nothing()
                for part in parts:
                    found |= self._node(part)
                return found
            case Not(part):
                return ~self._node(part)
            case Published():
                return self._published(node)
            case Words():
                return self._words(node)
        return self._named(node)

    def _all(self, parts: Sequence[Node]) -> Flags:
        """What fulfils all; topics and stances side by side are about one judgement."""
        fits = ~self._masks.nothing()
        judged = {Field.TOPIC: list[Named](), Field.STANCE: list[Named]()}
        for part in parts:
            if isinstance(part, Named) and part.field in judged:
                judged[part.field].append(part)
            else:
                fits &= self._node(part)
        stances: list[frozenset[int] | None] = [self._ids(each) for each in judged[Field.STANCE]]
        topics: list[frozenset[int] | None] = [self._ids(each) for each in judged[Field.TOPIC]]
        if judged[Field.TOPIC] or judged[Field.STANCE]:
            for topic_ids in topics or [None]:
                for stance_ids in stances or [None]:
                    fits &= self._masks.with_judgement(topic_ids, stance_ids)
        return fits

    # Words

    def _words(self, words: Words) -> Flags:
        if words.field not in {None, Field.QUOTE}:
            return self._of_articles(words)
        finder = finder_of((Words(words.text, None, words.is_phrase, words.is_prefix),))
        if finder is None:
            return self._masks.nothing()
        hints = [piece for piece in words.text.split() if piece.isascii() and piece.isalnum()]
        kinds = (QUOTATION, SUGGESTION) if words.field is Field.QUOTE else _KINDS
        among = self._in_articles_with(words)
        fits = self._saying(kinds, words, hints, finder.is_in, is_folding=True, among=among)
        if words.field is Field.QUOTE:
            fits &= ~self._masks.of_events()
        if words.field is None:
            people = [
                each.named.id
                for each in self._columns.names.speakers
                if finder.is_in(each.named.name)
            ]
            fits |= self._masks.with_speaker(people)
        return fits

    def _in_articles_with(self, words: Words) -> Longs | None:
        """The ids of quotations that may say the words, None when nearly all may.

        What is quoted stands in the article's text, whose index knows it at once. Where it
        may not, after an edit, it must be looked at in any case.
        """
        in_text = Words(words.text, Field.BODY, words.is_phrase, words.is_prefix)
        columns = self._columns
        fits = self._of_articles(in_text) & self._masks.of_kind(QUOTATION)
        if np.count_nonzero(fits) > _MOST_AMONG:
            return None
        return np.union1d(columns.ids[fits], np.array(in_doubt(self._connection), dtype=np.int64))

    def _saying(
        self,
        kinds: Iterable[int],
        question: Hashable,
        hints: list[str],
        says: Callable[[str], bool] | None,
        *,
        is_folding: bool,
        among: Longs | None = None,
    ) -> Flags:
        fits = self._masks.nothing()
        for kind in kinds:
            if self._masks.of_kind(kind).any():
                ids = self._answers.of(
                    (kind, question),
                    partial(
                        marks_saying,
                        self._connection,
                        kind,
                        hints,
                        says,
                        self._pause,
                        is_folding=is_folding,
                        among=among if kind == QUOTATION else None,
                    ),
                )
                fits |= self._masks.with_id(kind, ids)
        return fits

    # Dates

    def _published(self, node: Published) -> Flags:
        match node.field:
            case Field.BEFORE:
                return self._masks.between(None, node.t0)
            case Field.UNTIL:
                return self._masks.between(None, node.t1)
            case Field.SINCE:
                return self._masks.between(node.t0, None)
            case Field.AFTER:
                return self._masks.between(node.t1, None)
        return self._masks.between(node.t0, node.t1)

    # What goes by a name

    def _named(self, node: Named) -> Flags:
        match node.field:
            case Field.SPEAKER:
                return self._masks.with_speaker(self._ids(node))
            case Field.TOPIC:
                return self._masks.with_judgement(self._ids(node), None)
            case Field.STANCE:
                return self._masks.with_judgement(None, self._ids(node))
            case Field.KIND:
                source = Source("quotation", where="kind = ?", values=(node.value,))
                return self._masks.with_id(QUOTATION, self._read(source))
            case Field.TAG:
                return self._tagged(self._ids(node))
            case Field.HAS if node.value == Having.STANCES:
                return np.diff(self._columns.topics.first) > 0
            case Field.HAS if node.value == Having.DATE:
                return (self._columns.date >= 0) | (self._columns.published >= 0)
        return self._of_articles(node)

    def _tagged(self, ids: frozenset[int]) -> Flags:
        names = {name for tag_id, name in self._names(Field.TAG) if tag_id in ids}
        source = Source("article_tag", "tag_id", tuple(sorted(ids)))
        fits = self._masks.with_tag(names)
        return fits | self._masks.with_article(self._read(source, "article_id").tolist())

    def _of_articles(self, node: Node) -> Flags:
        """Rows that rest on an article of which this holds."""
        ids: Ids = {}
        if isinstance(node, Named) and node.field in hits.NAMED:
            ids = {node: sorted(self._ids(node))}
        fits = self._masks.nothing()
        for part in compiled(node, ids, lambda _beginning: ()).parts:
            condition = part.as_condition()
            source = Source(
                "article AS a", where=condition.sql.format(id="a.id"), values=condition.values
            )
            fits |= self._masks.with_article(self._read(source).tolist())
        return fits

    def _read(self, source: Source, column: str = "") -> Longs:
        """What the column holds of the rows, or their ids."""

        def read() -> Longs:
            numbers = [Number(column)] if column else []
            found = read_rows(self._connection, source, numbers, pause=self._pause)
            return found.numbers[0].astype(np.int64) if column else found.ids

        return self._answers.of((source, column), read)

    def _ids(self, named: Named) -> frozenset[int]:
        """The ids of what goes by the name, or by a name with words that begin like it."""
        wanted = folded(named.value)
        known = [(row_id, folded(name)) for row_id, name in self._names(named.field)]
        exact = frozenset(row_id for row_id, name in known if name == wanted)
        return exact or frozenset(
            row_id for row_id, name in known if _begins(wanted.split(), name.split())
        )

    def _names(self, field: Field) -> list[tuple[int, str]]:
        return hits.names_of(self._connection.connection.driver_connection, field)


def _begins(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each wanted word is one of the words, or their beginning."""
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _holder(word: str) -> Callable[[str], bool]:
    return lambda text: word in text.casefold()
