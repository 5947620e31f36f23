"""Lessons published before a second person has read them; appeals."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_PEOPLE = ('verified_by_id', 'rejected_by_id')


def upgrade() -> None:
    op.create_table(
        'trust_lifts',
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_trust_lifts_by_id_members')),
        sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_trust_lifts_member_id_members')),
        sa.PrimaryKeyConstraint('member_id', name=op.f('pk_trust_lifts')),
    )
    # Written out, because Alembic would copy the whole table for a reference on SQLite.
    for column in _PEOPLE:
        op.execute(
            f'ALTER TABLE lessons ADD COLUMN {column} INTEGER '
            f'CONSTRAINT fk_lessons_{column}_members REFERENCES members (id)'
        )
    op.add_column('lessons', sa.Column('check_due_on', sa.Date(), nullable=True))
    op.add_column('lessons', sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_lessons_unchecked', 'lessons', ['check_due_on'], unique=False)
    op.execute('UPDATE lessons SET verified_by_id = published_by_id WHERE verified_at IS NOT NULL')


def downgrade() -> None:
    op.drop_index('ix_lessons_unchecked', table_name='lessons')
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        for column in ('appealed_at', 'check_due_on', *_PEOPLE):
            batch_op.drop_column(column)
    op.drop_table('trust_lifts')
