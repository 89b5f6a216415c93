#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests; install one if the machine has none.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

find_browser() {
  local name
  for name in "${SAPHAN_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

find_browser && exit 0

if command -v apt-get >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  {
    $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium
  } >&2 || echo "apt-get could not install Chromium; trying Playwright's own" >&2
  find_browser && exit 0
fi

"$here/.venv/bin/playwright" install chromium >&2
"$here/.venv/bin/python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
'
