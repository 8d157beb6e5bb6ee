"""Suggestions of several kinds, what an event needs, and when somebody decided on one."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEPT = (
    "id, article_id, start, spans, exact, speaker, name, mention_start, mention_end, cue_start,"
    " cue_end, pattern, confidence, reason, status, quotation_id"
)


def upgrade() -> None:
    """Make the table anew: SQLite cannot add a named reference to one that is there."""
    connection = op.get_bind()
    highest = connection.exec_driver_sql(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'suggestion'"
    ).scalar_one()
    statements = [
        _TABLE,
        f"INSERT INTO new_suggestion ({_KEPT}) SELECT {_KEPT} FROM suggestion ORDER BY id",
        "DROP TABLE suggestion",
        "ALTER TABLE new_suggestion RENAME TO suggestion",
        "CREATE INDEX ix_suggestion_article_status ON suggestion (article_id, status)",
        "CREATE INDEX ix_suggestion_quotation_id ON suggestion (quotation_id)",
        "CREATE INDEX ix_suggestion_event_id ON suggestion (event_id)",
        "CREATE INDEX ix_suggestion_waiting ON suggestion (article_id) WHERE status = 'waiting'",
        _DECIDED,
        _CORRECTED,
    ]
    if highest:
        # Numbers of rows that are gone by now are not given again either.
        statements += [
            "DELETE FROM sqlite_sequence WHERE name = 'suggestion'",
            f"INSERT INTO sqlite_sequence (name, seq) VALUES ('suggestion', {int(highest)})",
        ]
    for statement in statements:
        connection.exec_driver_sql(statement)


_DECIDED = (
    "CREATE INDEX ix_suggestion_decided ON suggestion"
    " (pattern, status, is_corrected, name, speaker, decided_at) WHERE decided_at IS NOT NULL"
)

_CORRECTED = (
    "CREATE INDEX ix_suggestion_corrected ON suggestion"
    " (name, speaker, quotation_id, decided_at) WHERE is_corrected = 1"
)

# The defaults are needed for rows that an undo brings back from an older journal, too.
_TABLE = """
CREATE TABLE new_suggestion (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL,
    start INTEGER NOT NULL,
    spans VARCHAR NOT NULL,
    exact VARCHAR NOT NULL,
    speaker VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    mention_start INTEGER,
    mention_end INTEGER,
    cue_start INTEGER,
    cue_end INTEGER,
    pattern VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    reason VARCHAR NOT NULL,
    status VARCHAR(24) NOT NULL,
    quotation_id INTEGER,
    kind VARCHAR(24) DEFAULT 'quotation' NOT NULL,
    title VARCHAR DEFAULT '' NOT NULL,
    edtf VARCHAR DEFAULT '' NOT NULL,
    phrase_start INTEGER,
    phrase_end INTEGER,
    rule VARCHAR DEFAULT '' NOT NULL,
    tier VARCHAR DEFAULT '' NOT NULL,
    alternatives VARCHAR DEFAULT '[]' NOT NULL,
    participants VARCHAR DEFAULT '[]' NOT NULL,
    event_id INTEGER,
    decided_at VARCHAR,
    is_corrected BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_suggestion_article_id FOREIGN KEY(article_id)
        REFERENCES article (id) ON DELETE CASCADE,
    CONSTRAINT fk_suggestion_quotation_id FOREIGN KEY(quotation_id)
        REFERENCES quotation (id) ON DELETE SET NULL,
    CONSTRAINT fk_suggestion_event_id FOREIGN KEY(event_id)
        REFERENCES event (id) ON DELETE SET NULL
)
"""
