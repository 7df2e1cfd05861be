#!/bin/sh
# Makes an image of a Debian recipe from Debian's packages alone, where no registry can be reached, and imports it into
# Docker. Docker is found as its own command line finds it: DOCKER_HOST, else the current context.
set -eu

images=$(cd "$(dirname "$0")" && pwd)

usage() {
  cat <<'HELP'
usage: bootstrap.sh TAG [--recipe RECIPE] [--keep FILE]

  TAG              name of the image, such as capstan/vaapi:0.1.0-0123456789ab; `capstan images list` tells those
                   that Capstan looks for
  --recipe RECIPE  software, vaapi or nvidia; default: that of a TAG that begins with capstan/RECIPE:, else software
  --keep FILE      keeps the file system as FILE (.tar) and uses it next time instead of making it again

Needs root, mmdebstrap, the docker command line and Debian's archive keys.
Environment: CAPSTAN_DEBIAN_MIRROR, default http://deb.debian.org/debian
HELP
}

refuse() {
  echo "bootstrap.sh: $1" >&2
  exit 1
}

step() {
  echo "==> $1"
}

tag=''
recipe=''
keep=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --keep | --recipe)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      if [ "$1" = --keep ]; then keep=$2; else recipe=$2; fi
      shift
      ;;
    -*) usage >&2; exit 2 ;;
    *)
      [ -z "$tag" ] || { usage >&2; exit 2; }
      tag=$1
      ;;
  esac
  shift
done
[ -n "$tag" ] || { usage >&2; exit 2; }
if [ -z "$recipe" ]; then
  case $tag in capstan/*:*) recipe=${tag#capstan/} recipe=${recipe%%:*} ;; *) recipe=software ;; esac
fi
case $recipe in *[!a-z-]*) refuse "$recipe is no recipe" ;; esac
folder=$images/$recipe
[ -f "$folder/Dockerfile" ] || refuse "there is no recipe $recipe beside this script"
suite=$(sed -n 's/^FROM debian:\([a-z]*\).*/\1/p' "$folder/Dockerfile")
[ -n "$suite" ] || refuse "the recipe $recipe is not made from Debian: build it where its registry can be reached"
packages=$(paste -sd, "$folder/packages.txt")
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
export PATH="$PATH:/usr/sbin:/sbin"

command -v docker >/dev/null || refuse 'the docker command line is missing: install docker.io (and docker-cli where it is a package of its own)'
docker version >/dev/null 2>&1 || refuse 'Docker does not answer: start it, or check DOCKER_HOST'

if [ -n "$keep" ] && [ -s "$keep" ]; then
  step "using $keep"
  archive=$keep
else
  [ "$(id -u)" -eq 0 ] || refuse "making a Debian file system needs root: run it with sudo (sudo DOCKER_HOST=${DOCKER_HOST:-} $0 $tag)"
  command -v mmdebstrap >/dev/null || refuse 'mmdebstrap is missing: apt-get install mmdebstrap'
  [ -s "$keyring" ] || refuse "$keyring is missing: apt-get install debian-archive-keyring"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM

  mirror=${CAPSTAN_DEBIAN_MIRROR:-http://deb.debian.org/debian}
  own=/etc/apt/sources.list.d/debian.sources
  if [ -f "$folder/debian.sources" ]; then
    sed "s|^URIs: http://deb.debian.org/debian\$|URIs: $mirror|" "$folder/debian.sources" >"$work/debian.sources"
    mirror=$work/debian.sources
  # The machine's own sources know a nearer mirror, but only where they are of the recipe's release.
  elif [ -z "${CAPSTAN_DEBIAN_MIRROR:-}" ] && [ -s "$own" ] && grep -q "^Suites:.*\\b$suite\\b" "$own"; then
    mirror=$own
  fi

  step "making a Debian $suite file system with $packages (a few minutes)"
  archive=$work/$recipe.tar
  mmdebstrap --variant=minbase --mode=root --format=tar --include="$packages" \
    --keyring="$keyring" \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$suite" "$archive" "$mirror"
  if [ -n "$keep" ]; then
    mkdir -p "$(dirname "$keep")"
    # Renamed into place, so that an interrupted copy is never taken for a whole one.
    cp "$archive" "$keep.part"
    mv "$keep.part" "$keep"
  fi
fi

step "importing it as $tag"
docker import --message 'made by bootstrap.sh' \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'CMD ["ffmpeg", "-version"]' \
  --change "LABEL dev.capstan.image=$recipe" \
  "$archive" "$tag"
step "done: $tag"
