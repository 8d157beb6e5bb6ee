"""A workspace of many articles for the benchmarks, made once and kept under ``build/``.

The words follow Zipf's law over a vocabulary of made-up words, so that a search meets
words as rare and as frequent as in real texts. The same size is the same workspace.
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

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection

from stanceline.domain.errors import StancelineError
from stanceline.domain.grams import grams_of
from stanceline.domain.speakers import SpeakerDraft
from stanceline.services import speakers, topics
from stanceline.services.workspace import Workspace
from stanceline.storage import journal, search, tables
from stanceline.storage.engine import SCHEMA_REVISION, open_engine
from stanceline.storage.uids import new_uid

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"
SOURCES = ("The Gull", "Port Radio", "North Wire", "Morning Ledger", "Le Quai", "Порт Сьогодні")
SPEAKERS = ("Ingrid Dahl", "Tomas Wiik", "Pilots' Union", "Harbour Board", "Eva Lund")
TOPICS = ("Reopen the bridge", "Delay the law", "Sending troops")
TAGS = ("harbour", "law", "strike")
BODY_LENGTH = 4_000
"""Code points of an article's text, about."""

QUOTED_SHARE, SUGGESTED_SHARE = 0.2, 0.3
"""Shares of the articles with quotations, all judged, and with suggestions."""

_MADE_UP = 30_000
_VERSION = 1
_CHUNK = 1_000
_COMMON = """the of and to in that is was for on said it with as at by from he she they minister
harbour law strike government union pilots bridge troops vote council port ferry crew
people report peace border talks budget tax school river storm court judge letter"""
_ACCENTED = ["café", "naïve", "Zürich", "São", "Łódź", "Straße", "señor", "crème"]
_OTHER_SCRIPTS = (
    "港口罢工进入第三周工会领导人表示谈判没有进展部长拒绝评论法律草案将于周五表决",
    "профспілка оголосила нові умови перемовин про роботу порту у четвер",
    "أعلن الوزير أن المفاوضات حول الميناء سوف تستمر حتى نهاية الأسبوع",
)
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


def size_wanted(default: int = 100_000) -> int:
    """How many articles a benchmark is to use: STANCELINE_BENCH_ARTICLES, if that is set."""
    return int(os.environ.get("STANCELINE_BENCH_ARTICLES", default))


def big_workspace(n_articles: int) -> Path:
    """The file of a workspace with so many articles, which benchmarks share: do not write it."""
    path = FOLDER / f"articles-{n_articles}-{SCHEMA_REVISION}-{_VERSION}.stanceline"
    if not _is_current(path):
        FOLDER.mkdir(parents=True, exist_ok=True)
        started_s = time.perf_counter()
        print(f"Making a workspace of {n_articles:,} articles …", file=sys.stderr, flush=True)
        unfinished = path.with_suffix(f".{os.getpid()}.stanceline")
        build(unfinished, n_articles)
        unfinished.replace(path)
        took_s = time.perf_counter() - started_s
        size_mb = path.stat().st_size / 1e6
        print(f"Made {size_mb:,.0f} MB in {took_s:.0f} s.", file=sys.stderr, flush=True)
    return path


def _is_current(path: Path) -> bool:
    """Whether the file is there and was made by the schema as it is now."""
    if not path.exists():
        return False
    try:
        Workspace.open(path, for_writing=False).close()
    except StancelineError:
        return False
    return True


def a_copy(n_articles: int, folder: Path) -> Path:
    """A copy of that workspace in the folder, which may be written."""
    source = big_workspace(n_articles)
    return Path(shutil.copyfile(source, folder / source.name))


def build(path: Path, n_articles: int) -> None:
    """Write a new workspace with so many articles, journalled and indexed.

    The rows are written as an import would write them, past the services, which would
    take an hour.
    """
    workspace = Workspace.create(path, name="Many articles")
    for name in SPEAKERS:
        speakers.add_speaker(workspace, SpeakerDraft(name))
    for name in TOPICS:
        topics.add_topic(workspace, name)
    workspace.close()
    engine = open_engine(path)
    with engine.begin() as connection:
        # The index is filled in one go at the end, which is quicker than by its triggers.
        search.drop_triggers(connection)
        action = journal.begin(connection, "Import articles", 1, "articles quotations suggestions")
        _put_rows(connection, n_articles)
        journal.finish(connection, action)
        search.rebuild(connection)
    engine.dispose()
    Workspace.open(path).close()


def _put_rows(connection: Connection, n_articles: int) -> None:
    luck = np.random.default_rng(1)
    names = [{"id": n, "uid": new_uid(), "name": name} for n, name in enumerate(SOURCES, 1)]
    _put(connection, tables.Source, iter(names))
    tags = [{"id": n, "uid": new_uid(), "name": name} for n, name in enumerate(TAGS, 1)]
    _put(connection, tables.Tag, iter(tags))
    texts = bodies(n_articles, luck)
    kinds = luck.choice(["unread", "in_work", "done"], n_articles, p=[0.9, 0.02, 0.08])
    days = luck.integers(20_000, 23_000, n_articles)
    for first in range(0, n_articles, _CHUNK):
        ids = range(first + 1, min(first + _CHUNK, n_articles) + 1)
        chunk = list(islice(texts, len(ids)))
        _put(connection, tables.ArticleText, (_text(n, t) for n, t in zip(ids, chunk, strict=True)))
        _put(
            connection,
            tables.Article,
            (
                _article(n, t, str(kinds[n - 1]), int(days[n - 1]))
                for n, t in zip(ids, chunk, strict=True)
            ),
        )
        _put(connection, tables.ArticleTag, _tags(ids))
        _put_findings(connection, ids, chunk)


