#!/usr/bin/env bash
# The tests of search with whoosh3, a fork that is imported by the same name and so needs an
# environment of its own: all of it is shared with .venv but Whoosh. On SQLite; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
place=.venv-whoosh3
wanted=requirements/whoosh3.txt
if ! cmp -s "$wanted" "$place/installed.txt"; then
  rm -rf "$place"
  .venv/bin/python -m venv --without-pip "$place"
  .venv/bin/python -m pip --disable-pip-version-check --python "$place/bin/python" install --quiet \
    --require-hashes --no-deps --no-compile -r "$wanted"
  site=$("$place/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >"$site/shared.pth"
  cp "$wanted" "$place/installed.txt"
fi
"$place/bin/python" -c '
import pathlib, sys, whoosh
if not pathlib.Path(whoosh.__file__).is_relative_to(sys.prefix):
    sys.exit(f"whoosh is that of {whoosh.__file__}")'
# What has no engine in it is the same with any Whoosh.
exec env COP_TEST_DATABASE_URL=off "$place/bin/python" -m pytest -q -n "${TEST_PROCESSES:-2}" \
  --dist loadfile -k "not tantivy and not postgres" -p no:cacheprovider "$@" \
  tests/web/search/test_{alike,asking,engine,facets,index_life,indexing,keeping,little_found,loose_quotes,loosely,suggest,whoosh_index,whoosh_writer}.py
