"""The one blueprint of a person's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
# The greatest id that both databases keep in an integer column.
ID = "int(max=2147483647)"