def _put(connection: Connection, model: type[tables.Base], rows: Iterator[dict[str, Any]]) -> None:
    table = model.__table__
    assert isinstance(table, Table)
    while chunk := list(islice(rows, _CHUNK)):
        connection.execute(insert(table), chunk)


def words() -> list[str]:
    """The vocabulary, the most frequent words first."""
    luck = np.random.default_rng(2)
    made_up: dict[str, None] = {}
    while len(made_up) < _MADE_UP:
        n_syllables = int(luck.integers(2, 5))
        onsets = luck.integers(len(_CONSONANTS), size=n_syllables)
        nuclei = luck.integers(len(_VOWELS), size=n_syllables)
        made_up[
            "".join(_CONSONANTS[a] + _VOWELS[b] for a, b in zip(onsets, nuclei, strict=True))
        ] = None
    rare = list(made_up)
    return [*_COMMON.split(), *rare[:500], *_ACCENTED, *rare[500:]]


def bodies(n_texts: int, luck: np.random.Generator) -> Iterator[str]:
    """Texts of about 4,000 characters: sentences, paragraphs, some in other scripts."""
    vocabulary = np.array(words(), dtype=object)
    shares = 1.0 / np.arange(1, len(vocabulary) + 1)
    steps = np.cumsum(shares / shares.sum())
    for n in range(n_texts):
        picked = vocabulary[np.searchsorted(steps, luck.random(660)).clip(0, len(vocabulary) - 1)]
        parts = [" ".join(picked[at : at + 22]) for at in range(0, 660, 22)]
        sentences = [f"{part[:1].upper()}{part[1:]}." for part in parts]
        if n % 25 == 0:
            sentences[1] = f"{_OTHER_SCRIPTS[n // 25 % len(_OTHER_SCRIPTS)]} {n}."
        quoted = sentences[3]
        sentences[3] = f"“{quoted[:-1]},” said {SPEAKERS[n % len(SPEAKERS)]}."
        lines = [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]
        yield "\n\n".join(lines)[:BODY_LENGTH]


def _text(number: int, body: str) -> dict[str, Any]:
    digest = hashlib.sha256(f"{body}".encode()).hexdigest()
    return {"id": number, "sha256": digest, "body": body, "grams": grams_of(body)}


def _article(number: int, body: str, status: str, day: int) -> dict[str, Any]:
    published = _date_of(day)
    return {
        "id": number,
        "uid": new_uid(),
        "title": _title(number, body),
        "text_id": number,
        "source_id": number % len(SOURCES) + 1,
        "author": SPEAKERS[number % len(SPEAKERS)] if number % 7 == 0 else "",
        "published": published if number % 50 else "",
        **(tables.date_columns("published", published if number % 50 else "")),
        "language": "en",
        "status": status,
        "note": "Compare with the one before." if number % 100 == 0 else "",
        "grams": "",
    }


def _date_of(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _title(number: int, body: str) -> str:
    opening = body[: 30 + number % 7 * 15].rsplit(" ", 1)[0].rstrip(".,")
    return f"{opening} ({number})"


def _tags(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    return ({"article_id": n, "tag_id": n % len(TAGS) + 1} for n in ids if n % 10 == 0)


def _put_findings(connection: Connection, ids: Sequence[int], texts: Sequence[str]) -> None:
    """Quotations with judgements in some of the articles, suggestions in others."""
    quoted, spans, judgements, suggestions = [], [], [], []
    for number, body in zip(ids, texts, strict=True):
        start, end = body.find("“"), body.find("”") + 1
        if start < 0 or end <= start:
            continue
        if number % 10 < QUOTED_SHARE * 10:
            quoted.append(
                {
                    "id": number,
                    "uid": new_uid(),
                    "article_id": number,
                    "speaker_id": number % len(SPEAKERS) + 1,
                    "note": "Said in passing." if number % 30 == 0 else "",
                }
            )
            spans.append({"quotation_id": number, **_span(body, start, end)})
            judgements.append(
                {
                    "uid": new_uid(),
                    "quotation_id": number,
                    "topic_id": number // 10 % len(TOPICS) + 1,
                    "stance_id": number // 10 % 5 + 1,
                    "analyst_id": 1,
                }
            )
        elif number % 10 < (QUOTED_SHARE + SUGGESTED_SHARE) * 10:
            suggestions.append(_suggestion(number, body, start, end))
    for model, rows in (
        (tables.Quotation, quoted),
        (tables.QuotationSpan, spans),
        (tables.Judgement, judgements),
        (tables.Suggestion, suggestions),
    ):
        _put(connection, model, iter(rows))


def _span(body: str, start: int, end: int) -> dict[str, Any]:
    return {
        "position": 0,
        "start": start,
        "end": end,
        "exact": body[start:end],
        "prefix": body[max(0, start - 32) : start],
        "suffix": body[end : end + 32],
        "revision": 1,
    }


def _suggestion(number: int, body: str, start: int, end: int) -> dict[str, Any]:
    return {
        "article_id": number,
        "start": start,
        "spans": f"[[{start}, {end}]]",
        "exact": body[start:end],
        "name": SPEAKERS[number % len(SPEAKERS)],
        "pattern": "after",
        "confidence": 0.9,
        "reason": "The words stand in quotation marks.",
    }


def main() -> None:
    """Make the workspace of the size that is wanted."""
    print(big_workspace(size_wanted()))


if __name__ == "__main__":
    main()
