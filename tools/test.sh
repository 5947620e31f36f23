#!/usr/bin/env bash
# The whole suite in one run, on both cores: SQLite and PostgreSQL, both queues, the browser. Ends with
# pytest's own summary; arguments go to pytest.
set -uo pipefail
if [ ! -x /usr/bin/chromium ] && command -v apt-get >/dev/null; then
  as=""
  [ "$(id -u)" = 0 ] || as="sudo -n"
  if [ -z "$as" ] || sudo -n true 2>/dev/null; then
    echo "Installing Debian's Chromium"
    $as apt-get update -qq && $as apt-get install -y -qq --no-install-recommends chromium >/dev/null
  fi
fi
exec .venv/bin/pytest -n "${TEST_PROCESSES:-2}" --dist loadfile -q "$@"
