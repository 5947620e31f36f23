"""The pages of accounts and of administration."""

from cop.accounts.views import account, admin, admin_agencies, admin_members, signing
from cop.accounts.views.blueprint import blueprint

BLUEPRINTS = (blueprint, admin.blueprint)
__all__ = ["BLUEPRINTS", "account", "admin_agencies", "admin_members", "signing"]
