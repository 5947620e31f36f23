"""holidays, and reviewers who were called."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('holidays',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['members.id'], name=op.f('fk_holidays_created_by_id_members')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_holidays'))
    )
    op.create_table('review_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_review_calls_lesson_id_lessons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_calls')),
    sa.UniqueConstraint('lesson_id', 'kind', 'submitted_at', name=op.f('uq_review_calls_lesson_id_kind_submitted_at'))
    )


def downgrade() -> None:
    op.drop_table('review_calls')
    op.drop_table('holidays')
