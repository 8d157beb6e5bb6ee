#!/bin/bash
# Makes the disk image that is handed out: the program, and a link to drag it to.
#
#   packaging/macos/dmg.sh FOLDER/Stanceline.app OUT.dmg
#
# With SIGN_IDENTITY the image is signed, too.
set -euo pipefail

app=${1:?"usage: dmg.sh FOLDER/Stanceline.app OUT.dmg"}
out=${2:?"usage: dmg.sh FOLDER/Stanceline.app OUT.dmg"}
[ -d "$app/Contents/MacOS" ] || { echo "$app is no app bundle." >&2; exit 1; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# ditto keeps links and what the signature hangs on; cp -R does not keep all of it.
ditto "$app" "$folder/Stanceline.app"
ln -s /Applications "$folder/Applications"

mkdir -p "$(dirname "$out")"
rm -f "$out"
# The builders' disks are busy at times, and a second try then does it.
for attempt in 1 2 3; do
    if hdiutil create -volname Stanceline -srcfolder "$folder" -fs HFS+ -format UDZO \
        -imagekey zlib-level=9 -ov "$out"; then
        break
    fi
    [ "$attempt" -lt 3 ] || { echo "The disk image could not be made." >&2; exit 1; }
    sleep 10
done

if [ -n "${SIGN_IDENTITY:-}" ]; then
    codesign --force --sign "$SIGN_IDENTITY" --timestamp "$out"
fi
hdiutil verify "$out"
