/**
 * A function for scripts of dash and busybox: `start_of PID` sets `start` to the time at which the process began, in
 * the kernel's ticks (field 22 of /proc/PID/stat), and fails where there is none or it has ended. Numbers are used again.
 */
export const startOf = `
start_of() {
  stat= start=
  { read -r stat </proc/$1/stat; } 2>/dev/null
  set -- \${stat##*) }
  [ $# -ge 20 ] && [ "$1" != Z ] && shift 19 && start=$1
}`;
