#!/bin/sh
# Installs Stanceline for the user who runs this, from the folder that this lies in.

set -eu

# What the archive was made for; packaging fills it in.
system=@SYSTEM@

usage() {
    cat <<'END'
usage: ./install.sh [--for-root]

Installs Stanceline for you alone; no administrator is needed:
  the program        ~/.local/lib/stanceline
  the command        ~/.local/bin/stanceline
  menu entry, icons, file type, manual page        ~/.local/share
To install a newer version, run its install.sh; to remove the program, run
~/.local/lib/stanceline/uninstall.sh. Neither touches your workspaces and settings.

  --for-root    install for root all the same, who has no need of it as a rule
END
}

say() { printf '%s\n' "$*"; }

fail() {
    say "install.sh: $*" >&2
    exit 1
}

# Makes the folder $1 and notes each that was not there, for uninstall.sh to remove.
make_folder() {
    [ -d "$1" ] && return
    case $1 in / | '') return ;; esac
    make_folder "${1%/*}"
    mkdir "$1" 2>/dev/null || fail "The folder $1 cannot be made. Nothing was installed there."
    new_folders="$new_folders$1
"
}

# Copies the file $1 to $2, whose folder is made, and notes it.
put_file() {
    make_folder "${2%/*}"
    if ! cp -- "$1" "$2.stanceline-new" 2>/dev/null || ! mv -f -- "$2.stanceline-new" "$2"; then
        rm -f -- "$2.stanceline-new"
        fail "The file $2 cannot be written."
    fi
    chmod 644 "$2"
    new_files="$new_files$2
"
}

# Whether a process of the program that is installed in $1 runs.
is_running() {
    for exe in /proc/[0-9]*/exe; do
        [ "$(readlink "$exe" 2>/dev/null || true)" = "$1/stanceline" ] && return 0
    done
    return 1
}

# The desktop entry $1 with the path of the program $2 in it, quoted as the specification has it.
desktop_entry() {
    quoted=$(printf '%s' "$2" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    plain=$(printf '%s' "$2" | sed -e 's/\\/\\\\/g')
    while IFS= read -r line; do
        case $line in
        Exec=*) printf 'Exec="%s" %%F\n' "$quoted" ;;
        TryExec=*) printf 'TryExec=%s\n' "$plain" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$1"
}

# Names the system's libraries that the program needs and that are not there.
tell_missing_libraries() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    missing='' packages=''
    while read -r library package; do
        case $known in
        *"	$library ("*) ;;
        *)
            missing="$missing $library"
            packages="$packages $package"
            ;;
        esac
    done <"$here/libraries.txt"
    [ -n "$missing" ] || return 0
    say "" "This system lacks libraries that the window needs:$missing."
    if command -v apt-get >/dev/null; then
        say "Install them with: sudo apt-get install$packages"
    fi
}

refresh_caches() {
    if command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$share/applications" || true
    fi
    if command -v update-mime-database >/dev/null; then
        update-mime-database "$share/mime" >/dev/null 2>&1 || true
    fi
    # Without a cache, programs look into the folders themselves; an old one would hide the icons.
    if [ -e "$share/icons/hicolor/icon-theme.cache" ] &&
        command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -q -f -t "$share/icons/hicolor" || true
    fi
}

# Takes away what an installation has left that did not come to its end, and puts back the version
# before. Folders of these names that are somebody's own stay.
clean_up() {
    if [ -e "$program.new/unfinished" ]; then
        rm -rf -- "$program.new"
    fi
    if [ -e "$program/unfinished" ] && [ -e "$program.old/installed.txt" ]; then
        # It knows by these notes what the newer version has put beside it.
        cp -- "$program/installed.txt" "$program.old/installed.txt" || true
        rm -rf -- "$program"
    elif [ -e "$program/unfinished" ]; then
        rm -f -- "$program/unfinished"
        sh "$program/uninstall.sh" >/dev/null
        say "Nothing is installed." >&2
    fi
    if [ -e "$program.old/installed.txt" ] && [ ! -e "$program" ]; then
        mv -- "$program.old" "$program"
    fi
}

# Stops where the folder $1, which the installation needs for a while, is there and not its own.
refuse_foreign() {
    if [ -e "$1" ] && [ ! -e "$1/$2" ]; then
        fail "$1 is there already and is no part of Stanceline. Move it away first."
    fi
}

# Whether the command of this user is a link to the program.
is_own_command() { [ "$(readlink "$1" || true)" = "$program/stanceline" ]; }

main() {
    for_root=no
    for word in "$@"; do
        case $word in
        --for-root) for_root=yes ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
        esac
    done

    here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
    home=${HOME:-}
    case $home$here${XDG_DATA_HOME:-} in
    *'
