"""The index on Tantivy: same machine, many articles."""
