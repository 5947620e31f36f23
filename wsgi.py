"""The WSGI application for any server: `gunicorn wsgi:app`."""

import config
from cop.app import create_app
from cop.core.settings import BadSettings

try:
    app = create_app(config.load())
except BadSettings as problems:
    raise SystemExit(f"COP does not start on these settings:\n{problems}") from None
