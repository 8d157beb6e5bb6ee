"""What an action did, in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from sqlalchemy.engine import Connection

from stanceline.domain.actions import ActionKind
from stanceline.domain.spans import SEGMENT_JOIN
from stanceline.records import dataclass
from stanceline.services.view_words import view_changes
from stanceline.storage.history import (
    LARGE,
    Counted,
    Key,
    Line,
    Rows,
    Values,
    changes_of_sorts,
    counted,
)
from stanceline.storage.journal import DELETED, INSERTED, UPDATED, Change, has_ids, journalled
from stanceline.storage.learning import SINCE
from stanceline.storage.suggestions import BY_DEFAULT, KINDS

MOST_NAMED = 6
"""Rows of one sort that are named one by one; more are counted."""

_MOST_DETAILS = 12
_MOST_CHARACTERS = 40

_NOUNS = {
    "setting": ("setting", "settings"),
    "analyst": ("analyst", "analysts"),
    "source": ("source", "sources"),
    "article": ("article", "articles"),
    "speaker": ("speaker", "speakers"),
    "speaker_alias": ("other name", "other names"),
    "speaker_role": ("role", "roles"),
    "stance_scale": ("stance scale", "stance scales"),
    "stance": ("stance", "stances"),
    "topic": ("topic", "topics"),
    "quotation": ("quotation", "quotations"),
    "quotation_span": ("passage", "passages"),
    "judgement": ("judgement", "judgements"),
    "category": ("category", "categories"),
    "event": ("event", "events"),
    "event_participant": ("participant", "participants"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "doubt": ("passage to check", "passages to check"),
    "tag": ("tag", "tags"),
    "article_tag": ("tag of an article", "tags of articles"),
    "quotation_tag": ("tag of a quotation", "tags of quotations"),
    "event_tag": ("tag of an event", "tags of events"),
    "timeline": ("view", "views"),
    "suggestion": ("suggestion", "suggestions"),
}

_OWNERS = {
    "quotation": ("article",),
    "quotation_span": ("quotation",),
    "judgement": ("quotation", "topic"),
    "suggestion": ("article",),
    "evidence": ("event", "article"),
    "doubt": ("article",),
    "article_tag": ("article",),
    "quotation_tag": ("quotation",),
    "event_tag": ("event",),
    "event_participant": ("event", "speaker"),
    "speaker_alias": ("speaker",),
    "speaker_role": ("speaker",),
    "stance": ("stance_scale",),
}
"""Tables whose rows come and go with a row of these."""

_SILENT = frozenset({"quotation_span", "speaker_alias", "speaker_role"})
"""Parts that go without saying when what they belong to comes or goes."""

_NAME_COLUMNS = {
    "analyst": "name",
    "source": "name",
    "article": "title",
    "speaker": "name",
    "speaker_alias": "alias",
    "speaker_role": "title",
    "stance_scale": "name",
    "stance": "label",
    "topic": "name",
    "category": "name",
    "event": "title",
    "tag": "name",
    "timeline": "name",
}
_QUOTED = frozenset({"article", "event", "timeline", "tag", "category"})
"""Things whose names stand in quotation marks."""

_BECAME = {
    "accepted": "accepted",
    "rejected": "rejected",
    "waiting": "waits again",
    "held": "held back",
}
"""What a suggestion's status says of what became of it."""

_TAUGHT = frozenset({"is_corrected", "decided_at"})
_ON_FEW = ("Accept a suggestion", "Reject a suggestion", "Forget what was learnt")
"""Ends of the labels of actions that change many suggestions by what they teach alone."""

_COLUMNS = {
    "source_id": "source",
    "speaker_id": "speaker",
    "affiliation_id": "belongs to",
    "category_id": "category",
    "reprint_of_id": "reprint of",
    "stance_id": "stance",
    "topic_id": "topic",
    "short_name": "short name",
    "said": "date said",
    "edtf": "date given",
    "said_phrase": "words about the date",
    "phrase": "words about the date",
    "since": "from",
}
"""Columns whose words are not their names."""

