#!/bin/sh
# Installs a published folder of Spinner on this machine, upgrades the one that is there, or removes it. Asks nothing; --help says the rest.
set -eu

usage() {
    cat <<'TEXT'
Usage: install.sh [FOLDER] [options]

  FOLDER            the published folder: with spinner and spinner-host in it. Default: the folder above this script
  --prefix PATH     where to install (default /opt/spinner)
  --root PATH       stands before every path, for images and tests; nothing is asked of systemd then
  --user NAME       run the service as this user, who is made if missing. Default: root, who may start children as anybody
  --no-service      only the programs
  --uninstall       stop and remove; the configuration and the state stay
  --dry-run         say what would be done

An upgrade puts the new programs beside the old ones, switches a link, and restarts the service, which starts it where it does not run: its
children are stopped and started again.
TEXT
}

fail() { echo "install.sh: $*" >&2; exit 1; }

prefix=/opt/spinner root='' user='' service=yes act=install dry='' source=''
while [ $# -gt 0 ]; do
    case $1 in
        --prefix|--root|--user)
            [ $# -gt 1 ] || fail "$1 needs a value; --help says more"
            case $1 in
                --prefix) prefix=$2 ;;
                --root) root=${2%/} ;;
                --user) user=$2 ;;
            esac
            shift ;;
        --no-service) service=no ;;
        --uninstall) act=uninstall ;;
        --dry-run) dry=yes ;;
        -h|--help) usage; exit 0 ;;
        -*) fail "unknown option $1; --help lists them" ;;
        *) [ -z "$source" ] || fail "one folder, please: $source or $1"; source=$1 ;;
    esac
    shift
done

case $prefix in
    /*) ;;
    *) fail "--prefix $prefix: give an absolute path" ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
target=$root$prefix
unit=$root/etc/systemd/system/spinner.service
link=$root/usr/local/bin/spinner

# Everything that changes something goes through here.
run() {
    if [ -n "$dry" ]; then
        echo "would run: $*"
    else
        "$@"
    fi
}

has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }

need_rights() {
    [ -n "$dry" ] || [ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "needs root: sudo $0"
}

write_unit() {
    text=$(sed "s|/opt/spinner|$prefix|g" "$here/spinner.service")
    if [ -n "$user" ]; then
        text=$(printf '%s\n' "$text" | sed "s|^Type=notify|User=$user\\
Type=notify|")
    fi
    if [ -n "$dry" ]; then
        echo "would write $unit"
    else
        mkdir -p "$(dirname "$unit")"
        printf '%s\n' "$text" > "$unit.new"
        chmod 0644 "$unit.new"
        mv -f "$unit.new" "$unit"
    fi
}

install_programs() {
    [ -n "$source" ] || source=$(cd "$here/.." && pwd)
    for program in spinner spinner-host; do
        [ -f "$source/$program" ] || fail "$source has no $program: publish first (dotnet publish src/Spinner.Host -o FOLDER), and give that folder"
    done

    # A new folder each time, and a link that is switched at once: a program that runs keeps its files.
    release=releases/$(date -u +%Y%m%dT%H%M%SZ)-$$
    run mkdir -p "$target/$release"
    run cp -R "$source/." "$target/$release/"
    run ln -sfn "$release" "$target/next"
    run mv -fT "$target/next" "$target/current"
    run mkdir -p "$(dirname "$link")"
    run ln -sfn "$prefix/current/spinner" "$link"

    # The one before stays, to go back to.
    if [ -d "$target/releases" ]; then
        find "$target/releases" -mindepth 1 -maxdepth 1 -type d | sort -r | tail -n +3 | while IFS= read -r old; do
            run rm -rf "$old"
        done
    fi
}

install_service() {
    if [ -n "$user" ] && [ -z "$root" ] && ! id "$user" >/dev/null 2>&1; then
        run useradd --system --home-dir /var/lib/spinner --shell /usr/sbin/nologin "$user"
    fi
    conf=$root/etc/spinner/spinner.conf
    if [ ! -e "$conf" ]; then
        run mkdir -p "$(dirname "$conf")"
        if [ -n "$dry" ]; then
            echo "would write $conf"
        else
            # Secrets may come to stand in it.
            (umask 077; printf '# The children of this machine; "spinner check %s" finds mistakes, "spinner reload" applies changes.\nspinner.children {\n}\n' \
                "${conf#"$root"}" > "$conf")
        fi
    fi
    if [ -n "$user" ] && [ -z "$root" ]; then
        run chown "$user" "$conf"
    fi
    write_unit
    if has_systemd; then
        run systemctl daemon-reload
        run systemctl enable spinner
        run systemctl restart spinner
        echo "spinner runs as a service: systemctl status spinner, spinner ps"
    elif [ -z "$dry" ]; then
        echo "systemd does not run here: the unit is installed, and not started"
    fi
}

uninstall() {
    if has_systemd && [ -e "$unit" ]; then
        run systemctl disable --now spinner
    fi
    run rm -f "$unit" "$link"
    run rm -rf "$target/releases" "$target/current" "$target/next"
    if has_systemd; then
        run systemctl daemon-reload
    fi
    [ -n "$dry" ] || rmdir "$target" 2>/dev/null || true
    [ -n "$dry" ] || echo "removed; $root/etc/spinner and $root/var/lib/spinner are left as they are"
}

need_rights
if [ "$act" = uninstall ]; then
    uninstall
else
    install_programs
    if [ "$service" = yes ]; then
        install_service
    fi
    [ -n "$dry" ] || echo "installed: $link"
fi
