#!/usr/bin/env bash
# Runs the whole suite: on SQLite, again on PostgreSQL with Redis, and in the browser.
# Overrides: TEST_DATABASE_URL, TEST_BROKER_URL, TEST_WORKERS, CHROMIUM.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
mkdir -p .make
. deploy/make/words.sh

# Each checkout has its own database name, so that two of them can test at once.
checkout="$(printf '%s' "$PWD" | cksum | cut -d' ' -f1)"
database="${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/steelthread_$checkout}"
broker="${TEST_BROKER_URL:-redis://127.0.0.1:6379/9}"
CHROMIUM="$(find_chromium)"
export CHROMIUM DATA_FOLDER="$PWD/.make/data"
unset DATABASE_URL BROKER_URL STEELTHREAD_MODE DEBUG
failed=()
# The many processes the suites start then need not compile the portal each for themselves.
.venv/bin/python -m compileall -q manage.py portal assessments portfolio tests

answers() { .venv/bin/python deploy/make/answers.py "$1"; }

suite() {
  local title="$1"
  shift
  say "$title"
  "$@" || failed+=("$title")
}

services=yes
for address in "$database" "$broker"; do
  sentence="$(answers "$address")" && continue
  services=""
  [ "${CI:-}" = true ] && stop "$sentence CI needs PostgreSQL and Redis: start them and run again."
  say "$sentence The tests on PostgreSQL and Redis are left out."
done

pytest=(.venv/bin/pytest --no-header)
parallel=(-n "${TEST_WORKERS:-2}")

suite "Everything on SQLite" "${pytest[@]}" "${parallel[@]}" -m "not browser and not services"
if [ -n "$services" ]; then
  export TEST_BROKER_URL="$broker"
  suite "Everything that meets the database, on PostgreSQL" env DATABASE_URL="$database" \
    "${pytest[@]}" "${parallel[@]}" -m "not browser and not services" tests \
    --ignore-glob="tests/*/domain" --ignore=tests/contracts
  # One at a time: two workers on one broker would carry out each other's jobs.
  suite "Workers and the broker, on PostgreSQL and Redis" env DATABASE_URL="$database" \
    BROKER_URL="$broker" "${pytest[@]}" -m services tests
fi
suite "Walks in the browser" "${pytest[@]}" -m browser tests

[ "${#failed[@]}" = 0 ] || stop "These suites failed: $(printf '%s; ' "${failed[@]}")see above."
say "All tests passed"
