# shellcheck shell=bash
# Sourced by scripts that take a tool out of Debian's packages without installing them.

# What the script provides is not to be had: says why, and ends the script.
none() {
    echo "$1"
    exit 77
}

# need_packages WHAT: they can be had here, and their lists are of today.
need_packages() {
    local tool
    for tool in apt-get apt-cache dpkg; do
        command -v $tool >/dev/null || none "no $1 here, and no $tool to get Debian's"
    done
    ((EUID != 0)) || apt-get update -qq >&2
}

# The newest version of PACKAGE that starts with PREFIX, if there is one.
package_version() {
    apt-cache madison "$1" | awk -F' *[|] *' -v prefix="$2" 'index($2, prefix) == 1 { print $2; exit }'
}

# unpack_packages FOLDER PACKAGE[=VERSION]...
unpack_packages() (
    cd "$1" || exit
    shift
    apt-get download "$@" >&2 || none "the Debian packages cannot be downloaded: $*"
    for package in *.deb; do dpkg -x "$package" .; done
    rm -- *.deb
)
