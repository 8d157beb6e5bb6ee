"""Searching 100,000 articles of 4,000 characters as one types: 40 queries of all kinds.

    python tests/benchmarks/bench_search.py

STANCELINE_BENCH_ARTICLES says how many articles there are. Each query is timed to its first
50 rows with the words marked in them, as the window asks for it: the last word may be a
beginning. Beside it stands, in turn and on the same file, what is usually done: for words
FTS5's own order by bm25 over all that matches, with its snippet(); for what FTS5 cannot
say, LIKE over all texts. Printed are the median and the 95th percentile over the queries of
the medians of several rounds, in time that has passed.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.big_workspace import big_workspace, size_wanted, words
from stanceline.services.searching import search
from stanceline.services.workspace import Workspace

GOAL_MS = 50.0
FIRST_ROWS = 50
N_ROUNDS = 5

Result = TypeVar("Result")

_RANKED = """SELECT f.rowid, a.title, a.published, coalesce(s.name, ''),
snippet(article_fts, -1, '«', '»', '…', 24)
FROM article_fts f CROSS JOIN article a ON a.id = f.rowid LEFT JOIN source s ON s.id = a.source_id
WHERE article_fts MATCH ? {more} ORDER BY bm25(article_fts, 8.0, 1.0, 2.0, 4.0, 4.0, 1.0) LIMIT ?"""
_LIKE = """SELECT a.id, a.title, a.published, coalesce(s.name, ''), substr(t.body, 1, 200)
FROM article a JOIN text t ON t.id = a.text_id LEFT JOIN source s ON s.id = a.source_id
WHERE {test} ORDER BY a.published_t0 DESC LIMIT ?"""
_SAID = (
    "a.id IN (SELECT q.article_id FROM quotation q "
    "JOIN speaker p ON p.id = q.speaker_id WHERE p.name LIKE '%{name}%')"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, of which kind it is, and how the alternative asks for it."""

    kind: str
    text: str
    sql: str
    values: tuple[object, ...]


def _ranked(kind: str, text: str, match: str, more: str = "") -> Query:
    return Query(kind, text, _RANKED.format(more=more), (match, FIRST_ROWS))


def _listed(kind: str, text: str, test: str) -> Query:
    return Query(kind, text, _LIKE.format(test=test), (FIRST_ROWS,))


def queries() -> list[Query]:
    """Forty queries: words from frequent to missing, and all that the language has."""
    vocabulary = words()
    mid, rare, rarer = vocabulary[600], vocabulary[5_000], vocabulary[25_000]
    tagged = "AND a.id IN (SELECT article_id FROM article_tag WHERE tag_id = 2)"
    in_work = "AND a.status = 'in_work'"
    return [
        _ranked("frequent word", "minister", '"minister" *'),
        _ranked("frequent word", "the ", '"the"'),
        _ranked("word", mid, f'"{mid}" *'),
        _ranked("rare word", rare, f'"{rare}" *'),
        _ranked("rare word", rarer, f'"{rarer}" *'),
        _ranked("missing word", "zeppelin", '"zeppelin" *'),
        _ranked("one letter", "t", '"t" *'),
        _ranked("one letter", "m", '"m" *'),
        _ranked("two letters", "st", '"st" *'),
        _ranked("three letters", "bri", '"bri" *'),
        _ranked("beginning", "govern", '"govern" *'),
        _ranked("beginning, last of two", "bridge h", '"bridge" AND "h" *'),
        _ranked("two words", "border council ", '"border" AND "council"'),
        _ranked("three words", "ferry crew budget ", '"ferry" AND "crew" AND "budget"'),
        _ranked("frequent and rare word", f"the {rare} ", f'"the" AND "{rare}"'),
        _ranked("phrase", '"peace talks"', '"peace talks"'),
        _ranked("phrase of frequent words", '"of the"', '"of the"'),
        _ranked("phrase, rare, of frequent words", '"of the and"', '"of the and"'),
        _ranked("or", "ferry OR storm ", '"ferry" OR "storm"'),
        _ranked("or of groups", "(ferry storm) OR school ", '("ferry" AND "storm") OR "school"'),
        _ranked("not", "troops -border ", '"troops" NOT "border"'),
        _ranked("not a phrase", 'bridge -"the bridge"', '"bridge" NOT "the bridge"'),
        _listed("nothing but not", "-minister ", "t.body NOT LIKE '%minister%'"),
        _ranked("accents left out", "lodz ", '"lodz"'),
        _ranked("accents typed", "Straße ", '"straße"'),
        _ranked("Cyrillic", "перемовин ", '"перемовин"'),
        _ranked("Arabic", "المفاوضات ", '"المفاوضات"'),
        _listed("Chinese, two characters", "港口", "t.body LIKE '%港口%'"),
        _listed("Chinese, one character", "港", "t.body LIKE '%港%'"),
        _listed("Chinese, five characters", "工会领导人", "t.body LIKE '%工会领导人%'"),
        _ranked("title", "title:harbour ", 'title : "harbour"'),
        _ranked("source and word", "source:gull border ", 'source : "gull" AND "border"'),
        _ranked("note", "note:compare ", 'notes : "compare"'),
        _ranked("frequent word and tag", "tag:law the ", '"the"', tagged),
        _ranked("frequent word and status", "status:in_work the ", '"the"', in_work),
        _listed("tag", "tag:law ", "a.id IN (SELECT article_id FROM article_tag WHERE tag_id = 2)"),
        _listed("speaker", "speaker:dahl ", _SAID.format(name="Dahl")),
        _listed(
            "speaker or word",
            "speaker:dahl OR storm ",
            f"({_SAID.format(name='Dahl')} OR t.body LIKE '%storm%')",
        ),
        _listed(
            "words in a quotation",
            "quote:minister ",
            "a.id IN (SELECT q.article_id FROM quotation q JOIN quotation_span x "
            "ON x.quotation_id = q.id WHERE x.exact LIKE '%minister%')",
        ),
        _listed(
            "month and word",
            "on:2026-05 minister ",
            "a.published LIKE '2026-05%' AND t.body LIKE '%minister%'",
        ),
    ]


