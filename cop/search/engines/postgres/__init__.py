"""The index in PostgreSQL: several machines, no further service."""
