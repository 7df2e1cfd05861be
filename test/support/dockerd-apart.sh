#!/bin/sh
# usage: CAPSTAN_TEST_APART=FOLDER dockerd-apart.sh OPTIONS...
# A dockerd that sees another folder at FOLDER than we do, as on another machine. Killed, it comes back, as it would
# under systemd; SIGTERM ends it.
set -u
if [ -z "${CAPSTAN_TEST_UNSHARED:-}" ]; then
  CAPSTAN_TEST_UNSHARED=1
  export CAPSTAN_TEST_UNSHARED
  exec unshare --mount --propagation private "$0" "$@"
fi
mount -t tmpfs tmpfs "$CAPSTAN_TEST_APART" || exit
ended=
daemon=
trap 'ended=1; [ -z "$daemon" ] || kill -TERM "$daemon"' TERM
while [ -z "$ended" ]; do
  dockerd "$@" &
  daemon=$!
  wait "$daemon"
done
# The trap cuts the wait short.
wait "$daemon"
