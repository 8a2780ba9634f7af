"""Conversations, messages and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "conversations",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("created", time, nullable=False),
        sa.Column("last_message", time, nullable=False, index=True),
        sa.Column("message_count", sa.Integer, nullable=False),
        sa.Column("claim", sa.String(32)),
        sa.Column("claimed_until", time),
    )
    op.create_table(
        "messages",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column(
            "conversation",
            sa.Integer,
            sa.ForeignKey("conversations.number", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("asked", time, nullable=False, index=True),
        sa.Column("status", sa.String(9), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON),
        sa.Column("coverage", sa.String(8)),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("trace", sa.JSON),
        sa.UniqueConstraint("conversation", "position"),
    )
    op.create_table(
        "feedback",
        sa.Column(
            "message",
            sa.Integer,
            sa.ForeignKey("messages.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("rating", sa.String(4), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("given", time, nullable=False),
    )