'*) fail "The name of a folder has a line break in it: your home folder, XDG_DATA_HOME, or where this \
was unpacked. Stanceline cannot be installed so." ;;
    esac
    case $home in
    /*) [ -d "$home" ] || fail "Your home folder $home is not there." ;;
    *) fail "HOME does not name your home folder." ;;
    esac
    if [ "$(id -u)" -eq 0 ] && [ $for_root = no ]; then
        fail "This installs for one user, and you are root. Run it as yourself, without sudo; \
for all users of a Debian or Ubuntu system there is the .deb. If root itself is to work with \
Stanceline, run: ./install.sh --for-root"
    fi
    if [ "$(uname -s)-$(uname -m)" != "$system" ]; then
        fail "This archive is for $system; this machine is $(uname -s)-$(uname -m)."
    fi
    for part in stanceline _internal share libraries.txt uninstall.sh; do
        [ -e "$here/$part" ] || fail "$here/$part is missing. Unpack the archive again."
    done

    lib=$home/.local/lib
    # As the system names it: by this name a running program is known.
    [ ! -d "$lib" ] || lib=$(CDPATH='' cd -- "$lib" && pwd -P)
    program=$lib/stanceline
    command=$home/.local/bin/stanceline
    share=$home/.local/share
    case ${XDG_DATA_HOME:-} in /*) share=${XDG_DATA_HOME%/} ;; esac
    [ "$here" != "$program" ] || fail "This is the installed program. Run the install.sh of the \
version that you want instead."
    if is_running "$program"; then
        fail "Stanceline is running. Close its windows and run this again."
    fi
    # What an installation that was killed has left.
    clean_up 2>/dev/null || true
    refuse_foreign "$program" installed.txt
    refuse_foreign "$program.old" installed.txt
    refuse_foreign "$program.new" unfinished

    new_files='' new_folders=''
    make_folder "$home/.local/lib"
    trap clean_up EXIT
    trap 'exit 1' HUP INT TERM
    if ! mkdir -- "$program.new" 2>/dev/null || ! : >"$program.new/unfinished"; then
        fail "Nothing can be written to $home/.local/lib. Nothing was changed."
    fi
    cp -R -- "$here/stanceline" "$here/_internal" "$here/uninstall.sh" "$program.new/" ||
        fail "The program could not be copied to $home/.local/lib; is the disk full? Nothing was \
changed."
    chmod -R u+w -- "$program.new"
    "$program.new/stanceline" --version >/dev/null ||
        fail "The program does not run from $home/.local/lib. Nothing was changed."

    old_notes=''
    if [ -e "$program/installed.txt" ]; then
        old_notes=$(cat "$program/installed.txt")
        rm -rf -- "$program.old"
        mv -- "$program" "$program.old"
    fi
    # Should something fail from here on, uninstall.sh still knows what there is to remove.
    notes=$program.new/installed.txt
    write_notes "$old_notes"
    mv -- "$program.new" "$program"
    notes=$program/installed.txt
    find "$here/share" -type f | LC_ALL=C sort >"$program/share.txt"
    while IFS= read -r file; do
        put_file "$file" "$share/${file#"$here/share/"}"
        write_notes "$old_notes"
    done <"$program/share.txt"
    rm -f -- "$program/share.txt"
    entry=$share/applications/org.stanceline.Stanceline.desktop
    desktop_entry "$here/share/applications/org.stanceline.Stanceline.desktop" \
        "$program/stanceline" >"$entry"
    make_folder "${command%/*}"
    if [ -e "$command" ] || [ -L "$command" ]; then
        if ! is_own_command "$command"; then
            say "$command is there already and is left as it is."
            command=''
        fi
    else
        ln -s -- "$program/stanceline" "$command"
    fi
    [ -z "$command" ] || new_files="$new_files$command
"
    write_notes "$old_notes"
    remove_what_is_no_longer_there "$old_notes"
    # What was removed, and what has become the user's own, is forgotten.
    write_notes "$(printf '%s\n' "$old_notes" | sed '/^file /d')"
    rm -rf -- "$program.old"
    rm -f -- "$program/unfinished"
    refresh_caches

    version=$("$program/stanceline" --version)
    say "$version is installed for you: it is in the menu of programs, and files *.stanceline open \
with it." "To remove it, run: $program/uninstall.sh"
    case ":$PATH:" in
    *":$home/.local/bin:"*) ;;
    *) say "The command is $home/.local/bin/stanceline; that folder is not in your PATH yet." ;;
    esac
    tell_missing_libraries
}

# Writes into the file $notes what was put where, and what the notes $1 of an earlier version say.
write_notes() {
    {
        printf '%s' "$new_files" | sed 's/^/file /'
        printf '%s' "$new_folders" | sed 's/^/folder /'
        printf '%s\n' "$1"
        printf 'share %s\n' "$share"
    } | LC_ALL=C sort -u | sed '/^$/d' >"$notes.new"
    mv -f -- "$notes.new" "$notes"
}

# Removes the files that the notes $1 of an earlier version tell of and that this one has not.
remove_what_is_no_longer_there() {
    printf '%s\n' "$1" | sed -n 's/^file //p' >"$program/old.txt"
    while IFS= read -r file; do
        case "
$new_files" in
        *"
$file
"*) ;;
        *)
            case $file in */bin/stanceline) is_own_command "$file" || continue ;; esac
            rm -f -- "$file"
            ;;
        esac
    done <"$program/old.txt"
    rm -f -- "$program/old.txt"
}

# All is read before anything is done, as an upgrade may replace this very file.
main "$@"
exit
