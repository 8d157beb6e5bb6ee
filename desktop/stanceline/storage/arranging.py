"""The order of the library: the ids of all articles by group, and how a change alters it.

What an article is grouped and put in order by is read as whole numbers and words; the
sorting of 100,000 of them takes a fraction of a second. After a change only the articles
that it touched are read: their places are found by looking at some of the others.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, String, case, func, select
from sqlalchemy.orm import Session

from stanceline.domain import civil
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.edtf import OPEN_END, OPEN_START
from stanceline.domain.library import SETTLED, WAITING, Arrangement, Grouping, Sorting
from stanceline.records import dataclass
from stanceline.storage import tables
from stanceline.storage.library import IS_WAITING, STATUS_ORDER, count, latest_change, plain_rows

Ids = npt.NDArray[np.int64]

_UNDATED = 2**62
_LONGEST_MONTH_S = 31 * 86_400
_MONTHS_AND_YEAR = 13
"""A year has twelve months, and a place for what is dated by the year alone."""

_LAST_PLAIN_YEAR = 9_999
_ACCENTS = re.compile("[\u0300-\u036f]")
_MOST_CHANGES = 4_000
_CHUNK = 500


class LibraryGroup(NamedTuple):
    """Articles that have something in common, in order.

    ``key`` tells the group from others of its grouping; it is empty where they lack what
    is grouped by. ``name`` is that of the outlet or tag, the code of the language, the
    EDTF of the month, or the key itself.
    """

    key: str
    name: str
    ids: Ids


@dataclass(frozen=True, slots=True)
class LibraryOrder:
    """The ids of all articles, by group; ``change_id`` is the line of the journal it holds for."""

    arrangement: Arrangement
    groups: tuple[LibraryGroup, ...]
    change_id: int
    n_articles: int


class _Read(NamedTuple):
    """Articles with what they are put in order by, and the groups that each stands in.

    ``rows`` and ``codes`` say together which article stands in which group: a row of
    ``ids`` and a place in ``keys``.
    """

    ids: Ids
    sorts: tuple[Sequence[Any] | Ids, ...]
    rows: Ids
    codes: Ids
    keys: list[str]


def order(session: Session, arrangement: Arrangement) -> LibraryOrder:
    """All articles in their groups, in order."""
    change_id = latest_change(session)
    if arrangement == Arrangement():
        groups = [_in_status(session, status) for status in STATUS_ORDER]
        n_articles = sum(len(each.ids) for each in groups)
        return LibraryOrder(arrangement, _in_order(arrangement, groups), change_id, n_articles)
    read = _read(session, arrangement, None)
    ranks = _ranks(read)
    by_group = np.lexsort((ranks[read.rows], read.codes))
    ids = read.ids[read.rows[by_group]]
    ends = np.searchsorted(read.codes[by_group], np.arange(len(read.keys) + 1))
    names = _names(session, arrangement.grouping)
    groups = [
        LibraryGroup(key, _name(arrangement.grouping, key, names), ids[ends[n] : ends[n + 1]])
        for n, key in enumerate(read.keys)
    ]
    return LibraryOrder(arrangement, _in_order(arrangement, groups), change_id, len(read.ids))


def _in_status(session: Session, status: ArticleStatus) -> LibraryGroup:
    """The group with which a library opens: an index has it in order already."""
    article = tables.Article
    found = session.connection().execute(
        select(article.id)
        .where(article.status == status)
        .order_by(article.published_t0.desc().nulls_last(), article.id)
    )
    ids = np.fromiter(chain.from_iterable(plain_rows(found)), np.int64)
    return LibraryGroup(status.value, status.value, ids)


def order_after(session: Session, known: LibraryOrder, most: int) -> LibraryOrder:
    """The order as it is now; its groups are the same objects where no article moved.

    From more than ``most`` articles on all are read anew.
    """
    touched = _touched(session, known.arrangement, known.change_id, most)
    if touched is None:
        return order(session, known.arrangement)
    change_id = latest_change(session)
    if not touched:
        return replace(known, change_id=change_id)
    moved = np.array(sorted(touched), np.int64)
    left = {each.key: each.ids[~np.isin(each.ids, moved)] for each in known.groups}
    read = _read(session, known.arrangement, [int(each) for each in moved])
    left |= _inserted(session, known.arrangement, read, left)
    names = _names(session, known.arrangement.grouping)
    before = {each.key: each for each in known.groups}
    groups = [
        before[key]
        if key in before and np.array_equal(before[key].ids, ids)
        else LibraryGroup(key, _name(known.arrangement.grouping, key, names), ids)
        for key, ids in left.items()
    ]
    n_articles = session.scalar(select(func.count()).select_from(tables.Article)) or 0
    return LibraryOrder(
        known.arrangement, _in_order(known.arrangement, groups), change_id, n_articles
    )


# ------------------------------------------------------------------------- reading


def _read(session: Session, arrangement: Arrangement, ids: Sequence[int] | None) -> _Read:
    """What these articles, or all, are grouped and put in order by."""
    group_columns = _GROUP_COLUMNS.get(arrangement.grouping, ())
    wanted: Select[Any] = select(
        tables.Article.id, *group_columns, *_SORT_COLUMNS[arrangement.sorting]
    )
    if ids is not None:
        wanted = wanted.where(tables.Article.id.in_(ids))
    columns = _columns(session, wanted)
    found = np.array(columns[0], np.int64)
    first_sort = 1 + len(group_columns)
    members = _members(session, arrangement.grouping, found, columns[1:first_sort])
    sorts = _sorts(session, arrangement.sorting, columns[first_sort:])
    return _Read(found, sorts, *members)


def _columns(session: Session, wanted: Select[Any]) -> list[Sequence[Any] | Ids]:
    """What is selected, column by column; arrays where all of it is whole numbers."""
    rows = plain_rows(session.connection().execute(wanted))
    n_columns = len(wanted.selected_columns)
    if any(isinstance(each.type, String) for each in wanted.selected_columns):
        known = list(rows)
        return [[row[n] for row in known] for n in range(n_columns)]
    numbers = np.fromiter(chain.from_iterable(rows), np.int64)
    return list(numbers.reshape(-1, n_columns).T)


_published = tables.Article.published_t0
_newest_first = func.coalesce(-_published, _UNDATED)
_n_waiting = count(tables.Suggestion.article_id == tables.Article.id, IS_WAITING)
_n_quotations = count(tables.Quotation.article_id == tables.Article.id)

_GROUP_COLUMNS: dict[Grouping, tuple[ColumnElement[Any], ...]] = {
    Grouping.STATUS: (
        case(
            {status: place for place, status in enumerate(STATUS_ORDER)},
            value=tables.Article.status,
            else_=len(STATUS_ORDER),
        ),
    ),
    Grouping.SUGGESTIONS: (
        select(tables.Suggestion.id)
        .where(tables.Suggestion.article_id == tables.Article.id, IS_WAITING)
        .exists(),
    ),
    Grouping.SOURCE: (func.coalesce(tables.Article.source_id, 0),),
    Grouping.MONTH: (
        func.coalesce(_published, OPEN_START),
        func.coalesce(tables.Article.published_t1, OPEN_END),
    ),
    Grouping.LANGUAGE: (tables.Article.__table__.c.language,),
}

_SORT_COLUMNS: dict[Sorting, tuple[ColumnElement[Any], ...]] = {
    Sorting.NEWEST: (_newest_first,),
    Sorting.OLDEST: (func.coalesce(_published, _UNDATED),),
    Sorting.IMPORTED: (-tables.Article.__table__.c.id,),
    Sorting.TITLE: (tables.Article.__table__.c.title,),
    Sorting.SOURCE: (func.coalesce(tables.Article.source_id, 0), _newest_first),
    Sorting.QUOTATIONS: (-_n_quotations, _newest_first),
    Sorting.SUGGESTIONS: (-_n_waiting, _newest_first),
}


def _sorts(
    session: Session, sorting: Sorting, columns: Sequence[Sequence[Any] | Ids]
) -> tuple[Sequence[Any] | Ids, ...]:
    """What can be compared as it is: folded words, and outlets by the place of their names."""
    match sorting:
        case Sorting.TITLE:
            return ([_plainly(title) for title in columns[0]],)
        case Sorting.SOURCE:
            places = _places_of_sources(session)
            numbers = np.asarray(columns[0])
            known = _distinct(numbers)
            ranks = [places.get(int(number), len(places)) for number in known]
            return (np.array(ranks, np.int64)[np.searchsorted(known, numbers)], *columns[1:])
    return tuple(columns)


def _plainly(words: str) -> str:
    """The words as one looks for them: without case and accents."""
    if words.isascii():
        return words.casefold()
    # A search folds more than this, which takes ten times as long.
    return _ACCENTS.sub("", normalize("NFD", words.casefold()))


def _places_of_sources(session: Session) -> dict[int, int]:
    names = _names(session, Grouping.SOURCE)
    inorder = sorted(names, key=lambda key: (_plainly(names[key]), key))
    return {int(key): place for place, key in enumerate(inorder)}


def _ranks(read: _Read) -> Ids:
    """The place of each article among all."""
    sorts = [_numbered(each) for each in read.sorts]
    inorder = np.lexsort((read.ids, *reversed(sorts)))
    ranks = np.empty(len(read.ids), np.int64)
    ranks[inorder] = np.arange(len(inorder))
    return ranks


def _numbered(values: Sequence[Any] | Ids) -> Ids:
    """Numbers as they are; words as the places that they have among all of them."""
    if not len(values) or not isinstance(values[0], str):
        return np.asarray(values, np.int64)
    inorder = sorted(range(len(values)), key=values.__getitem__)
    is_new = [values[a] != values[b] for a, b in pairwise(inorder)]
    places = np.empty(len(values), np.int64)
    places[inorder] = np.concatenate(([0], np.cumsum(is_new)))
    return places


# -------------------------------------------------------------------------- groups


def _members(
    session: Session, grouping: Grouping, ids: Ids, columns: Sequence[Sequence[Any] | Ids]
) -> tuple[Ids, Ids, list[str]]:
    """Which article stands in which group: rows of ``ids``, places in the keys, and these."""
    rows = np.arange(len(ids))
    match grouping:
        case Grouping.NONE:
            return rows, np.zeros(len(ids), np.int64), [""]
        case Grouping.TAG:
            return _tagged(session, ids)
        case Grouping.LANGUAGE:
            keys = sorted(set(columns[0]))
            places = {key: place for place, key in enumerate(keys)}
            return rows, np.array([places[each] for each in columns[0]], np.int64), keys
    numbers = np.array(columns, np.int64)
    values = _months(*numbers) if grouping is Grouping.MONTH else numbers[0]
    known = _distinct(values)
    return rows, np.searchsorted(known, values), [_key(grouping, int(each)) for each in known]


def _distinct(values: Ids) -> Ids:
    """The values in order, each once; numpy's own would load masked arrays for it."""
    return np.array(sorted(set(values.tolist())), np.int64)


