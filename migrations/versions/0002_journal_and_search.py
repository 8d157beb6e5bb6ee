"""Texts in a table of their own, ids that are never used twice, the journal, what is searched."""

import re

import sqlalchemy as sa
from alembic import op

from stanceline.domain.grams import grams_of
from stanceline.storage.uids import new_uid

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACTION_KINDS = ("begin", "do", "undo", "redo")
ACTION_STATES = ("done", "undone", "dropped", "compacted", "record")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
        # Dropping a table deletes its rows first, and with them all that refers to them.
        raise RuntimeError("Tables are rebuilt, which foreign keys must not see.")
    make_texts(connection)
    for table in tables_with_ids(connection):
        number_for_ever(connection, table)
    make_journal()
    make_search_docs()
    connection.execute(
        sa.text("INSERT INTO setting (key, value) VALUES ('uid', :uid)"), {"uid": new_uid()}
    )


def make_texts(connection: sa.Connection) -> None:
    op.create_table(
        "text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("grams", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sa.UniqueConstraint("sha256", name=op.f("uq_text_sha256")),
        sqlite_autoincrement=True,
    )
    op.add_column("article", sa.Column("text_id", sa.Integer(), nullable=True))
    op.add_column(
        "article", sa.Column("grams", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    connection.exec_driver_sql(
        "INSERT INTO text (sha256, body, grams) "
        "SELECT body_sha256, body, '' FROM article GROUP BY body_sha256 ORDER BY min(id)"
    )
    connection.exec_driver_sql(
        "UPDATE article SET text_id = (SELECT id FROM text WHERE sha256 = body_sha256)"
    )
    fill_grams(connection, "text", "body")
    fill_grams(connection, "article", "title || char(10) || author || char(10) || note")


def fill_grams(connection: sa.Connection, table: str, words: str) -> None:
    last = 0
    while rows := connection.exec_driver_sql(
        f"SELECT id, {words} FROM {table} WHERE id > ? ORDER BY id LIMIT 500",
        (last,),
    ).all():
        last = rows[-1][0]
        found = [(grams, row_id) for row_id, text in rows if (grams := grams_of(text))]
        if found:
            connection.exec_driver_sql(
                f"UPDATE {table} SET grams = ? WHERE id = ?",
                found,
            )


def tables_with_ids(connection: sa.Connection) -> list[str]:
    return [
        name
        for name, sql in connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        if re.search(r"\bPRIMARY KEY \(id\)", sql)
    ]


def number_for_ever(connection: sa.Connection, table: str) -> None:
    """Rebuild the table with ids that are never used twice (sqlite.org/lang_altertable 7)."""
    (sql,) = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).one()
    indices = [
        each
        for (each,) in connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOTNULL"
            " ORDER BY name",
            (table,),
        )
    ]
    columns = [name for _, name, *_ in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    sql = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE new_{table}", sql)
    sql = re.sub(rf"\s*CONSTRAINT pk_{table} PRIMARY KEY \(id\),?", "", sql)
    sql = re.sub(
        r"\bid INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", sql, count=1
    )
    if table == "article":
        sql = with_text_outside(sql)
        columns = [name for name in columns if name not in ("body", "body_sha256")]
        indices = [each for each in indices if "body_sha256" not in each]
        indices.append("CREATE INDEX ix_article_text_id ON article (text_id)")
        indices.append("CREATE INDEX ix_article_published_t0 ON article (published_t0)")
        indices.append("CREATE INDEX ix_article_library ON article (status, published_t0)")
    if table == "suggestion":
        indices.append(
            "CREATE INDEX ix_suggestion_waiting ON suggestion (article_id) WHERE status = 'waiting'"
        )
    names = ", ".join(f'"{name}"' for name in columns)
    for statement in (
        sql,
        f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table} ORDER BY id",
        f"DROP TABLE {table}",
        f"ALTER TABLE new_{table} RENAME TO {table}",
        *indices,
    ):
        connection.exec_driver_sql(statement)


def with_text_outside(sql: str) -> str:
    sql = re.sub(r"\s*body VARCHAR NOT NULL,", "", sql)
    sql = re.sub(r"\s*body_sha256 VARCHAR NOT NULL,", "", sql)
    sql = re.sub(r",\s*text_id INTEGER(?= *[,)])", "", sql)
    sql = re.sub(r",\s*grams VARCHAR[^,)]*(?= *[,)])", "", sql)
    sql = sql.replace(
        "revision INTEGER NOT NULL,", "text_id INTEGER NOT NULL, \n\trevision INTEGER NOT NULL,", 1
    )
    sql = sql.replace(
        "imported_at VARCHAR NOT NULL,",
        "imported_at VARCHAR NOT NULL, \n\tgrams VARCHAR NOT NULL,",
        1,
    )
    return sql.replace(
        "CONSTRAINT fk_article_source_id",
        "CONSTRAINT fk_article_text_id FOREIGN KEY(text_id) REFERENCES text (id), "
        "\n\tCONSTRAINT fk_article_source_id",
        1,
    )


def make_journal() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("analyst_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*ACTION_KINDS, name="actionkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(*ACTION_STATES, name="actionstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("n_changes", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_state", "action", ["state", "id"])
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("tbl", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("vals", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_action_id"), "change", ["action_id"])
    op.create_index("ix_change_tbl_row_id", "change", ["tbl", "row_id"])
    op.create_table(
        "journal_now",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_now_is_alone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_now")),
    )
    op.execute("INSERT INTO journal_now (id) VALUES (1)")


def make_search_docs() -> None:
    op.create_table(
        "search_doc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("grams", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_doc")),
    )
    op.create_index(op.f("ix_search_doc_text_id"), "search_doc", ["text_id"])