_HIDDEN = frozenset(
    {"uid", "grams", "revision", "text_id", "original_id", "position", "rule", "definition"}
    | {"spans", "start", "end", "exact", "prefix", "suffix", "imported_at", "created_at"}
    | {"cue_start", "cue_end", "mention_start", "mention_end", "date_precision", "date_flags"}
    | {"judged_at", "quotation_id", "analyst_id", "article_id", "event_id", "scale_id"}
)
_BOUNDS = ("_t0", "_t1", "_o0", "_o1")
_LONG = frozenset({"note", "description", "said_phrase", "phrase", "title"})
"""Columns whose values stand in quotation marks."""

_REFERRED = {
    column.name: foreign.column.table.name
    for table in journalled().values()
    for column in table.columns
    for foreign in column.foreign_keys
    if foreign.column.table.name in _NAME_COLUMNS or foreign.column.table.name == "quotation"
}
"""The tables that columns refer to; a column's name says it in every table."""


def shortened(words: str, most: int = _MOST_CHARACTERS) -> str:
    """The words as one line, cut after a whole word where they are many."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0] if " " in line[: most + 1] else line[:most]
    return f"{cut.rstrip(' ,;:.')} …"


def number_of(n: int, table: str) -> str:
    """A number of things of the table, such as “2 judgements”."""
    return f"{n:,} {_NOUNS[table][n != 1]}"


def listed(words: Sequence[str]) -> str:
    """The words with commas and an “and” between them."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


@dataclass(slots=True)
class _Did:
    """What an action did to one row on the whole."""

    table: str
    op: str
    row_id: int
    change_id: int
    vals: dict[str, Any] = field(default_factory=dict)


