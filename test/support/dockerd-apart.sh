#!/bin/sh
# usage: CAPSTAN_TEST_APART=FOLDER dockerd-apart.sh OPTIONS...
# A dockerd that sees another folder at FOLDER than we do, as on another machine, and that comes back when it is killed.
set -u
if [ -z "${CAPSTAN_TEST_UNSHARED:-}" ]; then
  CAPSTAN_TEST_UNSHARED=1
  export CAPSTAN_TEST_UNSHARED
  exec unshare --mount --propagation private "$0" "$@"
fi
mount -t tmpfs tmpfs "$CAPSTAN_TEST_APART" || exit
exec "${0%/*}/dockerd-again.sh" "$@"
