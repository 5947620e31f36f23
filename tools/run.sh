#!/usr/bin/env bash
# Prepare the site and serve it; everything is safe to repeat. The same as `cop serve --prepare`, without
# loading the application only to hand over.
set -euo pipefail
export COP_PUBLIC_READING="${COP_PUBLIC_READING:-1}"
exec .venv/bin/python -m cop.operations.serving 127.0.0.1 "${PORT:-8000}" 2 --prepare
