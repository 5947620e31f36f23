#!/usr/bin/env bash
# compile: make the .mo files that are older than their .po; extract: collect new texts.
set -euo pipefail
case "${1:-compile}" in
  compile)
    for po in cop/translations/*/LC_MESSAGES/messages.po; do
      mo="${po%.po}.mo"
      if [ ! -e "$mo" ] || [ "$po" -nt "$mo" ]; then
        .venv/bin/pybabel --quiet compile -i "$po" -o "$mo" -l "$(basename "$(dirname "$(dirname "$po")")")"
      fi
    done ;;
  extract)
    pot="$(mktemp)"
    .venv/bin/pybabel --quiet extract -F babel.cfg -k lazy_gettext -k lazy_ngettext:1,2 -o "$pot" \
      --sort-output --no-location --omit-header .
    for po in cop/translations/*/LC_MESSAGES/messages.po; do
      .venv/bin/pybabel --quiet update -i "$pot" -o "$po" -l "$(basename "$(dirname "$(dirname "$po")")")" \
        --no-fuzzy-matching --ignore-obsolete --omit-header
      # Without a header other tools take neither the letters nor the plural forms for what they are;
      # the whole header of pybabel has dates, which change with every run.
      printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n' |
        cat - "$po" >"$po.new"
      mv "$po.new" "$po"
    done
    rm "$pot" ;;
esac
