"""Small corrections of published lessons, and who has looked at them."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('minor_edits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_by_id', sa.Integer(), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['before_id'], ['revisions.id'], name=op.f('fk_minor_edits_before_id_revisions')),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_minor_edits_by_id_members')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_minor_edits_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_minor_edits_revision_id_revisions')),
    sa.ForeignKeyConstraint(['seen_by_id'], ['members.id'], name=op.f('fk_minor_edits_seen_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minor_edits')),
    sa.UniqueConstraint('revision_id', name=op.f('uq_minor_edits_revision_id'))
    )
    with op.batch_alter_table('minor_edits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minor_edits_lesson_id'), ['lesson_id'], unique=False)
        batch_op.create_index('ix_minor_edits_unseen', ['seen_at', 'lesson_id'], unique=False)


def downgrade() -> None:
    op.drop_table('minor_edits')
