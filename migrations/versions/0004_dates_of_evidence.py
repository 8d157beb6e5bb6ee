"""The date that each piece of evidence gives for its event, and the words it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default is needed for rows that an undo brings back from an older journal, too.
    for name in ("edtf", "phrase"):
        op.add_column("evidence", sa.Column(name, sa.String(), server_default="", nullable=False))
