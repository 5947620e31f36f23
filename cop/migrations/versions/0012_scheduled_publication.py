"""Publication that is put off to a later time."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('lessons', sa.Column('publish_at', sa.DateTime(timezone=True), nullable=True))
    # Written out, because Alembic would copy the whole table for a reference on SQLite.
    op.execute(
        'ALTER TABLE lessons ADD COLUMN publish_by_id INTEGER '
        'CONSTRAINT fk_lessons_publish_by_id_members REFERENCES members (id)'
    )
    op.add_column('lessons', sa.Column('publish_revision_id', sa.Integer(), nullable=True))
    op.create_index('ix_lessons_publish_at', 'lessons', ['publish_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_lessons_publish_at', table_name='lessons')
    with op.batch_alter_table('lessons', schema=None) as batch_op:
        for column in ('publish_revision_id', 'publish_by_id', 'publish_at'):
            batch_op.drop_column(column)
