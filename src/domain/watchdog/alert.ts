import { z } from 'zod';

/** What the watchdogs of a running recording see (decision 0035). */
export const alertKinds = ['no-frames', 'frame-rate-low', 'encoder-behind', 'clock-drift'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Why it is so, as far as it can be told. */
export const alertCauses = ['source', 'storage', 'exposure', 'encoder', 'usb-bandwidth', 'usb-shared', 'unknown'] as const;
export type AlertCause = (typeof alertCauses)[number];

/** Something that is not as it should be while a recording goes on: one of each kind a session, however often it comes. */
export const alertSchema = z.object({
  kind: z.enum(alertKinds),
  cause: z.enum(alertCauses),
  title: z.string(),
  /** What was measured, in words. */
  detail: z.string(),
  nextStep: z.string(),
  /** Seconds of the recording at which it was seen first. */
  atSeconds: z.number().min(0),
  /** How often it came. */
  times: z.int().min(1),
  /** It has passed. */
  isOver: z.boolean(),
});
export type Alert = z.infer<typeof alertSchema>;

/** The alerts of a session after this one was raised, came again or passed. */
export const withAlert = (alerts: readonly Alert[], alert: Alert): Alert[] => [...alerts.filter(({ kind }) => kind !== alert.kind), alert];
