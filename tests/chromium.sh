#!/bin/sh
# Print the path of a Chromium or Chrome. Where there is none, install Debian's if we may, or say what to do.

find_browser() {
	for name in "$BROWSER_PATH" chromium google-chrome google-chrome-stable chromium-browser chrome \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
		"/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		if [ -n "$name" ] && command -v "$name"; then
			return 0
		fi
	done
	return 1
}

find_browser && exit 0

if command -v apt-get >/dev/null; then
	if [ "$(id -u)" = 0 ]; then may=""; elif sudo -n true 2>/dev/null; then may="sudo"; else may="no"; fi
	if [ "$may" != no ]; then
		echo "Installing Debian's Chromium for the tests." >&2
		$may apt-get update -qq >&2 && $may apt-get install -qq --yes --no-install-recommends chromium >&2
		find_browser && exit 0
	fi
fi

echo "The tests need a Chromium: install it (Debian: apt-get install chromium; macOS: brew install" \
	"--cask chromium), or name a Chrome or Chromium in BROWSER_PATH." >&2
exit 1
