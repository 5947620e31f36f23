"""Texts typed and not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unsaved_texts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('tab', sa.String(length=64), nullable=False),
    sa.Column('base', sa.Integer(), nullable=True),
    sa.Column('turn', sa.BigInteger(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_unsaved_texts_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unsaved_texts')),
    sa.UniqueConstraint('member_id', 'place', 'tab', name=op.f('uq_unsaved_texts_member_id_place_tab'))
    )
    with op.batch_alter_table('unsaved_texts', schema=None) as batch_op:
        batch_op.create_index('ix_unsaved_texts_place', ['place', 'saved_at'], unique=False)
        batch_op.create_index('ix_unsaved_texts_saved', ['saved_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('unsaved_texts', schema=None) as batch_op:
        batch_op.drop_index('ix_unsaved_texts_saved')
        batch_op.drop_index('ix_unsaved_texts_place')

    op.drop_table('unsaved_texts')
