"""Texts and kept files compared with the digests they were stored under.

SQLite notices damage to its own structure only; a changed letter reads back without any
error. All is read as bytes, so that even what is no longer text can be compared, and row
by row where a part of the file cannot be read. The connections are those of the driver.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from stanceline.records import dataclass
from stanceline.storage.engine import DRIVER, FAULTS

Heard = Callable[[int, int], None]
"""Hears how many rows of how many are done; stops the work by raising."""

KNOWN_CHANGES = "changed_texts"
"""The setting that holds the digests of texts whose change is known and cannot be undone:
a JSON object of SHA-256 by the text's id."""

_STEP = 200


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text that is not what was imported; ``now`` is its digest, or None when unreadable.

    ``text_id`` is 0 when it is in doubt which text an article has.

    ``is_known`` says that an earlier repair found it, could not restore it and noted its
    digest, so that other damage is still told from it.
    """

    text_id: int
    article_ids: tuple[int, ...]
    sha256: str
    now: str | None
    is_known: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        if self.article_ids:
            noun = "article" if len(self.article_ids) == 1 else "articles"
            what = f"The text of {noun} {', '.join(map(str, self.article_ids))}"
        else:
            what = f"Text {self.text_id}, which no article has any more,"
        return f"{what} {'cannot be read' if self.now is None else 'is not what was imported'}."


def changed_texts(connection: Any, heard: Heard = lambda _done, _total: None) -> list[ChangedText]:
    """The texts that differ from their digests or cannot be read, those missing included.

    Files of the first schema, which kept the text in the article, are read as well. Raises
    what ``heard`` raises.
    """
    if not _has_table(connection, "text"):
        return _changed_bodies(connection, heard)
    owners, doubtful = _owners(connection)
    known = known_changes(connection)
    changed, seen = [], set()
    for row_id, row in rows_of(connection, "text", ("sha256", "body"), owners, heard):
        seen.add(row_id)
        stored, now = _digests(row)
        if stored is None or stored != now:
            changed.append(
                ChangedText(
                    row_id,
                    tuple(owners.get(row_id, ())),
                    stored or "",
                    now,
                    now is not None and known.get(str(row_id)) == now,
                )
            )
    missing = sorted(owners.keys() - seen)
    changed += [ChangedText(row_id, tuple(owners[row_id]), "", None) for row_id in missing]
    told = {article_id for each in changed for article_id in each.article_ids}
    return changed + [
        ChangedText(0, (article_id,), "", None) for article_id in sorted(doubtful - told)
    ]


def _changed_bodies(connection: Any, heard: Heard) -> list[ChangedText]:
    found = []
    for row_id, row in rows_of(connection, "article", ("body_sha256", "body"), (), heard):
        stored, now = _digests(row)
        if stored is None or stored != now:
            found.append(ChangedText(row_id, (row_id,), stored or "", now))
    return found


def changed_originals(
    connection: Any, heard: Heard = lambda _done, _total: None
) -> Iterator[tuple[int, str]]:
    """The ids and names of kept files that differ from their digests or cannot be read."""
    for row_id, row in rows_of(connection, "original", ("sha256", "content", "name"), (), heard):
        stored, now = _digests(row)
        if stored is None or stored != now:
            name = bytes(row[2]).decode(errors="replace") if row and row[2] is not None else ""
            yield row_id, name


def _digests(row: tuple[Any, ...] | None) -> tuple[str | None, str | None]:
    """What is stored as digest, and what is the digest of the content."""
    if row is None or row[1] is None:
        return "", None
    stored = bytes(row[0] or b"").decode("ascii", errors="replace")
    return stored, hashlib.sha256(row[1]).hexdigest()


def known_changes(connection: Any) -> dict[str, str]:
    """The digests of texts whose change is known, by their ids as text."""
    with suppress(DRIVER.Error, ValueError):
        row = connection.execute(
            "SELECT value FROM setting WHERE key = ?", (KNOWN_CHANGES,)
        ).fetchone()
        known = json.loads(row[0]) if row else {}
        if isinstance(known, dict):
            return known
    return {}


def body_with(connection: Any, sha256: str) -> bytes | None:
    """The text stored under this digest, when it is there and is right."""
    has_texts = _has_table(connection, "text")
    table, column = ("text", "sha256") if has_texts else ("article", "body_sha256")
    try:
        row = connection.execute(
            f"SELECT CAST(body AS BLOB) FROM {table} WHERE {column} = ? LIMIT 1",  # noqa: S608
            (sha256,),
        ).fetchone()
    except FAULTS:
        return None
    body = bytes(row[0]) if row and row[0] is not None else b""
    return body if hashlib.sha256(body).hexdigest() == sha256 else None


def text_of_article(connection: Any, uid: str, text_id: int) -> tuple[str, str] | None:
    """The digest and the words of the article's text, when that is its text and is right."""
    try:
        row = connection.execute(
            "SELECT text.sha256, CAST(text.body AS BLOB) FROM article"
            " JOIN text ON text.id = article.text_id WHERE article.uid = ? AND text.id = ?",
            (uid, text_id),
        ).fetchone()
    except FAULTS:
        return None
    if row is None or row[1] is None or hashlib.sha256(row[1]).hexdigest() != row[0]:
        return None
    return row[0], bytes(row[1]).decode()


