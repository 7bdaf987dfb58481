#!/usr/bin/env bash
# Builds .venv exactly as requirements/dev.txt pins it, with a Python of at least 3.12.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p .make
. deploy/make/words.sh

uv="$(find_uv)"

if ! is_new_enough .venv/bin/python; then
  if ! python="$(find_python)"; then
    say "No Python 3.12 or newer here; asking uv to fetch one"
    "$uv" python install 3.13 >.make/python.log 2>&1 ||
      stop "No Python 3.12 or newer was found and uv could not fetch one: install Python 3.13."
    python=3.13
  fi
  say "Building .venv with $python"
  rm -rf .venv
  quietly .make/python.log "The environment could not be built." \
    "$uv" venv --quiet --python "$python" .venv
fi

say "Installing the pinned Python packages"
quietly .make/python.log "The Python packages could not be installed." \
  "$uv" pip sync --require-hashes --compile-bytecode --python .venv/bin/python requirements/dev.txt
