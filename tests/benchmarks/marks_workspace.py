"""A workspace of many marks for the benchmarks, made once and kept under ``build/``.

Of the marks, 85 % are quotations, of which one in eight has a date of its own and the others
stand at the publication of their article; 15 % are events, two thirds of which are spans or
uncertain, so that every tenth mark is. Ten marks rest on an article, most of them of some
busy weeks. The same size is the same workspace.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection

from benchmarks.big_workspace import FOLDER, words
from stanceline.domain.errors import StancelineError
from stanceline.domain.events import EventStatus
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services import speakers, topics
from stanceline.services.workspace import Workspace
from stanceline.storage import journal, search, tables
from stanceline.storage.engine import SCHEMA_REVISION, open_engine

_VERSION = 1
_CHUNK = 5_000
_MARKS_PER_ARTICLE = 10
_EVENT_SHARE = 0.15
_N_SOURCES = 40
_N_CATEGORIES = 6
_N_TOPICS = 8
_N_TAGS = 12
_N_STANCES = 6
_FIRST_DAY, _N_DAYS = 15_000, 7_300
_N_SENTENCES = 4_000
"""Different sentences; the marks share them."""


def marks_workspace(n_marks: int, n_speakers: int = 12) -> Path:
    """The file of a workspace with so many marks, which benchmarks share: do not write it."""
    name = f"marks-{n_marks}-{n_speakers}-{SCHEMA_REVISION}-{_VERSION}.stanceline"
    path = FOLDER / name
    if not _is_current(path):
        FOLDER.mkdir(parents=True, exist_ok=True)
        started_s = time.perf_counter()
        print(f"Making a workspace of {n_marks:,} marks …", file=sys.stderr, flush=True)
        unfinished = path.with_suffix(f".{os.getpid()}.stanceline")
        build(unfinished, n_marks, n_speakers)
        unfinished.replace(path)
        took_s = time.perf_counter() - started_s
        size_mb = path.stat().st_size / 1e6
        print(f"Made {size_mb:,.0f} MB in {took_s:.0f} s.", file=sys.stderr, flush=True)
    return path


def a_copy(n_marks: int, folder: Path, n_speakers: int = 12) -> Path:
    """A copy of that workspace in the folder, which may be written."""
    source = marks_workspace(n_marks, n_speakers)
    return Path(shutil.copyfile(source, folder / source.name))


def _is_current(path: Path) -> bool:
    """Whether the file is there and was made by the schema as it is now."""
    if not path.exists():
        return False
    try:
        Workspace.open(path, for_writing=False).close()
    except StancelineError:
        return False
    return True


def build(path: Path, n_marks: int, n_speakers: int) -> None:
    """Write a new workspace with so many marks.

    The rows are written past the services, which would take hours, and without a history,
    as in a workspace whose history was shortened.
    """
    workspace = Workspace.create(path, name="Many marks")
    for number in range(n_speakers):
        speakers.add_speaker(workspace, SpeakerDraft(f"Speaker {number:04d}"))
    for number in range(_N_TOPICS):
        topics.add_topic(workspace, f"Topic {number}")
    workspace.close()
    engine = open_engine(path)
    with engine.begin() as connection:
        search.drop_triggers(connection)
        journal.drop_triggers(connection)
        _Maker(connection, n_marks, n_speakers).put_all()
        journal.install(connection)
        search.rebuild(connection)
    engine.dispose()
    Workspace.open(path).close()


class _Maker:
    def __init__(self, connection: Connection, n_marks: int, n_speakers: int) -> None:
        self._connection = connection
        self._n_events = int(n_marks * _EVENT_SHARE)
        self._n_quotations = n_marks - self._n_events
        self._n_articles = n_marks // _MARKS_PER_ARTICLE + 1
        self._n_speakers = n_speakers
        self._luck = np.random.default_rng(7)
        vocabulary = words()
        picked = self._luck.integers(len(vocabulary), size=(_N_SENTENCES, 14))
        self._sentences = [" ".join(vocabulary[w] for w in row).capitalize() for row in picked]

    def put_all(self) -> None:
        """Write all rows."""
        self._put(tables.Source, self._named("Source", _N_SOURCES))
        self._put(tables.Category, self._named("Category", _N_CATEGORIES))
        self._put(tables.Tag, self._named("tag", _N_TAGS))
        self._put_articles()
        self._put_quotations()
        self._put_events()

    def _put(self, model: type[tables.Base], rows: Iterator[dict[str, Any]]) -> None:
        table = model.__table__
        assert isinstance(table, Table)
        while chunk := list(islice(rows, _CHUNK)):
            self._connection.execute(insert(table), chunk)

    def _named(self, name: str, n: int) -> Iterator[dict[str, Any]]:
        return ({"id": i, "uid": _uid(name, i), "name": f"{name} {i}"} for i in range(1, n + 1))

    def _days(self, n: int) -> list[int]:
        """Days of which half lie in a few busy years."""
        anywhere = self._luck.integers(_FIRST_DAY, _FIRST_DAY + _N_DAYS, n)
        busy = self._luck.normal(_FIRST_DAY + 0.7 * _N_DAYS, _N_DAYS / 20, n).astype(int)
        is_busy = self._luck.random(n) < 0.5
        return list(np.where(is_busy, busy, anywhere).clip(_FIRST_DAY, _FIRST_DAY + _N_DAYS - 1))

    def _put_articles(self) -> None:
        days = self._days(self._n_articles)
        bodies = (f"{self._sentence(n)}. Number {n}." for n in range(1, self._n_articles + 1))
        self._put(
            tables.ArticleText,
            (
                {"id": n, "sha256": hashlib.sha256(body.encode()).hexdigest(), "body": body}
                for n, body in enumerate(bodies, 1)
            ),
        )
        self._put(
            tables.Article,
            (
                {
                    "id": n,
                    "uid": _uid("article", n),
                    "title": self._sentence(n)[:60],
                    "text_id": n,
                    "source_id": n % _N_SOURCES + 1,
                    "published": _day(day),
                    **_bounds("published", day),
                    "reprint_of_id": n - 1 if n % 20 == 2 else None,
                }
                for n, day in enumerate(days, 1)
            ),
        )

    def _put_quotations(self) -> None:
        n = self._n_quotations
        days, people = self._days(n), self._luck.zipf(1.3, n) % self._n_speakers + 1
        quoted = range(1, n + 1)
        self._put(
            tables.Quotation,
            (
                {
                    "id": i,
                    "uid": _uid("quotation", i),
                    "article_id": self._article(i),
                    "speaker_id": int(people[i - 1]) if i % 50 else None,
                    "analyst_id": 1,
                    "said": _day(days[i - 1]) if i % 8 == 0 else "",
                    **(_bounds("said", days[i - 1] if i % 8 == 0 else None)),
                }
                for i in quoted
            ),
        )
        self._put(tables.QuotationSpan, (self._span(i) for i in quoted))
        self._put(
            tables.Judgement,
            (
                {
                    "uid": _uid("judgement", i * 2 + more),
                    "quotation_id": i,
                    "topic_id": (i + more) % _N_TOPICS + 1,
                    "stance_id": i * 7 % _N_STANCES + 1,
                    "analyst_id": 1,
                }
                for i in quoted
                for more in range((i % 10 < 7) + (i % 10 == 0))
            ),
        )
        self._put(
            tables.QuotationTag,
            ({"quotation_id": i, "tag_id": i % _N_TAGS + 1} for i in quoted if i % 20 == 0),
        )

    def _put_events(self) -> None:
        days, lengths = self._days(self._n_events), self._luck.integers(2, 400, self._n_events)
        happened = range(1, self._n_events + 1)
        statuses = [status.value for status in EventStatus]
        self._put(
            tables.Event,
            (
                {
                    "id": i,
                    "uid": _uid("event", i),
                    "title": self._sentence(i)[: 20 + i % 40],
                    **_event_date(i, int(days[i - 1]), int(lengths[i - 1])),
                    "category_id": i % (_N_CATEGORIES + 1) or None,
                    "status": statuses[i % len(statuses)],
                }
                for i in happened
            ),
        )
        self._put(
            tables.EventParticipant,
            (
                {"event_id": i, "speaker_id": (i + more) % self._n_speakers + 1}
                for i in happened
                for more in range(min(1 + (i % 5 == 0), self._n_speakers))
            ),
        )
        self._put(
            tables.Evidence,
            (
                {
                    "uid": _uid("evidence", i * 3 + more),
                    "event_id": i,
                    "article_id": self._article(i * 13 + more),
                    "edtf": _day(int(days[i - 1]) + more) if i % 9 == 0 else "",
                    **_anchor("Number"),
                }
                for i in happened
                for more in range(1 + (i % 3 == 0))
            ),
        )

    def _sentence(self, number: int) -> str:
        return self._sentences[number * 31 % _N_SENTENCES]

    def _article(self, number: int) -> int:
        return number // _MARKS_PER_ARTICLE % self._n_articles + 1

    def _span(self, number: int) -> dict[str, Any]:
        return {
            "quotation_id": number,
            "position": 0,
            **_anchor(f"“{self._sentence(number)}, number {number}.”"),
        }


def _event_date(number: int, day: int, length: int) -> dict[str, Any]:
    """The date of an event: of three one is a day, one a span, one uncertain."""
    later = day + length
    spans = (f"{_day(day)}/{_day(later)}", f"[{_day(day)}..{_day(later)}]")
    uncertain = (f"{_day(day)}~", _day(day)[:7], f"{_day(day)}?", _day(day)[:4])
    text = _day(day)
    if number % 3 == 1:
        text = spans[number % 6 == 4]
    elif number % 3 == 2:
        text = uncertain[number // 3 % 4]
    return {"date": text, **tables.date_columns("date", text)}


def _day(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _bounds(prefix: str, day: int | None) -> dict[str, int | None]:
    start = None if day is None else int(day) * 86_400
    end = None if start is None else start + 86_400
    return {f"{prefix}_{each}": start for each in ("t0", "o0")} | {
        f"{prefix}_{each}": end for each in ("t1", "o1")
    }


def _uid(kind: str, number: int) -> str:
    return f"01900000-0000-7000-{sum(map(ord, kind)) % 0xFFFF:04x}-{number:012x}"


def _anchor(exact: str) -> dict[str, Any]:
    return {
        "start": 0,
        "end": 6,
        "exact": exact,
        "prefix": "",
        "suffix": " and thirty characters behind it",
        "revision": 1,
    }


def sizes_wanted(default: Sequence[int] = (100_000, 1_000_000)) -> list[int]:
    """How many marks a benchmark is to use: its arguments, if there are any."""
    return [int(text) for text in sys.argv[1:] if text.isdigit()] or list(default)


def main() -> None:
    """Make the workspaces of the sizes that are wanted."""
    for n_marks in sizes_wanted():
        print(marks_workspace(n_marks))


if __name__ == "__main__":
    main()
