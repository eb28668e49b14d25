# shellcheck shell=bash
# Shared by the commands of ./dev, which run in the project's root.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
die() {
    printf './dev: %s\n' "$*" >&2
    exit 2
}

# The Debian packages of each part; a part needs those of `base`, too.
packages_of() {
    case $1 in
        base) echo g++ cmake ninja-build ccache pkg-config git libboost1.81-dev libsodium-dev libssl-dev libsqlite3-dev \
            libcli11-dev libspdlog-dev python3 ;;
        server) echo libsystemd-dev libtomlplusplus-dev ;;
        cli) ;;
        desktop) echo libgtkmm-4.0-dev libadwaita-1-dev gettext libglib2.0-dev-bin adwaita-icon-theme fonts-cantarell ;;
        tests) echo libgtest-dev libgmock-dev librapidcheck-dev python3-websockets python3-nacl curl openssl sqlite3 \
            python3-prometheus-client systemd ;;
        desktop-tests) echo xvfb xauth dbus dbus-x11 at-spi2-core python3-pyatspi gir1.2-atspi-2.0 python3-gi xdotool \
            openbox imagemagick locales-all fonts-dejavu-core ;;
        sim-tests) echo chromium ;;
        fuzz) echo clang-19 libclang-rt-19-dev llvm-19 ;;
        coverage) echo gcovr ;;
        bench) echo libbenchmark-dev ;;
        model) echo spin gcc ;;
        lint) echo clang-format-19 clang-tidy-19 shellcheck binutils ;;
        package) echo dpkg-dev file lintian ;;
        package-tests) echo debootstrap ;;
        format) echo clang-format-19 ;;
        *) die "no part \"$1\"" ;;
    esac
}

# need_packages PART...: installs what is missing, saying what; as root or through sudo.
need_packages() {
    local part package missing=() as_root=()
    for part in base "$@"; do
        for package in $(packages_of "$part"); do
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
        done
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "these Debian packages are needed: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "run as root, or install sudo: these packages are missing: ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"
}

# A compilation takes up to 900 MB: fewer at a time where memory is scarce.
jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 900000) }' /proc/meminfo)
    memory=$((memory > 1 ? memory : 1))
    echo $((cores < memory ? cores : memory))
}

# configure PRESET PART...: the parts that were configured before stay.
configure() {
    local preset=$1 part folder="build/$1" args=()
    shift
    for part in server cli desktop tests bench; do
        local option="WORKSPACE_${part^^}"
        if [[ " $* " == *" $part "* ]] || grep -qs "^$option:BOOL=ON" "$folder/CMakeCache.txt"; then
            args+=("-D$option=ON")
        else
            args+=("-D$option=OFF")
        fi
    done
    mkdir -p "$folder"
    if ! cmake --preset "$preset" "${args[@]}" >"$folder/configure.log" 2>&1; then
        cat "$folder/configure.log" >&2
        die "cmake could not configure preset $preset"
    fi
}

# build PRESET TARGET...
build() {
    local preset=$1
    shift
    cmake --build "build/$preset" --parallel "$(jobs)" --target "$@"
}