def _key(grouping: Grouping, value: int) -> str:
    match grouping:
        case Grouping.STATUS:
            # What no status of ours is counts as not yet read.
            known = STATUS_ORDER[value] if value < len(STATUS_ORDER) else ArticleStatus.UNREAD
            return known.value
        case Grouping.SUGGESTIONS:
            return WAITING if value else SETTLED
        case Grouping.MONTH:
            return "" if value == -_UNDATED else str(value)
    return str(value) if value else ""


def _months(t0: Ids, t1: Ids) -> Ids:
    """The month of each span of time; the year alone where it is longer than a month."""
    months = (t0 // civil.SECONDS_PER_DAY).astype("datetime64[D]").astype("datetime64[M]")
    since_1970 = months.astype(np.int64)
    year, month = since_1970 // 12 + 1970, since_1970 % 12 + 1
    month = np.where(t1 - t0 <= _LONGEST_MONTH_S, month, 0)
    is_open = (t0 <= OPEN_START) | (t0 >= OPEN_END)
    return np.where(is_open, -_UNDATED, year * _MONTHS_AND_YEAR + month)


def _edtf_of(month_key: str) -> str:
    """The EDTF of the month or year that a key stands for."""
    year, month = divmod(int(month_key), _MONTHS_AND_YEAR)
    plain = f"{year:04}" if year >= 0 else f"-{-year:04}"
    if abs(year) > _LAST_PLAIN_YEAR:
        return f"Y{year}"
    return f"{plain}-{month:02}" if month else plain


def _tagged(session: Session, ids: Ids) -> tuple[Ids, Ids, list[str]]:
    """Articles by their tags, those with several in several groups."""
    link = tables.ArticleTag
    wanted = select(link.article_id, link.tag_id)
    if len(ids) <= _CHUNK:
        wanted = wanted.where(link.article_id.in_([int(each) for each in ids]))
    pairs = np.array(list(plain_rows(session.connection().execute(wanted))), np.int64).reshape(
        -1, 2
    )
    inorder = np.argsort(ids)
    places = np.searchsorted(ids[inorder], pairs[:, 0])
    rows = inorder[places] if len(pairs) else np.zeros(0, np.int64)
    is_bare = np.ones(len(ids), np.bool_)
    is_bare[rows] = False
    bare = np.flatnonzero(is_bare)
    values = np.concatenate((pairs[:, 1], np.zeros(len(bare), np.int64)))
    known = _distinct(values)
    keys = [str(value) if value else "" for value in known]
    return np.concatenate((rows, bare)), np.searchsorted(known, values), keys


def _names(session: Session, grouping: Grouping) -> dict[str, str]:
    """The names of the things whose ids are keys; none where the keys say it themselves."""
    if grouping is Grouping.SOURCE:
        named = select(tables.Source.id, tables.Source.name)
    elif grouping is Grouping.TAG:
        named = select(tables.Tag.id, tables.Tag.name)
    else:
        return {}
    return {str(number): name for number, name in session.execute(named)}


def _name(grouping: Grouping, key: str, names: dict[str, str]) -> str:
    if grouping is Grouping.MONTH and key:
        return _edtf_of(key)
    return names.get(key, key)


def _in_order(arrangement: Arrangement, groups: Iterable[LibraryGroup]) -> tuple[LibraryGroup, ...]:
    """The groups that have articles, as they follow one another."""

    def place(group: LibraryGroup) -> tuple[Any, ...]:
        match arrangement.grouping:
            case Grouping.STATUS:
                return (STATUS_ORDER.index(ArticleStatus(group.key)),)
            case Grouping.SUGGESTIONS:
                return (group.key != WAITING,)
            case Grouping.MONTH if group.key:
                code = int(group.key)
                return (False, code if arrangement.sorting is Sorting.OLDEST else -code)
        return (not group.key, _plainly(group.name))

    return tuple(sorted((each for each in groups if len(each.ids)), key=place))


# ------------------------------------------------------------------------- changes


def _touched(session: Session, arrangement: Arrangement, since: int, most: int) -> set[int] | None:
    """The articles that may have moved after that line of the journal; None when too many."""
    change = tables.Change
    found = session.execute(
        select(change.tbl, change.row_id, change.op, change.vals)
        .where(change.id > since, change.tbl.in_(_tables_for(arrangement)))
        .order_by(change.id)
        .limit(_MOST_CHANGES + 1)
    ).all()
    if len(found) > _MOST_CHANGES:
        return None
    columns = {*_MOVING_GROUP[arrangement.grouping], *_MOVING_SORT[arrangement.sorting]}
    articles: set[int] = set()
    owned: dict[str, set[int]] = {}
    for table, row_id, op, written in found:
        if table in _NAMING_TABLES:
            if op == "U":
                return None
        elif table == tables.Article.__tablename__:
            if op != "U" or any(f'"{name}"' in (written or "") for name in columns):
                articles.add(row_id)
        elif op == "I" and row_id:
            owned.setdefault(table, set()).add(row_id)
        else:
            owner = json.loads(written or "{}").get("article_id")
            if isinstance(owner, int):
                articles.add(owner)
            else:
                owned.setdefault(table, set()).add(row_id)
        if len(articles) > most:
            return None
    for table, row_ids in owned.items():
        articles |= _owners(session, table, row_ids)
    return None if len(articles) > most else articles


_NAMING_TABLES = frozenset({"source", "tag"})
_MOVING_GROUP: dict[Grouping, tuple[str, ...]] = {
    Grouping.NONE: (),
    Grouping.STATUS: ("status",),
    Grouping.SUGGESTIONS: (),
    Grouping.SOURCE: ("source_id",),
    Grouping.MONTH: ("published_t0", "published_t1"),
    Grouping.LANGUAGE: ("language",),
    Grouping.TAG: (),
}
"""The columns of an article that move it to another group."""

_MOVING_SORT: dict[Sorting, tuple[str, ...]] = {
    Sorting.NEWEST: ("published_t0",),
    Sorting.OLDEST: ("published_t0",),
    Sorting.IMPORTED: (),
    Sorting.TITLE: ("title",),
    Sorting.SOURCE: ("source_id", "published_t0"),
    Sorting.QUOTATIONS: ("published_t0",),
    Sorting.SUGGESTIONS: ("published_t0",),
}
"""The columns of an article that move it within a group."""

_OWNED: dict[str, type[tables.Quotation] | type[tables.Suggestion]] = {
    "quotation": tables.Quotation,
    "suggestion": tables.Suggestion,
}


def _tables_for(arrangement: Arrangement) -> set[str]:
    """The tables whose changes can move an article."""
    wanted = {"article"}
    if Sorting.QUOTATIONS is arrangement.sorting:
        wanted.add("quotation")
    if "suggestions" in (arrangement.sorting.value, arrangement.grouping.value):
        wanted.add("suggestion")
    if "source" in (arrangement.sorting.value, arrangement.grouping.value):
        wanted.add("source")
    if arrangement.grouping is Grouping.TAG:
        wanted |= {"tag", "article_tag"}
    return wanted


def _owners(session: Session, table: str, row_ids: Iterable[int]) -> set[int]:
    """The articles of these rows, so far as the rows are still there."""
    model = _OWNED[table]
    ids = sorted(row_ids)
    owners: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        owners.update(
            session.scalars(select(model.article_id).where(model.id.in_(part)).distinct())
        )
    return owners


def _inserted(
    session: Session, arrangement: Arrangement, read: _Read, groups: dict[str, Ids]
) -> dict[str, Ids]:
    """The groups into which the read articles come, with them in their places."""
    values = _compared(read)
    coming: dict[str, list[tuple[Any, ...]]] = {}
    for row, code in zip(read.rows, read.codes, strict=True):
        coming.setdefault(read.keys[code], []).append(values[row])
    searches = [
        _Search(key, value, 0, len(groups.get(key, ())))
        for key, those in coming.items()
        for value in sorted(those)
    ]
    while open_ones := [each for each in searches if each.low < each.high]:
        middles = {int(groups[each.key][each.middle]) for each in open_ones}
        # Each round looks at one article a search: a dozen rounds do for 100,000.
        compared = _values_of(session, arrangement, sorted(middles))
        for each in open_ones:
            each.narrow(compared.get(int(groups[each.key][each.middle])))
    result = {}
    for key in coming:
        places = [each.low for each in searches if each.key == key]
        ids = [each.value[-1] for each in searches if each.key == key]
        result[key] = np.insert(groups.get(key, np.zeros(0, np.int64)), places, ids)
    return result


@dataclass(slots=True)
class _Search:
    """Where in a group an article belongs: between ``low`` and ``high``."""

    key: str
    value: tuple[Any, ...]
    low: int
    high: int

    @property
    def middle(self) -> int:
        return (self.low + self.high) // 2

    def narrow(self, other: tuple[Any, ...] | None) -> None:
        """Go on on the side of the middle that its value says."""
        if other is None or other < self.value:
            self.low = self.middle + 1
        else:
            self.high = self.middle


def _values_of(
    session: Session, arrangement: Arrangement, ids: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    read = _read(session, replace(arrangement, grouping=Grouping.NONE), ids)
    return {value[-1]: value for value in _compared(read)}


def _compared(read: _Read) -> list[tuple[Any, ...]]:
    """What tells of two articles which comes first; the last part is the id."""
    return list(zip(*(list(each) for each in read.sorts), read.ids.tolist(), strict=True))
