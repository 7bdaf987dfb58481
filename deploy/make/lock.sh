#!/usr/bin/env bash
# Writes the lock files anew: versions stay unless a range asks otherwise, or UPGRADE=1 is set.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p .make
. deploy/make/words.sh

uv="$(find_uv)"

lock() {
  local file="$1"
  shift
  quietly .make/lock.log "uv could not resolve $file." \
    "$uv" pip compile "$@" --universal --python-version 3.12 --generate-hashes --no-annotate \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
    ${UPGRADE:+--upgrade} --output-file "$file"
  say "$file"
}

lock requirements/dev.txt pyproject.toml --group dev
lock requirements/base.txt pyproject.toml --constraint requirements/dev.txt
echo uv | lock requirements/uv.txt -

quietly .make/lock.log "npm could not resolve package.json." \
  npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error
say "package-lock.json"
