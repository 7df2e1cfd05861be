const hour = 3_600_000;
const year = 366 * 24 * hour;

/** Minutes east of UTC, on this computer. */
const offsetAt = (time: number): number => 0 - new Date(time).getTimezoneOffset();

/**
 * This computer's time zone as POSIX writes it in TZ, with its next two changes, such as `<+0100>-1<+0200>-2,J87/2,J304/3`.
 * A container needs no files for it, and none of its image's are trusted.
 */
export function posixTimeZone(now: number, offsetOf: (time: number) => number = offsetAt): string {
  const first = nextChange(now, offsetOf);
  const second = first === null ? null : nextChange(first, offsetOf);
  const own = offsetOf(now);
  // A zone that changes once and for good has no such form: what holds now is said.
  if (first === null || second === null || offsetOf(second) !== own) return zone(own);
  const other = offsetOf(first);
  const [standard, summer] = [Math.min(own, other), Math.max(own, other)];
  const [start, end] = other > own ? [first, second] : [second, first];
  return `${zone(standard)}${zone(summer)},${rule(start, standard)},${rule(end, summer)}`;
}

/** First time with another offset, to the second; null where a year has none. */
function nextChange(from: number, offsetOf: (time: number) => number): number | null {
  const before = offsetOf(from);
  let high = from;
  do high += 24 * hour;
  while (offsetOf(high) === before && high < from + year);
  if (offsetOf(high) === before) return null;
  let low = high - 24 * hour;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const two = (number: number) => String(number).padStart(2, '0');

/** Its name, as `date +%z` would have it, and its offset, whose sign POSIX turns around. */
function zone(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `<${minutes < 0 ? '-' : '+'}${two(hours)}${two(rest)}>${minutes > 0 ? '-' : ''}${hours}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Day of a year without a 29 February, and the time of day that the clock shows until then. */
function rule(time: number, minutesBefore: number): string {
  const local = new Date(time + minutesBefore * 60_000);
  const day = (Date.UTC(2023, local.getUTCMonth(), local.getUTCDate()) - Date.UTC(2023, 0, 1)) / (24 * hour) + 1;
  const [hours, minutes] = [local.getUTCHours(), local.getUTCMinutes()];
  return `J${day}/${hours}${minutes === 0 ? '' : `:${two(minutes)}`}`;
}
