#!/usr/bin/env bash
# Every check that needs no test run, one line each; the output of those that fail is shown.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
mkdir -p .make
. deploy/make/words.sh
export DATA_FOLDER="$PWD/.make/data"
failed=0

step() {
  local title="$1" log
  log=".make/check-${1// /-}.log"
  shift
  if "$@" >"$log" 2>&1; then
    say "$title"
  else
    say "$title: FAILED (all of it in $log)"
    tail -n 60 "$log"
    failed=$((failed + 1))
  fi
}

as_production() {
  env STEELTHREAD_MODE=production ALLOWED_HOSTS=portal.example.org \
    SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://steelthread@127.0.0.1/steelthread \
    BROKER_URL=redis://127.0.0.1/0 EMAIL_URL=smtp+tls://portal:secret@mail.example.org:587 "$@"
}

step "Formatting" .venv/bin/ruff format --check --quiet
step "Lint" .venv/bin/ruff check
step "Types" .venv/bin/mypy manage.py portal assessments portfolio
step "Import floors" .venv/bin/lint-imports
step "Migrations are complete" .venv/bin/python manage.py makemigrations --check --dry-run
step "Production settings" as_production .venv/bin/python manage.py check --deploy \
  --fail-level WARNING
step "API description" .venv/bin/python manage.py spectacular --validate --fail-on-warn \
  --file .make/openapi.yaml

[ "$failed" = 0 ] || stop "$failed of the checks failed."
