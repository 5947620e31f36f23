#!/usr/bin/env bash
# Pin all dependencies with hashes; the files hold no download addresses. Needs uv.
set -euo pipefail
common=(--universal --generate-hashes --no-header --no-annotate --quiet --no-config)
uv pip compile pyproject.toml "${common[@]}" -o requirements/base.txt "$@"
uv pip compile pyproject.toml --group dev "${common[@]}" -o requirements/dev.txt "$@"
uv pip compile --group whoosh3 "${common[@]}" -o requirements/whoosh3.txt "$@"
# The extra alone: it is installed beside what is in base.txt.
.venv/bin/python -c '
import pathlib, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))["project"]
print(*project["optional-dependencies"]["semantic"], sep="\n")' |
  uv pip compile - --no-deps "${common[@]}" -o requirements/semantic.txt "$@"