class Teller:
    """Tells what actions did; all that their lines need is read in a few statements."""

    def __init__(self, connection: Connection, lines: Sequence[Line]) -> None:
        self._rows = Rows(connection)
        self._sorts: dict[int, list[Counted]] = defaultdict(list)
        for each in counted(connection, lines):
            if each.table in _NOUNS:
                self._sorts[each.action_id].append(each)
        # What came and went in one action is told of only after all of it is read.
        mixed = {line.id for line in lines if self._is_mixed(line)}
        wanted = [
            each
            for action_id, sorts in self._sorts.items()
            for each in sorts
            if action_id in mixed or _is_named(each, sorts)
        ]
        self._did: dict[int, list[_Did]] = {}
        for action_id, changes in changes_of_sorts(connection, wanted).items():
            did = list(_on_the_whole(changes))
            if action_id in mixed:
                numbers = Counter((each.table, each.op) for each in did)
                sorts = [Counted(action_id, *sort, n) for sort, n in numbers.items()]
                self._sorts[action_id] = sorts
                named = {(each.table, each.op) for each in sorts if _is_named(each, sorts)}
                did = [each for each in did if (each.table, each.op) in named]
            self._did[action_id] = did
        self._read_ahead()

    def _is_mixed(self, line: Line) -> bool:
        """Whether the action both inserted and deleted rows of one table."""
        sorts = self._sorts.get(line.id, ())
        inserted, deleted = (
            {each.table for each in sorts if each.op == op} for op in (INSERTED, DELETED)
        )
        return bool(inserted & deleted) and line.n_changes <= LARGE

    def _read_ahead(self) -> None:
        did = [each for rows in self._did.values() for each in rows if each.row_id]
        self._rows.read((each.table, each.row_id) for each in did)
        referred = set(self._referred(each for rows in self._did.values() for each in rows))
        self._rows.read_latest(referred)
        more = {
            (table, values[f"{table}_id"])
            for key in referred
            for values in [self._rows.latest(*key) or {}]
            for table in ("article", "speaker", "event")
            if values.get(f"{table}_id")
        }
        self._rows.read_latest(more)
        quoted = {row_id for table, row_id in referred if table == "quotation"}
        quoted |= {each.row_id for each in did if each.table == "quotation"}
        self._words = {
            quotation_id: SEGMENT_JOIN.join(str(part["exact"]) for part in parts)
            for quotation_id, parts in self._rows.spans(quoted).items()
        }

    def _referred(self, did: Iterable[_Did]) -> Iterator[Key]:
        for each in did:
            images = [self._image(each)]
            if each.op == UPDATED:
                images += [{name: pair[n] for name, pair in each.vals.items()} for n in (0, 1)]
            for image in images:
                for column, value in image.items():
                    if column in _REFERRED and value is not None:
                        yield _REFERRED[column], value

    def _image(self, did: _Did) -> Values:
        """The row as the action left it, or as it was when the action deleted it."""
        if did.op == DELETED or not did.row_id:
            if did.op == UPDATED:
                return {column: new for column, (_, new) in did.vals.items()}
            return did.vals
        return self._rows.after(did.table, did.row_id, did.change_id) or {}

    # ------------------------------------------------------------------------ lines

    def details(self, line: Line) -> tuple[str, ...]:
        """What the action did, the most telling first."""
        sorts, did = self._sorts.get(line.id, []), self._did.get(line.id, [])
        told = [
            *self._came_or_went(line, DELETED, sorts, did),
            *self._came_or_went(line, INSERTED, sorts, did),
            *self._words_changed(sorts, did),
            *self._updated(line, sorts, did),
            *_suggestions_came_or_went(line, sorts),
        ]
        told = _without_the_same_again(list(dict.fromkeys(told)))
        if len(told) > _MOST_DETAILS:
            n_left = len(told) - _MOST_DETAILS + 1
            told[_MOST_DETAILS - 1 :] = [f"and {n_left} more"]
        return tuple(told)

    def _came_or_went(
        self, line: Line, op: str, sorts: Sequence[Counted], did: Sequence[_Did]
    ) -> Iterator[str]:
        """The rows that the action inserted or deleted, those that belong to others with them."""
        totals = Counter({each.table: each.n for each in sorts if each.op == op})
        if len(_by_op(sorts, "quotation_span").keys() & {INSERTED, DELETED}) == 2:  # noqa: PLR2004
            del totals["quotation_span"]  # Words that changed are told of as such.
        rows: dict[str, list[str]] = defaultdict(list)
        for each in did:
            if each.op == op:
                rows[each.table].append(self._one(each, _verb(line, op), op))
        counted_only = {each.table for each in sorts if each.op == op and not each.is_whole}
        parts = [table for table in _NOUNS if totals[table] and _owners_in(table, totals)]
        # Suggestions mostly come and go with something else, which tells more.
        heads = [
            table
            for table in _NOUNS
            if totals[table] and table not in parts and table != "suggestion"
        ]
        is_new = op == INSERTED and line.kind != ActionKind.UNDO
        if is_new and rows["judgement"] and "judgement" in parts and "quotation" in heads:
            # A quotation that is judged at once: its stance is worth a line.
            parts.remove("judgement")
            heads.append("judgement")
        owners = {owner for table in parts for owner in _owners_in(table, totals)}
        told = [number_of(totals[table], table) for table in parts if table not in _SILENT]
        ending = f", with {listed(told)}" if told else ""
        for table in heads:
            words = rows[table]
            if totals[table] > MOST_NAMED or table in counted_only or table == "doubt":
                words = [f"{number_of(totals[table], table)} {_verb(line, op, table)}"]
            if words and table in owners:
                words[-1] += ending
                ending = ""  # The parts are told once.
            yield from words

    def _one(self, did: _Did, verb: str, op: str) -> str:
        image = self._image(did)
        is_there = op == INSERTED
        match did.table:
            case "judgement":
                stance = self._name("stance", image.get("stance_id"))
                subject = self._subject("judgement", image, did.row_id)
                return f"{subject}: {stance if is_there else f'{stance} → none'}"
            case "article" if verb == "added":
                return f"{self._subject('article', image, did.row_id)} imported"
            case "speaker" | "topic" | "analyst":
                subject = self._subject(did.table, image, did.row_id)
                return f"{_NOUNS[did.table][0]} {subject} {verb}"
        part = self._part(did.table, image, verb, is_there=is_there)
        return part or f"{self._subject(did.table, image, did.row_id)} {verb}"

    def _part(self, table: str, image: Values, verb: str, *, is_there: bool) -> str:
        """What became of a row that says something of another one; empty for others."""
        match table:
            case "article_tag" | "quotation_tag" | "event_tag":
                owner = self._named(table.removesuffix("_tag"), image)
                tag = self._name("tag", image.get("tag_id"))
                return f"{owner}: tag {tag} {'added' if is_there else 'removed'}"
            case "event_participant":
                who = self._name("speaker", image.get("speaker_id"))
                does = "takes part" if is_there else "no longer takes part"
                return f"{self._named('event', image)}: {who} {does}"
            case "speaker_alias":
                called = "also called" if is_there else "no longer called"
                return f"{self._named('speaker', image)}: {called} {image.get('alias', '')}"
            case "speaker_role":
                role = shortened(str(image.get("title", "")))
                return f"{self._named('speaker', image)}: role “{role}” {verb}"
            case "evidence":
                words = shortened(str(image.get("exact", "")))
                return f"{self._named('event', image)}: evidence “{words}” {verb}"
            case "setting" if image.get("key") == SINCE:
                return f"what was learnt {'forgotten' if is_there else 'brought back'}"
            case "setting" if image.get("key") == KINDS:
                value = str(image.get("value", "")) if is_there else BY_DEFAULT
                return f"suggested: {_kinds(value)}"
        return ""

    def _words_changed(self, sorts: Sequence[Counted], did: Sequence[_Did]) -> Iterator[str]:
        """The quotations that stay and whose segments were replaced."""
        ops = _by_op(sorts, "quotation_span")
        if not {INSERTED, DELETED} <= ops.keys():
            return
        words: dict[int, dict[str, list[Values]]] = defaultdict(lambda: defaultdict(list))
        for each in did:
            if each.table == "quotation_span" and each.op in {INSERTED, DELETED}:
                image = self._image(each)
                if "quotation_id" in image:
                    words[image["quotation_id"]][each.op].append(image)
        for parts in words.values():
            old, new = (_joined(parts[op]) for op in (DELETED, INSERTED))
            if old and new:
                yield f"quotation “{shortened(old)}”: words → “{shortened(new)}”"
        if not words and not _by_op(sorts, "quotation").keys() & {INSERTED, DELETED}:
            yield f"words of quotations changed: {number_of(ops[INSERTED], 'quotation_span')}"

    def _updated(self, line: Line, sorts: Sequence[Counted], did: Sequence[_Did]) -> Iterator[str]:
        deleted = {(each.table, each.row_id) for each in did if each.op == DELETED}
        inserted = {(each.table, each.row_id) for each in did if each.op == INSERTED}
        has_named = set()
        n_followed = 0
        has_edited = any(
            each.table == "article" and each.op == UPDATED and "text_id" in each.vals
            for each in did
        )
        for each in did:
            if each.op != UPDATED:
                continue
            has_named.add(each.table)
            if _followed_the_text(each):
                n_followed += 1
            elif (each.table, each.row_id) not in deleted | inserted and each.table != "doubt":
                yield from self._columns_of(each)
        if n_followed:
            yield f"{n_followed:,} {'mark' if n_followed == 1 else 'marks'} moved with the text"
        for sort in sorts:
            if sort.op == UPDATED and sort.table not in has_named:
                what = "decided on" if sort.table == "suggestion" else "changed"
                if sort.table == "suggestion" and line.label.endswith(_ON_FEW):
                    what = "decided on, held back or offered again"
                if has_edited:
                    what = "followed the text"
                yield f"{number_of(sort.n, sort.table)} {what}"

    def _columns_of(self, did: _Did) -> Iterator[str]:
        image = self._image(did)
        before = {**image, **{column: old for column, (old, _) in did.vals.items()}}
        if did.table == "suggestion" and "status" in did.vals:
            words = shortened(str(image.get("exact", "")))
            yield f"suggestion “{words}” {_BECAME.get(did.vals['status'][1], 'decided on')}"
            return
        if did.table == "suggestion" and did.vals.keys() <= _TAUGHT:
            return  # What it teaches shows where the quotation got another speaker.
        if did.table == "setting":
            yield _setting_changed(did, before)
            return
        if "exact" in did.vals and did.table in _ANCHORED:
            old, new = (shortened(str(words)) for words in did.vals["exact"])
            yield f"{number_of(1, did.table).removeprefix('1 ')} “{old}”: words → “{new}”"
            return
        if did.table == "timeline" and "definition" in did.vals:
            subject = self._subject("timeline", before, did.row_id)
            told = view_changes(*did.vals["definition"]) or ("changed",)
            yield from (f"{subject}: {shortened(words)}" for words in told)
            if "name" not in did.vals:
                return
        shown = [column for column in did.vals if not _is_hidden(column)]
        if did.table == "quotation" and "speaker_id" in shown:
            before["speaker_id"] = None  # The detail itself says who it was.
        subject = self._subject(did.table, before, did.row_id)
        for column in shown:
            old, new = (self._value(column, value) for value in did.vals[column])
            if did.table == "judgement" and column == "stance_id":
                yield f"{subject}: {old or 'none'} → {new or 'none'}"
                continue
            was = f": {old}" if old and column != _NAME_COLUMNS.get(did.table) else ""
            yield f"{subject}: {_COLUMNS.get(column, _plain(column))}{was} → {new or 'none'}"
        if "text_id" in did.vals:
            yield f"{subject}: text edited"
        elif did.table == "evidence" and "event_id" in did.vals:
            yield f"{self._named('event', image)}: {subject} taken over"
        elif not shown:
            yield f"{subject} {'moved' if 'position' in did.vals else 'changed'}"

    # ------------------------------------------------------------------------ names

    def _value(self, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column in _REFERRED:
            return self._name(_REFERRED[column], value)
        if column in _LONG:
            return f"“{shortened(str(value))}”"
        if column in {"status", "kind", "certainty", "relation"}:
            return _plain(str(value))
        return shortened(str(value))

    def _named(self, table: str, image: Values) -> str:
        """The thing of the table that a row belongs to, with its noun where it needs one."""
        row_id = image.get(f"{table}_id")
        row = self._rows.latest(table, row_id) if row_id else None
        return self._subject(table, row or {}, row_id or 0)

    def _subject(self, table: str, image: Values, row_id: int) -> str:
        """What a detail is about, such as “Nils Aker” or “article “Ferrymen block the quay””."""
        match table:
            case "judgement":
                words = self._quoted(image.get("quotation_id"))
                return f"stance of {words} on {self._name('topic', image.get('topic_id'))}"
            case "quotation":
                words = f"quotation {self._quoted(row_id)}"
                who = image.get("speaker_id")
                return f"{words} of {self._name('speaker', who)}" if who else words
            case "quotation_span" | "suggestion" | "evidence":
                noun = {"quotation_span": "passage"}.get(table, table)
                return f"{noun} “{shortened(str(image.get('exact', '')))}”"
            case "setting":
                return f"setting {image.get('key', '')}"
            case "speaker" | "topic" | "analyst" if image:
                return shortened(str(image[_NAME_COLUMNS[table]]))
            case _:
                noun, column = _NOUNS[table][0], _NAME_COLUMNS.get(table)
                name = shortened(str(image.get(column, ""))) if column else ""
                return f"{noun} “{name}”" if name else f"a {noun}"

    def _name(self, table: str, row_id: int | None) -> str:
        if row_id is None:
            return "none"
        if table == "quotation":
            return self._quoted(row_id)
        row = self._rows.latest(table, row_id)
        if row is None:
            return f"a {_NOUNS[table][0]} of before"
        name = shortened(str(row[_NAME_COLUMNS[table]]))
        return f"“{name}”" if table in _QUOTED else name

    def _quoted(self, quotation_id: int | None) -> str:
        if quotation_id is None:
            return "a quotation"
        if quotation_id not in self._words:
            parts = self._rows.spans([quotation_id])[quotation_id]
            self._words[quotation_id] = _joined(parts)
        words = shortened(self._words[quotation_id])
        return f"“{words}”" if words else "a quotation"


def _suggestions_came_or_went(line: Line, sorts: Sequence[Counted]) -> Iterator[str]:
    for op in (DELETED, INSERTED):
        n = sum(each.n for each in sorts if each.table == "suggestion" and each.op == op)
        if n:
            verb = "withdrawn" if op == DELETED else _verb(line, op, "suggestion")
            yield f"{number_of(n, 'suggestion')} {verb}"


def _followed_the_text(did: _Did) -> bool:
    """Whether nothing became of the row but another place in a text that was edited."""
    return did.table in _ANCHORED | {"quotation", "suggestion"} and did.vals.keys() <= _PLACES


_ANCHORED = frozenset({"quotation_span", "evidence"})
_PLACES = frozenset(
    {"start", "end", "spans", "prefix", "suffix", "revision"}
    | {"cue_start", "cue_end", "mention_start", "mention_end"}
)


def _is_named(sort: Counted, sorts: Sequence[Counted]) -> bool:
    """Whether the rows are told of one by one, and their values wanted."""
    if sort.n > MOST_NAMED or not sort.is_whole:
        return False
    if sort.table in _SILENT and sort.op != UPDATED:
        totals = Counter({each.table: each.n for each in sorts if each.op == sort.op})
        return not _owners_in(sort.table, totals)
    return True


def _owners_in(table: str, totals: Mapping[str, int]) -> list[str]:
    """The tables with changes whose rows take those of this table with them."""
    return [owner for owner in _OWNERS.get(table, ()) if totals.get(owner)]


def _by_op(sorts: Iterable[Counted], table: str) -> dict[str, int]:
    return {each.op: each.n for each in sorts if each.table == table}


def _on_the_whole(changes: Iterable[Change]) -> Iterator[_Did]:
    """One deed a row: several updates as one, and what came and went again not at all."""
    found: dict[tuple[Any, ...], _Did] = {}
    for change in changes:
        table = journalled()[change.table]
        key: tuple[Any, ...] = (change.table, change.row_id)
        if not has_ids(table):
            key = (change.table, *sorted(map(str, change.vals.items())))
        known = found.get(key)
        if known is None:
            found[key] = _Did(change.table, change.op, change.row_id, change.id, dict(change.vals))
        elif known.op == INSERTED and change.op == DELETED:
            del found[key]
        elif known.op == UPDATED and change.op == UPDATED:
            for column, (old, new) in change.vals.items():
                known.vals[column] = [known.vals.get(column, (old,))[0], new]
            known.change_id = change.id
        elif known.op == DELETED and change.op == INSERTED:
            del found[key]
        else:
            known.change_id = change.id
            if change.op == DELETED:
                known.op, known.vals = DELETED, dict(change.vals)
    yield from found.values()


def _without_the_same_again(told: list[str]) -> list[str]:
    """The details without those of rows that were replaced by rows which say the same."""
    gone = {each.removesuffix(" deleted") for each in told if each.endswith(" deleted")}
    new = {each.removesuffix(" added") for each in told if each.endswith(" added")}
    same = {f"{each} {verb}" for each in gone & new for verb in ("deleted", "added")}
    return [each for each in told if each not in same]


def _verb(line: Line, op: str, table: str = "") -> str:
    if op == DELETED and table == "doubt" and line.kind == ActionKind.DO:
        return "settled"
    if op == DELETED:
        return "taken out" if line.kind == ActionKind.UNDO else "deleted"
    if line.kind == ActionKind.UNDO:
        return "brought back"
    return {"article": "imported", "suggestion": "made", "doubt": "listed"}.get(table, "added")


def _setting_changed(did: _Did, before: Values) -> str:
    old, new = did.vals.get("value", ("", ""))
    match before.get("key"):
        case "name" if old != new:
            return f"name of the workspace: {shortened(old)} → {shortened(new)}"
        case key if key == KINDS:
            return f"suggested: {_kinds(old)} → {_kinds(new)}"
        case key if key == SINCE:
            return "what was learnt forgotten"
    return "settings of the workspace changed"


def _kinds(stored: str) -> str:
    """The kinds of suggestions that are wanted, from how a setting holds them."""
    words = {"quotation": "quotations", "reported": "reported speech", "event": "events"}
    if not stored:
        return "nothing"
    return listed([words.get(each, each) for each in stored.split()])


def _is_hidden(column: str) -> bool:
    return column in _HIDDEN or column.endswith(_BOUNDS)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _joined(parts: Iterable[Values]) -> str:
    ordered = sorted(parts, key=lambda part: int(part["position"]))
    return SEGMENT_JOIN.join(str(part["exact"]) for part in ordered)
