/** No frame for this long is a stall. Cameras start again within one second after any change of a control. */
export const stillSeconds = 3;
/** A source that sends a frame every few seconds may leave out two. */
export const stillFrames = 3;
/** Looks come once a second: one that is this late says that nobody looked, which is no fault of the recording. */
export const gapSeconds = 4;
/** Reports come each half second: a recorder that was heard within this time does report. */
export const reportSeconds = 2.5;
/** A recorder that takes more of a core than this while no frame comes is at work, and waits for none. */
export const idleCores = 0.1;
/** The same while it still reports: it may be encoding sound. */
export const idleReportingCores = 0.3;

/** Exposure, sync and the encoder's look-ahead settle within this time of the first frame. */
export const settleSeconds = 5;
/** Over which rates are taken: progress comes each half second, so a rate is right to a twentieth. */
export const rateWindowSeconds = 10;
/** Slow sources are looked at for as long as this many frames take. */
export const rateWindowFrames = 20;
/** 30 asked and 25 given is a camera that follows the mains; 20 or 15 is one that cannot. */
export const lowRateShare = 0.75;
export const restoredRateShare = 0.9;

/** Slower than this, and a recording of an hour is more than a minute behind. */
export const slowSpeed = 0.98;
/** Shorter than any buffer: a busy moment costs a second or two, and is caught up with. */
export const behindSeconds = 3;
export const caughtUpSeconds = 1.5;
/** It is over as well when nothing was added for this long: the time that was lost stays lost. */
export const steadySeconds = 30;
/** A recorder that takes this share of what it may take has no more to give. */
export const busyShare = 0.8;

/** Clocks of crystals differ by 100 millionths at most, and a clock that is set right slowly by 500. */
export const driftPartsPerMillion = 500;
/** More is no clock, but a source that is slow or fast on purpose, or an encoder that is. */
export const implausiblePartsPerMillion = 5000;
/** A line through this many buckets; each holds its most punctual report, so that delays on the way do not count. */
export const driftBucketSeconds = 20;
export const driftBuckets = { fewest: 9, most: 30 } as const;
/** Points further from the line than this are steps, such as frames that were lost, and no drift. */
export const driftScatterSeconds = 0.1;

/** What isochronous USB 2 carries at most, in bytes a second: 3 x 1024 bytes in each of 8000 microframes. */
export const usb2BytesPerSecond = 24_576_000;
