"""The index on Whoosh: plain files, the default."""
