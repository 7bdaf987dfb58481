# shellcheck shell=bash
# How the make scripts speak, and the few questions they all ask. Sourced, never run.

# A network that inspects its traffic puts its own certificate among the system's.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

say() { printf '· %s\n' "$*"; }

stop() {
  printf 'Stopped: %s\n' "$*" >&2
  exit 1
}

# quietly LOG SENTENCE COMMAND…: runs the command into the log; when it fails, shows the log's end.
quietly() {
  local log="$1" sentence="$2"
  shift 2
  "$@" >"$log" 2>&1 && return
  tail -n 15 "$log" >&2
  stop "$sentence The whole output is in $log."
}

apt_install() {
  local as_root=(env)
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || return 1
    if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
  fi
  quietly .make/apt.log "apt could not refresh its lists." \
    "${as_root[@]}" apt-get update -o DPkg::Lock::Timeout=120
  quietly .make/apt.log "apt could not install $*." \
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"
}

is_new_enough() {
  "$1" -c 'import ctypes, sqlite3, ssl, sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# Prints the first Python of at least 3.12: on PATH, then pyenv's own, newest first.
find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.14 python3 python \
    $(printf "%s\n" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 | sort -rV); do
    if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  return 1
}

# Prints a uv that works: the one on PATH, else one of our own, pinned by hash.
find_uv() {
  local builder
  if uv --version >/dev/null 2>&1; then
    echo uv
    return
  fi
  if ! .make/uv/bin/uv --version >/dev/null 2>&1; then
    builder="$(find_python || command -v python3)" ||
      stop "There is no Python at all here: install Python 3.12 or newer and run make again."
    rm -rf .make/uv
    if ! "$builder" -m venv .make/uv >.make/uv.log 2>&1; then
      apt_install python3-venv || stop "Python cannot make environments here: install python3-venv."
      quietly .make/uv.log "Python could not make an environment." "$builder" -m venv .make/uv
    fi
    quietly .make/uv.log "uv could not be installed from the package index." \
      .make/uv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt
  fi
  echo .make/uv/bin/uv
}

# Prints the browser of the browser tests.
find_chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}
