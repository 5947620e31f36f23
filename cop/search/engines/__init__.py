"""Engines behind the port, a folder each; `cop.search.engine` chooses."""
