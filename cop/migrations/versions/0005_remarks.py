"""remarks."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=7), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moved_by_id', sa.Integer(), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_remarks_by_id_members')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_remarks_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['moved_by_id'], ['members.id'], name=op.f('fk_remarks_moved_by_id_members')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_remarks_revision_id_revisions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remarks'))
    )
    with op.batch_alter_table('remarks', schema=None) as batch_op:
        batch_op.create_index('ix_remarks_of_lesson', ['lesson_id', 'state'], unique=False)

    op.create_table('remark_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('remark_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_remark_answers_by_id_members')),
    sa.ForeignKeyConstraint(['remark_id'], ['remarks.id'], name=op.f('fk_remark_answers_remark_id_remarks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark_answers'))
    )
    with op.batch_alter_table('remark_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_answers_remark_id'), ['remark_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('remark_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_answers_remark_id'))

    op.drop_table('remark_answers')
    with op.batch_alter_table('remarks', schema=None) as batch_op:
        batch_op.drop_index('ix_remarks_of_lesson')

    op.drop_table('remarks')
