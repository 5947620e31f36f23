#!/usr/bin/env bash
# Every check, all run even when one fails.
set -uo pipefail
failed=0
step() {
  local name="$1"; shift
  if out=$("$@" 2>&1); then
    printf '  ok      %s\n' "$name"
    grep '^NOT LOOKED UP' <<<"$out"
  else
    printf '  FAILED  %s\n%s\n' "$name" "$out"
    failed=1
  fi
}
bin=.venv/bin
step "format" $bin/ruff format --check .
step "lint" $bin/ruff check .
step "types" $bin/mypy
step "import contracts" $bin/lint-imports
step "templates" $bin/djlint --lint --quiet templates
step "translations" $bin/python tools/translations_complete.py
step "audit of the lock file" bash tools/audit.sh
exit $failed
