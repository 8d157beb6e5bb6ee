#!/bin/bash
# Signs Stanceline.app with the hardened runtime, from the inside out:
#
#   SIGN_IDENTITY="Developer ID Application: NAME (TEAM)" packaging/macos/sign.sh FOLDER/Stanceline.app
#
# Without SIGN_IDENTITY it signs for this machine alone ("ad hoc"), which Apple's processors ask for
# and which Gatekeeper does not take for a known developer's.
set -euo pipefail

app=${1:?"usage: sign.sh FOLDER/Stanceline.app"}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
identity=${SIGN_IDENTITY:--}
options=(--force --sign "$identity" --options runtime)
if [ "$identity" = "-" ]; then
    # Libraries that nobody signed are refused by the hardened runtime, and a time stamp takes a
    # known developer.
    options=(--force --sign -)
else
    options+=(--timestamp)
fi

[ -d "$app/Contents/MacOS" ] || { echo "$app is no app bundle." >&2; exit 1; }

# Python's and Qt's libraries first; what is signed later seals what it holds. Links are followed
# by nobody: each file is signed where it lies.
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
    xargs -0 -n 20 codesign "${options[@]}"
find "$app/Contents/Frameworks" -type d -name '*.framework' -print0 |
    xargs -0 -n 1 codesign "${options[@]}"
# Python's own library has no suffix where it comes from a framework.
if [ -f "$app/Contents/Frameworks/Python" ] && [ ! -L "$app/Contents/Frameworks/Python" ]; then
    codesign "${options[@]}" "$app/Contents/Frameworks/Python"
fi
codesign "${options[@]}" --entitlements "$here/entitlements.plist" "$app"

codesign --verify --deep --strict --verbose=2 "$app"
codesign --display --entitlements - "$app"
