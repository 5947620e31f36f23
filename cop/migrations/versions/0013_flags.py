"""Flags: what readers say is wrong with a published lesson."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

_OPEN, _HIDES = sa.text("outcome = ''"), sa.text('hides')
_REFERENCES = (
    ('lesson_id', 'lessons'),
    ('revision_id', 'revisions'),
    ('other_id', 'lessons'),
    ('by_id', 'members'),
    ('decided_by_id', 'members'),
)


def upgrade() -> None:
    op.create_table(
        'flags',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('lesson_id', sa.Integer(), nullable=False),
        sa.Column('revision_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(length=13), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('passage', sa.String(length=200), nullable=False),
        sa.Column('hides', sa.Boolean(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('outcome', sa.String(length=12), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f'{table}.id'], name=op.f(f'fk_flags_{column}_{table}')
            )
            for column, table in _REFERENCES
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_flags')),
    )
    op.create_index('ix_flags_lesson_id', 'flags', ['lesson_id'])
    op.create_index('ix_flags_by', 'flags', ['by_id', 'decided_at'])
    op.create_index(
        'uq_flags_open',
        'flags',
        ['lesson_id', 'by_id', 'reason', 'passage'],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        'ix_flags_open', 'flags', ['due_on', 'id'], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index(
        'ix_flags_hiding', 'flags', ['lesson_id'], sqlite_where=_HIDES, postgresql_where=_HIDES
    )


def downgrade() -> None:
    op.drop_table('flags')
