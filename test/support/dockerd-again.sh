#!/bin/sh
# usage: dockerd-again.sh OPTIONS...
# A dockerd that comes back when it ends, as it would under systemd; SIGTERM to this script ends it.
set -u
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
