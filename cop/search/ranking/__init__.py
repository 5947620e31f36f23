"""The second ranking, above every engine."""
