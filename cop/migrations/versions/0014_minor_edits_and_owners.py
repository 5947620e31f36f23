"""Small corrections of published lessons and who has looked at them; owners of lessons."""

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
    # Written out, because Alembic would copy the whole table for a reference on SQLite.
    op.execute(
        'ALTER TABLE lessons ADD COLUMN owner_id INTEGER '
        'CONSTRAINT fk_lessons_owner_id_members REFERENCES members (id)'
    )
    # A lesson whose author's account is shut is looked after by its unit.
    op.execute(
        'UPDATE lessons SET owner_id = author_id '
        'WHERE author_id IN (SELECT id FROM members WHERE is_active)'
    )
    op.create_index('ix_lessons_tended', 'lessons', ['owner_id', 'state'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_lessons_tended', table_name='lessons')
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        batch_op.drop_column('owner_id')
    op.drop_table('minor_edits')
