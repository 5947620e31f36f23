"""Pictures in texts."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=6), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('sent_digest', sa.String(length=64), nullable=False),
    sa.Column('content_type', sa.String(length=20), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_pictures_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pictures')),
    sa.UniqueConstraint('key', name=op.f('uq_pictures_key')),
    sa.UniqueConstraint('member_id', 'place', 'place_id', 'sent_digest', name=op.f('uq_pictures_member_id_place_place_id_sent_digest'))
    )
    with op.batch_alter_table('pictures', schema=None) as batch_op:
        batch_op.create_index('ix_pictures_place', ['place', 'place_id'], unique=False)
        batch_op.create_index('ix_pictures_digest', ['digest'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('pictures', schema=None) as batch_op:
        batch_op.drop_index('ix_pictures_digest')
        batch_op.drop_index('ix_pictures_place')

    op.drop_table('pictures')
