#!/bin/sh
# Makes the software image from Debian's packages alone, where no registry can be reached, and imports it into Docker.
# Docker is found as its own command line finds it: DOCKER_HOST, else the current context.
set -eu

usage() {
  cat <<'HELP'
usage: bootstrap.sh TAG [--keep FILE]

  TAG          name of the image, such as capstan/software:0.1.0-0123456789ab
  --keep FILE  keeps the file system as FILE (.tar) and uses it next time instead of making it again

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
keep=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --keep)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      keep=$2
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

recipe=$(cd "$(dirname "$0")" && pwd)
suite=$(sed -n 's/^FROM debian:\([a-z]*\).*/\1/p' "$recipe/Dockerfile")
packages=$(paste -sd, "$recipe/packages.txt")
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

  # The machine's own sources know a nearer mirror, but only where they are of the recipe's release.
  mirror=${CAPSTAN_DEBIAN_MIRROR:-http://deb.debian.org/debian}
  own=/etc/apt/sources.list.d/debian.sources
  if [ -z "${CAPSTAN_DEBIAN_MIRROR:-}" ] && [ -s "$own" ] && grep -q "^Suites:.*\\b$suite\\b" "$own"; then mirror=$own; fi

  step "making a Debian $suite file system with $packages (a few minutes)"
  archive=$work/software.tar
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
  --change 'LABEL dev.capstan.image=software' \
  "$archive" "$tag"
step "done: $tag"
