"""The secret that signs cookies: given, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path, env: str) -> str:
    """Return the kept key of a development site, made on first start; "" in production."""
    if env == "production":
        return ""
    file = folder / "secret_key"
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
