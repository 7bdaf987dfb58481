#!/usr/bin/env bash
# Prepares the data on first use and serves the portal; with a broker, a worker beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. deploy/make/words.sh

port="${PORT:-8000}"
case "$port" in
  "" | *[!0-9]*) stop "PORT is $port; it has to be a number such as 8001." ;;
esac
.venv/bin/python - "$port" <<'PY' || stop "Port $port cannot be used: choose another with PORT=8001 make run."
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PY

# Compiled once here, the web process and the worker start in half the time.
.venv/bin/python -m compileall -q manage.py portal assessments portfolio
.venv/bin/python manage.py quickstart
if [ "${STEELTHREAD_MODE:-embedded}" = production ]; then
  .venv/bin/python manage.py collectstatic --noinput --verbosity 0
else
  mkdir -p "${DATA_FOLDER:-var}/static"
fi

serve=(.venv/bin/granian --interface wsgi portal.wsgi:application --host 127.0.0.1 --port "$port"
  --workers 1 --blocking-threads 4 --log-level warning)
say "Serving on http://127.0.0.1:$port (Ctrl-C stops it)"
[ -n "${BROKER_URL:-}" ] || exec "${serve[@]}"

say "A worker runs beside it, because BROKER_URL is set"
trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
trap 'exit 143' TERM INT
.venv/bin/celery --quiet --app portal.celery worker --beat --schedule .make/beat --concurrency 1 \
  --loglevel WARNING &
"${serve[@]}" &
wait $!
