#!/usr/bin/env bash
# Installs the browser libraries that package-lock.json pins, with the Node here or the wheel's.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p .make
. deploy/make/words.sh

node_is_usable() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18)' >/dev/null 2>&1 &&
    npm --version >/dev/null 2>&1
}

npm=npm
if ! node_is_usable; then
  npm="$PWD/.venv/bin/npm"
  PATH="$PWD/.venv/bin:$PATH"
fi

say "Installing the pinned browser libraries"
quietly .make/npm.log "The browser libraries could not be installed." \
  "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error
