"""What a lesson that ended needs: the trash, merges, successors."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_REFERENCES = (
    ('withheld_revision_id', 'revisions'),
    ('successor_id', 'lessons'),
    ('merged_into_id', 'lessons'),
)


def upgrade() -> None:
    # Written out, because Alembic would copy the whole table for a reference on SQLite.
    for column, table in _REFERENCES:
        op.execute(
            f'ALTER TABLE lessons ADD COLUMN {column} INTEGER '
            f'CONSTRAINT fk_lessons_{column}_{table} REFERENCES {table} (id)'
        )
    op.add_column(
        'lessons', sa.Column('taken_from', sa.String(length=17), server_default='', nullable=False)
    )
    op.add_column('lessons', sa.Column('taken_away_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        'lessons',
        sa.Column('has_merged', sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index('ix_lessons_merged_into_id', 'lessons', ['merged_into_id'], unique=False)
    op.create_index('ix_lessons_taken', 'lessons', ['state', 'taken_away_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_lessons_taken', table_name='lessons')
    op.drop_index('ix_lessons_merged_into_id', table_name='lessons')
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        for column in ('has_merged', 'taken_away_at', 'taken_from', 'merged_into_id',
                       'successor_id', 'withheld_revision_id'):
            batch_op.drop_column(column)
