"""Which lanes each mark belongs to, for every kind of lane."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.events import EventStatus
from stanceline.domain.marks import LaneKey, Named
from stanceline.records import dataclass
from stanceline.services.timeline import NONE, Several, are_events
from stanceline.timeline.sorting.stance_columns import NO_STANCE, leading, stance_values
from stanceline.timeline.sorting.table import Codes, Flags, Ints, TimeTable
from stanceline.timeline.words.wording import Wording

OWN, EVENTS, REST = 0, 1, 2
"""What kind of lane a group is: of its own, of events that fit none, of other such marks."""


@dataclass(frozen=True, slots=True)
class Group:
    """What may become a lane; ``position`` is its place in a fixed order, if there is one."""

    key: str
    title: str
    kind: int = OWN
    position: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """The groups of each mark: those of mark i are ``codes[first[i] : first[i + 1]]``.

    Each mark has one at least. ``first`` is None where each has exactly one. For topics,
    ``stance`` and ``other_stance`` are those on the topic, one for each of the codes.
    """

    groups: tuple[Group, ...]
    first: Ints | None
    codes: Ints
    stance: Codes | None = None
    other_stance: Codes | None = None

    def expanded(self, rows: Ints) -> tuple[Ints, Ints]:
        """The rows, each as often as it has groups, and where its codes stand."""
        if self.first is None:
            return rows, rows
        starts = self.first[rows]
        n = self.first[rows + 1] - starts
        starts -= np.cumsum(n, dtype=np.int32) - n
        at = np.repeat(starts, n)
        at += np.arange(at.size, dtype=np.int32)
        return np.repeat(rows, n), at


def membership(table: TimeTable, by: LaneKey, wording: Wording) -> Membership:
    """The groups of all marks for one kind of lane."""
    return _MEMBERSHIPS[by](table, wording)


def _by_speaker(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    groups = [_named("speaker", person.named) for person in columns.names.speakers]
    return _grouped(table, groups, columns.speakers, _rest_of_events(wording, wording.no_speaker))


def _by_affiliation(table: TimeTable, wording: Wording) -> Membership:
    """An organisation that others belong to speaks in its own lane, too."""
    columns = table.columns
    people = columns.names.speakers
    groups = [_named("affiliation", person.named) for person in people]
    belongs_to = np.array([person.affiliation for person in people], dtype=np.int32)
    is_home = np.zeros(len(people), dtype=np.bool_)
    is_home[belongs_to[belongs_to != NONE]] = True
    own = np.arange(len(people), dtype=np.int32)
    belongs_to = np.where((belongs_to == NONE) & is_home, own, belongs_to)
    codes = belongs_to[columns.speakers.values] if people else columns.speakers.values
    rest = _rest_of_events(wording, wording.no_affiliation)
    return _grouped(table, groups, Several(columns.speakers.first, codes), rest)


def _by_topic(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    groups = [_named("topic", topic) for topic in columns.names.topics]
    rest = _rest_of_events(wording, wording.no_topic)
    found = _grouped(table, groups, columns.topics, rest)
    stance, other = _stances_on_topics(table, found)
    return Membership(found.groups, found.first, found.codes, stance, other)


def _by_category(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    groups = [Group(f"category:{name}", name) for name in columns.names.categories]
    rest = _rest_of_quotations(wording, wording.no_category)
    return _grouped(table, groups, columns.category, rest)


def _by_status(table: TimeTable, wording: Wording) -> Membership:
    groups = [
        Group(f"status:{status.value}", wording.status(status.value), position=position)
        for position, status in enumerate(EventStatus)
    ]
    rest = _rest_of_quotations(wording, wording.all_marks)
    return _grouped(table, groups, table.columns.status, rest)


def _by_source(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    groups = [Group(f"source:{name}", name) for name in columns.names.sources]
    articles = columns.articles
    codes = columns.article.source[articles.values] if articles.values.size else articles.values
    return _grouped(table, groups, Several(articles.first, codes), _rest(wording.no_source))


def _by_tag(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    groups = [Group(f"tag:{name}", name) for name in columns.names.tags]
    return _grouped(table, groups, columns.tags, _rest(wording.no_tag))


def _by_analyst(table: TimeTable, wording: Wording) -> Membership:
    columns = table.columns
    # Two of them may have the same name.
    groups = [_named("analyst", analyst) for analyst in columns.names.analysts]
    return _grouped(table, groups, columns.analyst, _rest(wording.no_analyst))


def _in_one(table: TimeTable, wording: Wording) -> Membership:
    codes = np.zeros(len(table.columns), dtype=np.int32)
    return Membership((Group("all", wording.all_marks),), None, codes)


_MEMBERSHIPS: dict[LaneKey, Callable[[TimeTable, Wording], Membership]] = {
    LaneKey.SPEAKER: _by_speaker,
    LaneKey.AFFILIATION: _by_affiliation,
    LaneKey.TOPIC: _by_topic,
    LaneKey.CATEGORY: _by_category,
    LaneKey.STATUS: _by_status,
    LaneKey.SOURCE: _by_source,
    LaneKey.TAG: _by_tag,
    LaneKey.ANALYST: _by_analyst,
    LaneKey.NONE: _in_one,
}


def _named(kind: str, named: Named) -> Group:
    return Group(f"{kind}:{named.id}", named.short_name or named.name)


_Rest = tuple[Group, Group]
"""The groups of events and of other marks that belong to no other one."""


def _rest(title: str) -> _Rest:
    rest = Group("rest", title, REST, 1)
    return rest, rest


def _rest_of_events(wording: Wording, title: str) -> _Rest:
    return Group("rest:events", wording.events, EVENTS), Group("rest", title, REST, 1)


def _rest_of_quotations(wording: Wording, title: str) -> _Rest:
    return Group("rest", title, REST, 1), Group("rest:quotations", wording.quotations, REST)


def _grouped(
    table: TimeTable, groups: Sequence[Group], codes: Several | NDArray[np.integer], rest: _Rest
) -> Membership:
    """The membership by codes of groups, each once for a mark, the rest where it has none."""
    both = tuple(dict.fromkeys(rest))
    of_event = len(groups)
    of_others = of_event + len(both) - 1
    is_event = are_events(table.columns.kind, table.columns.status)
    all_groups = (*groups, *both)
    if not isinstance(codes, Several):
        own = np.where(is_event, np.int32(of_event), np.int32(of_others))
        np.copyto(own, codes, where=codes != NONE)
        return Membership(all_groups, None, own)
    first, values = _distinct(codes)
    counts = np.diff(first)
    missing = counts == 0
    if not missing.any():
        return Membership(all_groups, None if values.size == counts.size else first, values)
    is_rest = np.zeros(values.size + int(missing.sum()), dtype=np.bool_)
    if is_rest.size == counts.size:
        first = np.arange(counts.size + 1, dtype=np.int32)
    else:
        first = np.zeros(first.size, dtype=np.int32)
        np.cumsum(np.maximum(counts, 1, out=counts), out=first[1:])
    is_rest[first[:-1][missing]] = True
    found = np.empty(is_rest.size, dtype=np.int32)
    found[is_rest] = np.where(is_event[missing], of_event, of_others)
    found[~is_rest] = values
    return Membership(all_groups, None if is_rest.size == counts.size else first, found)


def _distinct(several: Several) -> tuple[Ints, Ints]:
    """The codes of each row, each once, without those that stand for nothing."""
    first, values = several.first, several.values
    if values.size and int(values.min()) < 0:
        is_code = values != NONE
        first = _first_of_kept(first, is_code)
        values = values[is_code]
    counts = np.diff(first)
    rows = np.flatnonzero(counts > 1)
    if rows.size == 0:
        return first, values
    # Only rows with several codes can have one twice, and hardly any has.
    n = counts[rows].astype(np.int64)
    at = np.repeat(first[rows] - (np.cumsum(n) - n), n) + np.arange(int(n.sum()))
    pairs = np.repeat(rows, n) * (int(values.max()) + 1) + values[at]
    order = np.argsort(pairs, kind="stable")
    again = np.flatnonzero(pairs[order][1:] == pairs[order][:-1]) + 1
    if again.size == 0:
        return first, values
    is_first = np.ones(values.size, dtype=np.bool_)
    is_first[at[order[again]]] = False
    return _first_of_kept(first, is_first), values[is_first]


def _first_of_kept(first: Ints, keep: Flags) -> Ints:
    """Where rows begin when only some of their codes are kept."""
    up_to = np.zeros(keep.size + 1, dtype=np.int32)
    np.cumsum(keep, out=up_to[1:])
    return up_to[first]


def _stances_on_topics(table: TimeTable, found: Membership) -> tuple[Codes, Codes]:
    """The leading stances on the topic, for each of the codes of the membership."""
    topics = table.columns.topics
    codes = table.stance_codes[table.columns.stances]
    counts = np.diff(topics.first)
    places = np.arange(counts.size) if found.first is None else found.first[:-1]
    stance = np.full(found.codes.size, NO_STANCE, dtype=np.int8)
    single = counts == 1
    stance[places[single]] = codes[topics.first[:-1][single]]
    rows = np.flatnonzero(counts > 1).astype(np.int32)
    if rows.size == 0:
        return stance, np.broadcast_to(np.int8(NO_STANCE), stance.shape)
    other = np.full(stance.size, NO_STANCE, dtype=np.int8)
    span = len(found.groups)
    judged, at = _pairs_of(topics, rows, span)
    order = np.argsort(judged, kind="stable")
    judged = judged[order]
    own = Several(np.arange(counts.size + 1, dtype=np.int32), found.codes)
    wanted, into = _pairs_of(own if found.first is None else Several(found.first, found.codes),
                             rows, span)  # fmt: skip
    sought = np.argsort(wanted, kind="stable")
    first = np.append(np.searchsorted(judged, wanted[sought]), judged.size)
    into = into[sought]
    stance[into], other[into] = leading(first, codes[at[order]], stance_values(table.stances))
    return stance, other


def _pairs_of(
    several: Several, rows: Ints, span: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and code of each code of some rows as one number, and where the codes stand."""
    starts = several.first[rows].astype(np.int64)
    n = several.first[rows.astype(np.int64) + 1] - starts
    at = np.repeat(starts - (np.cumsum(n) - n), n) + np.arange(int(n.sum()))
    return np.repeat(rows.astype(np.int64), n) * span + several.values[at], at
