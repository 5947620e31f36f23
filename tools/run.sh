#!/usr/bin/env bash
# Prepare the site and serve it; everything is safe to repeat.
set -euo pipefail
flask=".venv/bin/flask --app wsgi"
export COP_PUBLIC_READING="${COP_PUBLIC_READING:-1}"
exec $flask cop serve --port "${PORT:-8000}" --prepare
