#!/bin/bash
# Has Apple look through the signed disk image, and fastens its answer to it:
#
#   packaging/macos/notarise.sh OUT.dmg
#
# APPLE_ID, APPLE_TEAM_ID and APPLE_PASSWORD (one for this app alone, made at Apple's page for the
# account) say whose it is. It takes minutes, and a signed image that was not looked through shows
# the same warning as an unsigned one.
set -euo pipefail

image=${1:?"usage: notarise.sh OUT.dmg"}
: "${APPLE_ID:?}" "${APPLE_TEAM_ID:?}" "${APPLE_PASSWORD:?}"

account=(--apple-id "$APPLE_ID" --team-id "$APPLE_TEAM_ID" --password "$APPLE_PASSWORD")
answer=$(xcrun notarytool submit "$image" "${account[@]}" --wait --timeout 30m --output-format json)
id=$(plutil -extract id raw -o - - <<<"$answer")
status=$(plutil -extract status raw -o - - <<<"$answer")
if [ "$status" != "Accepted" ]; then
    echo "Apple answered: $status" >&2
    xcrun notarytool log "$id" "${account[@]}" >&2
    exit 1
fi
# With the answer fastened to it, the image is taken without a network, too.
xcrun stapler staple "$image"
xcrun stapler validate "$image"
spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
