#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=dev.d/common.sh
. dev.d/common.sh

usage() {
    cat <<'END'
Usage: ./dev package [server|cli|desktop]... [--test]

Makes Debian packages of the parts that are named, or of all three, in build/packages/:

  server    workspace-server: the program, its systemd unit, /etc/workspace/server.toml
  cli       workspace-tools: workspace-cli
  desktop   workspace-desktop: the program, its desktop entry, icon and lock folder

--test    installs, starts, upgrades and purges server and tools in a clean Debian, made by debootstrap:
          needs root and the Debian mirror (WORKSPACE_MIRROR, WORKSPACE_SUITE=bookworm)

Examples:
  ./dev package server
  ./dev package server cli --test
END
}

parts=()
try=no
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --test) try=yes ;;
        server | cli | desktop) parts+=("$1") ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift
done
[ ${#parts[@]} -gt 0 ] || parts=(server cli desktop)
need_packages package "${parts[@]}"
configure package "${parts[@]}"
build package all
rm -rf build/packages
(cd build/package && cpack -G DEB) >build/package/cpack.log 2>&1 || { cat build/package/cpack.log >&2 && exit 1; }
for package in build/packages/*.deb; do
    say "$package: $(dpkg-deb -f "$package" Depends)"
done
if [ "$try" = yes ]; then
    need_packages package-tests
    tests/packaging/chroot.sh build/packages
fi
