"""Texts on their way into a form: kept from a few seconds after typing until they are saved."""
