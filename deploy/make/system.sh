#!/usr/bin/env bash
# Sees to what Python cannot install: Pango and a font for the PDFs; with "chromium", a browser.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p .make
. deploy/make/words.sh

draws_pdfs() { .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }

has_font() {
  [ "$(uname)" = Darwin ] ||
    fc-list : family 2>/dev/null | grep -qE '^(Liberation Sans|Arimo|Arial|Helvetica)(,|$)'
}

if ! draws_pdfs || ! has_font; then
  say "Installing Pango and the Liberation fonts for the PDFs"
  apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation ||
    stop "The PDFs need Pango and a font like Liberation Sans, and there is no apt to install" \
      "them with: install both with this system's package manager and run make again."
  draws_pdfs || stop "Pango is installed but WeasyPrint cannot load it: see its own message with" \
    ".venv/bin/python -c 'import weasyprint'."
fi

if [ "${1:-}" = chromium ] && ! find_chromium >/dev/null; then
  say "Installing Chromium for the browser tests"
  if ! apt_install chromium || ! find_chromium >/dev/null; then
    stop "The browser tests need Chromium or Chrome: install one, or name it in CHROMIUM."
  fi
fi
