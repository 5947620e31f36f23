"""expert questions."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('expert_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_expert_questions_by_id_members')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lessons.id'], name=op.f('fk_expert_questions_lesson_id_lessons')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_expert_questions_revision_id_revisions')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['members.id'], name=op.f('fk_expert_questions_revoked_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert_questions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_expert_questions_token_hash'))
    )
    with op.batch_alter_table('expert_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expert_questions_lesson_id'), ['lesson_id'], unique=False)

    with op.batch_alter_table('remarks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expert_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_remarks_expert_id_expert_questions'), 'expert_questions', ['expert_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('remarks', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_remarks_expert_id_expert_questions'), type_='foreignkey')
        batch_op.drop_column('expert_id')

    with op.batch_alter_table('expert_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expert_questions_lesson_id'))

    op.drop_table('expert_questions')
