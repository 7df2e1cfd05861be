/** How often the guard looks at the free space; below `nearFloors` times the floor it looks every second. */
export const lookSeconds = 5;
/** A slow disk that is being written through holds up the next look. */
const writeThroughSeconds = 10;
/** From SIGTERM to a closed file, its index included. */
const closeSeconds = 5;
/** What is written in this time has room below the floor: a stop has surely finished by then. */
export const floorSeconds = lookSeconds + writeThroughSeconds + closeSeconds;
/** From here on one look a second: nine recordings on one disk use up their floors in no more time than one would. */
export const nearFloors = 8;

/** For the index and for what else writes meanwhile. */
const minimumBytes = 16 * 1024 ** 2;
/** 3.4 Gbit/s: raw pictures in 2160p60 have room, a mistaken estimate does not keep a big disk from being used. */
export const maximumFloorBytes = 8 * 1024 ** 3;

/** Free space at which a recording is closed, by what it writes. */
export const diskFloorBytes = (bitRateKbps: number): number => Math.round(Math.min(Math.max((floorSeconds * bitRateKbps * 1000) / 8, minimumBytes), maximumFloorBytes));

/** The floor of a recording that runs, as its guard has it: that of its plan, and more where it writes more than was planned. */
export class FloorMeter {
  private before: { readonly sizeBytes: number; readonly atSeconds: number } | null = null;
  private measuredBytes = 0;

  constructor(private readonly plannedBytes: number) {}

  /** @param sizeBytes of the recording, null while that is not known @param atSeconds of a clock that only goes on */
  next(sizeBytes: number | null, atSeconds: number): number {
    if (sizeBytes === null) return this.floorBytes;
    const { before } = this;
    if (before !== null && atSeconds - before.atSeconds < lookSeconds - 0.5) return this.floorBytes;
    if (before !== null) this.measuredBytes = diskFloorBytes(((Math.max(0, sizeBytes - before.sizeBytes) / (atSeconds - before.atSeconds)) * 8) / 1000);
    this.before = { sizeBytes, atSeconds };
    return this.floorBytes;
  }

  private get floorBytes(): number {
    return Math.max(this.plannedBytes, this.measuredBytes);
  }
}
