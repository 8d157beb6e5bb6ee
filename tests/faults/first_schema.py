"""A workspace of the first released schema with as many articles as a test wants."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

RELEASED = Path(__file__).resolve().parents[1] / "storage" / "released" / "schema-1.stanceline"


def make(path: Path, n_copies: int) -> None:
    """A copy of the stored workspace in which every article stands this many times more."""
    shutil.copyfile(RELEASED, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
        changed = {"id", "uid", "body", "body_sha256"}
        kept = ", ".join(name for name in names if name not in changed)
        marks = ", ".join("?" * len(names))
        found = connection.execute(f"SELECT uid, body, {kept} FROM article ORDER BY id").fetchall()
        listed = f"uid, body, {kept}, body_sha256"
        for number in range(n_copies):
            for uid, body, *others in found:
                text = f"{body}\n\nEdition {number}\n"
                row = (f"{uid}-{number}", text, *others, hashlib.sha256(text.encode()).hexdigest())
                connection.execute(f"INSERT INTO article ({listed}) VALUES ({marks[:-3]})", row)


def essence(connection: Any) -> str:
    """The fingerprint of what both the first schema and later ones keep of a workspace."""
    found = hashlib.sha256()
    for table, columns in _columns().items():
        wanted = ", ".join(f'"{table}"."{name}"' for name in columns)
        source = f'"{table}"'
        if table == "article":
            here = {row[1] for row in connection.execute("PRAGMA table_info(article)")}
            body, sha256 = "article.body", "article.body_sha256"
            if "text_id" in here:
                source = "article JOIN text ON text.id = article.text_id"
                body, sha256 = "text.body", "text.sha256"
            wanted = f"{wanted}, {body}, {sha256}"
        limit = " WHERE key = 'name'" if table == "setting" else ""
        rows = [tuple(row) for row in connection.execute(f"SELECT {wanted} FROM {source}{limit}")]
        found.update(f"{table}\n".encode())
        for row in sorted(rows, key=repr):
            found.update(repr(row).encode())
    return found.hexdigest()


def _columns() -> dict[str, list[str]]:
    """The columns of each table of the first schema, without the text of articles."""
    address = f"{RELEASED.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if name not in {"alembic_version", "sqlite_sequence"}
        ]
        return {
            table: [
                row[1]
                for row in connection.execute(f'PRAGMA table_info("{table}")')
                if row[1] not in {"body", "body_sha256"}
            ]
            for table in sorted(tables)
        }
