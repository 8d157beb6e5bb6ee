"""Which marks say something: found by SQLite, and looked at closer where it cannot tell."""

from collections.abc import Callable
from typing import Any

import numpy as np
from sqlalchemy.engine import Connection

from stanceline.storage.bulk import Number, Source, read_rows
from stanceline.storage.mark_columns import EVENT, QUOTATION, SUGGESTION, Longs

SAYS = "stanceline_mark_says"

_TEXTS = {
    QUOTATION: ("quotation_span", "quotation_id", "exact"),
    EVENT: ("event", "", "title || ' ' || place || ' ' || description"),
    SUGGESTION: ("suggestion", "", "iif(kind = 'event', title || ' ' || exact, exact)"),
}
"""Where the words of each kind of mark stand: a table, whose row it is if not the mark's
own, and the words."""

# Letters beyond ASCII make bytes more than letters. Quotation marks around the words, of
# three bytes each, make four more and are no letters: most words have these alone.
_HAS_ACCENTS = (
    "CASE length(CAST({words} AS BLOB)) - length({words}) WHEN 0 THEN 0 "
    "WHEN 4 THEN unicode({words}) <= 8192 OR substr({words}, -1) < '\u2010' ELSE 1 END"
)

_ESCAPED = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})


def marks_saying(
    connection: Connection,
    kind: int,
    hints: list[str],
    says: Callable[[str], bool] | None,
    pause: Callable[[], None],
    *,
    is_folding: bool = False,
    among: Longs | None = None,
) -> Longs:
    """The ids of marks of a kind whose words hold all ``hints`` and fulfil ``says``.

    Case does not matter to a hint, nor what a letter beyond ASCII in it is; it need not be
    a whole word. Without ``says`` the hints are all. With ``is_folding`` words that have
    letters beyond ASCII need no hints, since accents may stand between. Only the ids
    ``among`` are looked at, if they are given. ``pause`` is called now and then.
    """
    table, row_id, words = _TEXTS[kind]
    column, ids_there = "", ()
    if among is not None:
        column, ids_there = row_id or "rowid", tuple(among.tolist())
    hinted = " AND ".join(f"{words} LIKE ? ESCAPE '\\'" for _ in hints) or "1"
    tests = [f"({hinted} OR {_HAS_ACCENTS.format(words=words)})" if is_folding else hinted]
    if says is not None:
        tests.append(f"{SAYS}({words})")
    values = tuple(map(_pattern, hints))
    source = Source(table, column, ids_there, " AND ".join(tests), values)
    raw: Any = connection.connection.driver_connection
    if says is not None:
        raw.create_function(SAYS, 1, says)
    try:
        numbers = [Number(row_id)] if row_id else []
        found = read_rows(connection, source, numbers, pause=pause)
    finally:
        if says is not None:
            raw.create_function(SAYS, 1, None)
    ids = found.numbers[0] if row_id else found.ids
    return np.unique(ids.astype(np.int64))


def _pattern(hint: str) -> str:
    """What LIKE is to look for: any letter stands for one that it would not fold."""
    kept = (letter.translate(_ESCAPED) if letter.isascii() else "_" for letter in hint)
    return f"%{''.join(kept)}%"


def in_doubt(connection: Connection) -> list[int]:
    """The ids of quotations whose words may stand elsewhere than in the text as it is now."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.quotation_id FROM doubt d "
        "JOIN quotation_span s ON s.id = d.quotation_span_id"
    )
    return [row[0] for row in rows]
