# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
#
# What ./build-aux/run and ./build-aux/test share: find out what is missing, install it, build.
# Sourced, never run. Nothing here is done twice: a second run only looks.

program=${0##*/}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# One need a line: proof | Debian and Ubuntu | Fedora | Arch. The proof is what is really needed, and
# is the same everywhere:
#   command:NAME             a program
#   module:NAME[>=VERSION]   a pkg-config module
#   python:NAME              a module of the system's own Python
#   file:GLOB[:GLOB...]      a file (a plug-in that has neither)
build_needs='
command:gcc|gcc libc6-dev|gcc|gcc
command:pkg-config|pkgconf|pkgconf-pkg-config|pkgconf
command:meson|meson|meson|meson
command:ninja|ninja-build|ninja-build|ninja
command:msgfmt|gettext|gettext|gettext
command:glib-compile-resources|libglib2.0-dev-bin|glib2-devel|glib2-devel
command:xmllint|libxml2-utils|libxml2|libxml2
module:gio-2.0>=2.74|libglib2.0-dev|glib2-devel|glib2
module:json-glib-1.0>=1.6|libjson-glib-dev|json-glib-devel|json-glib
module:libsoup-3.0>=3.2|libsoup-3.0-dev|libsoup3-devel|libsoup3
module:gnutls>=3.6|libgnutls28-dev|gnutls-devel|gnutls
module:yaml-0.1>=0.2|libyaml-dev|libyaml-devel|libyaml
module:sqlite3>=3.40|libsqlite3-dev|sqlite-devel|sqlite
module:libxcrypt>=4.4|libcrypt-dev|libxcrypt-devel|libxcrypt
'

desktop_needs='
module:gtk4>=4.8|libgtk-4-dev|gtk4-devel|gtk4
module:libadwaita-1>=1.2|libadwaita-1-dev|libadwaita-devel|libadwaita
module:libsecret-1>=0.20|libsecret-1-dev|libsecret-devel|libsecret
module:libcanberra>=0.30|libcanberra-dev|libcanberra-devel|libcanberra
command:g++|g++|gcc-c++|gcc
file:/usr/include/phonenumbers/phonenumberutil.h|libphonenumber-dev|libphonenumber-devel|libphonenumber
'

run_needs='
file:/usr/share/zoneinfo/Europe/Berlin|tzdata|tzdata|tzdata
command:dbus-run-session|dbus|dbus-daemon|dbus
file:/usr/lib/*/gio/modules/libgiognutls.so:/usr/lib*/gio/modules/libgiognutls.so:/usr/lib*/gio/modules/libgioopenssl.so|glib-networking|glib-networking|glib-networking
file:/usr/lib/*/gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader*svg.so:/usr/lib*/gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader*svg.so:/usr/lib*/glycin-loaders/*/glycin-svg|librsvg2-common|librsvg2|librsvg
file:/usr/share/icons/Adwaita/index.theme|adwaita-icon-theme|adwaita-icon-theme|adwaita-icon-theme
file:/usr/share/sounds/freedesktop/stereo/phone-incoming-call.oga|sound-theme-freedesktop|sound-theme-freedesktop|sound-theme-freedesktop
file:/usr/lib/*/libcanberra-*/libcanberra-pulse.so:/usr/lib*/libcanberra-*/libcanberra-pulse.so|libcanberra-pulse|libcanberra|libcanberra
file:/usr/lib/at-spi-bus-launcher:/usr/libexec/at-spi-bus-launcher:/usr/lib/*/at-spi-bus-launcher|at-spi2-core|at-spi2-core|at-spi2-core
'

headless_needs='
command:Xvfb|xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb
command:openbox|openbox|openbox|openbox
'

test_needs='
command:xdotool|xdotool|xdotool|xdotool
command:import|imagemagick|ImageMagick|imagemagick
command:gnome-keyring-daemon|gnome-keyring|gnome-keyring|gnome-keyring
command:desktop-file-validate|desktop-file-utils|desktop-file-utils|desktop-file-utils
command:appstreamcli|appstream|appstream|appstream
command:groff|groff-base|groff-base|groff
command:node|nodejs|nodejs|nodejs
command:npm|npm|nodejs-npm|npm
file:/usr/lib/*/xfce4/notifyd/xfce4-notifyd:/usr/lib*/xfce4/notifyd/xfce4-notifyd|xfce4-notifyd|xfce4-notifyd|xfce4-notifyd
python:gi|python3-gi|python3-gobject|python-gobject
command:xfce4-panel|xfce4-panel|xfce4-panel|xfce4-panel
command:pulseaudio|pulseaudio|pulseaudio|pulseaudio
command:pactl|pulseaudio-utils|pulseaudio-utils|libpulse
command:dconf|dconf-cli dconf-service dconf-gsettings-backend|dconf|dconf
python:dbusmock|python3-dbusmock|python3-dbusmock|python-dbusmock
python:jsonschema|python3-jsonschema|python3-jsonschema|python-jsonschema
python:prometheus_client|python3-prometheus-client|python3-prometheus_client|python-prometheus_client
'

# For the inspector's test, which is skipped without.
browser_needs='
command:chromium|chromium|chromium|chromium
'

say ()
{
  printf '%s: %s\n' "$program" "$*" >&2
}

fail ()
{
  say "$@"
  exit 1
}

# The packaged modules are in the packaged Python, whatever other Python comes first on the PATH.
system_python ()
{
  if [ -x /usr/bin/python3 ]; then
    echo /usr/bin/python3
  else
    command -v python3
  fi
}

is_there ()
{
  local name=${1#*:} glob

  case $1 in
    command:*)
      command -v "$name" >/dev/null
      ;;
    module:*)
      pkg-config --exists "${name/>=/ >= }" 2>/dev/null
      ;;
    python:*)
      "$(system_python)" -c "import importlib.util, sys; sys.exit(not importlib.util.find_spec('$name'))" \
        >/dev/null 2>&1
      ;;
    file:*)
      local IFS=:
      for glob in $name; do
        compgen -G "$glob" >/dev/null && return 0
      done
      return 1
      ;;
  esac
}

