#!/bin/sh
# Removes what install.sh installed for this user, and none of the user's own files.

set -eu

say() { printf '%s\n' "$*"; }

fail() {
    say "uninstall.sh: $*" >&2
    exit 1
}

# Whether a process of the program that is installed in $1 runs.
is_running() {
    for exe in /proc/[0-9]*/exe; do
        [ "$(readlink "$exe" 2>/dev/null || true)" = "$1/stanceline" ] && return 0
    done
    return 1
}

# Brings the caches of file types and menu entries under $1 up to date; those that are about
# nothing any more are removed.
refresh_caches() {
    if [ -d "$1/applications" ]; then
        if [ -z "$(find "$1/applications" -name '*.desktop')" ]; then
            rm -f -- "$1/applications/mimeinfo.cache"
        elif command -v update-desktop-database >/dev/null; then
            update-desktop-database -q "$1/applications" || true
        fi
    fi
    if [ -d "$1/mime" ]; then
        if command -v update-mime-database >/dev/null; then
            mkdir -p "$1/mime/packages"
            update-mime-database "$1/mime" >/dev/null 2>&1 || true
        fi
        if [ -z "$(find "$1/mime/packages" -name '*.xml' 2>/dev/null)" ]; then
            for name in XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache \
                subclasses treemagic types version; do
                rm -f -- "$1/mime/$name"
            done
            rm -f -- "$1/mime/application/x-stanceline.xml"
            rmdir "$1/mime/application" "$1/mime/packages" 2>/dev/null || true
        fi
    fi
    if [ -e "$1/icons/hicolor/icon-theme.cache" ] &&
        command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -q -f -t "$1/icons/hicolor" || true
    fi
}

main() {
    if [ $# -ne 0 ]; then
        say "usage: ./uninstall.sh" "" \
            "Removes Stanceline, which install.sh installed for you. Your workspaces, backups and" \
            "settings stay."
        case $1 in -h | --help) exit 0 ;; *) exit 2 ;; esac
    fi
    program=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
    if [ ! -e "$program/installed.txt" ]; then
        program=${HOME:-/nowhere}/.local/lib/stanceline
        program=$(CDPATH='' cd -- "$program" 2>/dev/null && pwd -P) || program=''
        [ -e "$program/installed.txt" ] || fail "Stanceline is not installed for you."
    fi
    if is_running "$program"; then
        fail "Stanceline is running. Close its windows and run this again."
    fi
    notes=$(cat "$program/installed.txt")

    printf '%s\n' "$notes" | sed -n 's/^file //p' | while IFS= read -r file; do
        # Another program may have its name by now.
        case $file in */bin/stanceline)
            [ "$(readlink "$file" || true)" = "$program/stanceline" ] || continue
            ;;
        esac
        rm -f -- "$file" || fail "$file cannot be removed."
    done
    printf '%s\n' "$notes" | sed -n 's/^share //p' | while IFS= read -r share; do
        refresh_caches "$share"
    done
    # What an installation has left that was killed, unless it is somebody's own.
    for left in "$program.old/installed.txt" "$program.new/unfinished"; do
        [ ! -e "$left" ] || rm -rf -- "${left%/*}"
    done
    rm -rf -- "$program" || fail "$program cannot be removed."
    # The longest paths first, so that a folder goes after those in it. What is not empty stays.
    printf '%s\n' "$notes" | sed -n 's/^folder //p' | LC_ALL=C sort -r | while IFS= read -r folder; do
        rmdir -- "$folder" 2>/dev/null || true
    done
    say "Stanceline is removed. Your workspaces, backups and settings are where they were."
}

# All is read before anything is done, since this file itself is removed.
main "$@"
exit