def timed_ms(work: Callable[[], Result]) -> tuple[float, Result]:
    """How long the work takes, and what it gives."""
    started = time.perf_counter()
    result = work()
    return (time.perf_counter() - started) * 1_000, result


def alternative(workspace: Workspace, query: Query) -> int:
    """Ask as is usually done, and read the rows; how many there are."""
    with workspace.reading() as session:
        return len(session.connection().exec_driver_sql(query.sql, query.values).all())


def percentile(values: list[float], share: float) -> float:
    """The value that so many of the values do not exceed."""
    return sorted(values)[max(0, round(share * len(values)) - 1)]


def main() -> None:
    """Print what each query takes, and the summary against the goal."""
    asked = queries()
    n_articles = size_wanted()
    ours: list[list[float]] = [[] for _ in asked]
    usual: list[list[float]] = [[] for _ in asked]
    counts = [""] * len(asked)
    with Workspace.open(big_workspace(n_articles), for_writing=False) as workspace:
        for number in range(N_ROUNDS + 1):
            for place, query in enumerate(asked):
                took, result = timed_ms(partial(search, workspace, query.text, last_is_prefix=True))
                counts[place] = f"{result.count:,}{'+' if result.is_capped else ''}"
                if number:  # The first round fills the caches.
                    ours[place].append(took)
                if number == 1:  # The usual way takes too long to be asked often.
                    usual[place].append(timed_ms(partial(alternative, workspace, query))[0])
    print(f"{'query':34s} {'typed':28s} {'found':>7s} {'ours ms':>8s} {'usual ms':>9s}")
    for query, count, mine, other in zip(asked, counts, ours, usual, strict=True):
        print(
            f"{query.kind:34s} {query.text:28s} {count:>7s} "
            f"{statistics.median(mine):8.1f} {statistics.median(other):9.1f}"
        )
    report(n_articles, [statistics.median(each) for each in ours], [each[0] for each in usual])


def report(n_articles: int, ours: list[float], usual: list[float]) -> None:
    """Print the summary."""
    print(f"\n{len(ours)} queries over {n_articles:,} articles, to the first {FIRST_ROWS} rows")
    for share, name in ((0.5, "median"), (0.95, "p95"), (1.0, "longest")):
        mine, other = percentile(ours, share), percentile(usual, share)
        print(f"{name:8s} ours {mine:8.1f} ms   usual {other:8.1f} ms   {other / mine:6.1f} times")
    p95 = percentile(ours, 0.95)
    print(f"goal: p95 at most {GOAL_MS:.0f} ms: {'met' if p95 <= GOAL_MS else 'MISSED'}")


if __name__ == "__main__":
    main()