# Prints the lines of the needs (one variable's name each) that are not met.
missing_of ()
{
  local needs line

  for needs in "$@"; do
    while IFS= read -r line; do
      [ -z "$line" ] || is_there "${line%%|*}" || printf '%s\n' "$line"
    done <<<"${!needs}"
  done
}

# packages COLUMN LINES: the packages of one distribution, each once, on one line.
packages ()
{
  cut -d'|' -f"$1" <<<"$2" | tr ' ' '\n' | sort -u | paste -sd' '
}

print_packages ()
{
  cat >&2 <<END
Install these yourself, then start again:

  Debian 12, Ubuntu 24.04 or newer:
    apt-get install --no-install-recommends $(packages 2 "$1")
  Fedora:
    dnf install $(packages 3 "$1")
  Arch:
    pacman -S --needed $(packages 4 "$1")

END
}

# Sets the array as_root to what makes a command run as root, or fails.
find_root ()
{
  as_root=()
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  # Without a terminal, sudo can't ask for a password: it works silently or not at all.
  if [ -t 0 ] || sudo -n true 2>/dev/null; then
    as_root=(sudo)
    return 0
  fi
  return 1
}

apt_knows ()
{
  local name

  for name in "$@"; do
    apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]' || return 1
  done
}

apt_get ()
{
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0 "$@"
}

# ensure NEEDS...: installs what is missing of them. Comes back only when all is there.
ensure ()
{
  local missing names

  missing=$(missing_of "$@")
  [ -n "$missing" ] || return 0

  read -ra names <<<"$(packages 2 "$missing")"
  if ! command -v apt-get >/dev/null; then
    say "something is missing, and there is no apt-get here to install it with."
    print_packages "$missing"
    exit 1
  fi
  if ! find_root; then
    say "something is missing, and installing it takes root or a working sudo."
    print_packages "$missing"
    exit 1
  fi

  say "installing ${names[*]}"
  apt_knows "${names[@]}" || apt_get update || say "apt-get update failed; trying with what is known."
  if ! apt_get install -y --no-install-recommends "${names[@]}" >&2; then
    # The lists may be older than the archive.
    say "trying once more with fresh package lists"
    { apt_get update && apt_get install -y --no-install-recommends "${names[@]}"; } >&2 ||
      { say "apt-get could not install everything."; print_packages "$missing"; exit 1; }
  fi

  hash -r
  missing=$(missing_of "$@")
  [ -z "$missing" ] || fail "still missing or too old after installing (Debian 12 and Ubuntu 24.04 are the oldest that have it): $(cut -d'|' -f1 <<<"$missing" | paste -sd' ')"
}

# build DIR MESON-OPTIONS...: configures when needed, then compiles.
build ()
{
  local dir=$1 lock
  lock=$(dirname "$dir")/_build.lock

  # One at a time: a sandbox in one terminal and a window in another is a usual thing to start.
  (
    flock -n 9 || { say "waiting for another build to end"; flock 9; }
    build_now "$@"
  ) 9>"$lock"
}

build_now ()
{
  local dir=$1 stamp=$1/build-aux-options
  shift

  if [ ! -f "$dir/build.ninja" ]; then
    rm -rf "$dir"
    meson setup "$dir" "$source_dir" "$@" >&2 || fail "meson setup failed."
    printf '%s\n' "$*" >"$stamp"
  elif [ "$(cat "$stamp" 2>/dev/null)" != "$*" ]; then
    meson setup --reconfigure "$dir" "$source_dir" "$@" >&2 || fail "meson setup failed."
    printf '%s\n' "$*" >"$stamp"
  fi
  ninja -C "$dir" >&2 || fail "the build failed; the compiler's words are above."
}