def original_with(connection: Any, sha256: str) -> bytes | None:
    """The kept file stored under this digest, when it is there and is right."""
    try:
        row = connection.execute(
            "SELECT content FROM original WHERE sha256 = ?", (sha256,)
        ).fetchone()
    except FAULTS:
        return None
    content = bytes(row[0]) if row and isinstance(row[0], bytes) else b""
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def text_of(connection: Any, text_id: int) -> tuple[str, bool]:
    """The text of this id, with signs in the place of what is no text, and whether it is right."""
    try:
        row = connection.execute(
            "SELECT CAST(sha256 AS BLOB), CAST(body AS BLOB) FROM text WHERE id = ?", (text_id,)
        ).fetchone()
    except FAULTS:
        return "", False
    stored, now = _digests(row)
    body = bytes(row[1]) if row and row[1] is not None else b""
    return body.decode(errors="replace"), now is not None and stored == now


def rows_of(
    connection: Any,
    table: str,
    columns: tuple[str, ...],
    known_ids: Iterable[int] = (),
    heard: Heard = lambda _done, _total: None,
) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """Each row's id and its values as bytes, or None where the row cannot be read.

    Reads on past damage as far as the ids are known: from an index, or from ``known_ids``.
    """
    values = ", ".join(f'CAST("{column}" AS BLOB)' for column in columns)
    total = _count(connection, table)
    last, n_read = None, 0
    heard(0, total)
    try:
        for row in connection.execute(f"SELECT id, {values} FROM {table} ORDER BY id"):  # noqa: S608
            if isinstance(row[0], int):
                yield row[0], row[1:]
                last = row[0]
            n_read += 1
            if n_read % _STEP == 0:
                heard(n_read, total)
    except FAULTS:
        ids = set(known_ids) | ids_by_index(connection, table)
        for row_id in sorted(each for each in ids if last is None or each > last):
            yield row_id, _one_row(connection, table, values, row_id)


def _one_row(connection: Any, table: str, values: str, row_id: int) -> tuple[Any, ...] | None:
    try:
        row = connection.execute(
            f"SELECT {values} FROM {table} WHERE id = ?",  # noqa: S608
            (row_id,),
        ).fetchone()
    except FAULTS:
        return None
    return tuple(row) if row else None


def ids_by_index(connection: Any, table: str) -> set[int]:
    """The ids that any index of the table knows, since one may be whole where another is not."""
    found: set[int] = set()
    with suppress(*FAULTS):
        for _, name, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall():
            with suppress(*FAULTS):
                for (row_id,) in connection.execute(
                    f'SELECT rowid FROM {table} INDEXED BY "{name}"'  # noqa: S608
                ):
                    if isinstance(row_id, int):
                        found.add(row_id)
    return found


def _owners(connection: Any) -> tuple[dict[int, list[int]], set[int]]:
    """The articles of each text, and those of which it is in doubt which text they have.

    In doubt are those whose row cannot be read, holds no id, or says another than the index.
    """
    by_index: dict[int, int] = {}
    with suppress(*FAULTS):
        # What was read before something that cannot be is kept.
        by_index.update(
            (article_id, text_id)
            for article_id, text_id in connection.execute(
                'SELECT id, text_id FROM article INDEXED BY "ix_article_text_id"'
            )
            if isinstance(text_id, int)
        )
    known = ids_by_index(connection, "article") | by_index.keys()
    found: dict[int, list[int]] = {}
    doubtful = set(known)
    for article_id, row in rows_of(connection, "article", ("text_id",), known):
        stored = bytes(row[0]) if row and row[0] is not None else b""
        text_id = int(stored[:19]) if stored.isdigit() else None
        if text_id is not None:
            found.setdefault(text_id, []).append(article_id)
        if text_id is not None and by_index.get(article_id, text_id) == text_id:
            doubtful.discard(article_id)
        else:
            doubtful.add(article_id)
    for article_id in sorted(doubtful & by_index.keys()):
        articles = found.setdefault(by_index[article_id], [])
        if article_id not in articles:
            articles.append(article_id)
    return found, doubtful


def _has_table(connection: Any, name: str) -> bool:
    try:
        return bool(
            connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
            ).fetchone()[0]
        )
    except FAULTS:
        return False


def _count(connection: Any, table: str) -> int:
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
    except FAULTS:
        return 0
