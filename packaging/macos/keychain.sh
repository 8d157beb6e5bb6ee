#!/bin/bash
# Puts the developer's certificate into a keychain of its own, on a machine that is thrown away:
#
#   packaging/macos/keychain.sh CERTIFICATE.p12 PASSWORD
#
# Prints the name to sign with. The keychain's password is made up here and forgotten.
set -euo pipefail

certificate=${1:?"usage: keychain.sh CERTIFICATE.p12 PASSWORD"}
password=${2:?"usage: keychain.sh CERTIFICATE.p12 PASSWORD"}

keychain=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/stanceline-signing.keychain-db
secret=$(openssl rand -hex 24)
{
    security create-keychain -p "$secret" "$keychain"
    # Long enough for a slow notarisation.
    security set-keychain-settings -lut 7200 "$keychain"
    security unlock-keychain -p "$secret" "$keychain"
    security import "$certificate" -k "$keychain" -P "$password" -T /usr/bin/codesign
    # codesign may use the key without a window that asks for it.
    security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain"
    security list-keychains -d user -s "$keychain" login.keychain-db
} >&2
security find-identity -v -p codesigning "$keychain" |
    sed -n 's/.*"\(Developer ID Application: .*\)"/\1/p' | head -n 1
