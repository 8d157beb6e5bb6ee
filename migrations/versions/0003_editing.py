"""Doubtful anchors, texts that are being edited, how far one has read, look-ups of versions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_doubts()
    make_readings()
    make_drafts()
    op.create_index(op.f("ix_article_title"), "article", ["title"])
    op.create_index(op.f("ix_article_url"), "article", ["url"])
    op.create_index(op.f("ix_original_name"), "original", ["name"])


def make_doubts() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("quotation_span_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("start >= 0 AND start < end", name=op.f("ck_doubt_holds_text")),
        sa.CheckConstraint(
            "(quotation_span_id IS NULL) <> (evidence_id IS NULL)",
            name=op.f("ck_doubt_is_about_one_anchor"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_doubt_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_doubt_evidence_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["quotation_span_id"],
            ["quotation_span.id"],
            name=op.f("fk_doubt_quotation_span_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_doubt_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_doubt_evidence_id")),
        sa.UniqueConstraint("quotation_span_id", name=op.f("uq_doubt_quotation_span_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_doubt_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_doubt_article_id"), "doubt", ["article_id"])
    op.create_index(op.f("ix_doubt_text_id"), "doubt", ["text_id"])


def make_readings() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )


def make_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
