import type { ControlValues } from '@domain/capabilities';
import { errorOf } from '@domain/errors';
import type { Request } from '../bridge';
import type { ControlAction } from './controls';

export interface ControlSenderOptions {
  readonly request: Request;
  readonly dispatch: (action: ControlAction) => void;
  /** Calls back once edits have come to rest. */
  readonly settle: (action: () => void) => void;
  /** A change was made that may have freed or bound other controls. */
  readonly onApplied: (names: readonly string[]) => void;
}

/** Brings wished values to the devices: one request a device at a time, and the newest value of each control wins. */
export class ControlSender {
  private readonly wished = new Map<string, ControlValues>();
  private readonly busy = new Set<string>();

  constructor(private readonly options: ControlSenderOptions) {}

  set(device: string, values: ControlValues): void {
    const isFirst = !this.wished.has(device);
    this.wished.set(device, { ...this.wished.get(device), ...values });
    if (isFirst && !this.busy.has(device)) this.options.settle(() => void this.send(device));
  }

  /** Another host was chosen: its devices are others. */
  forget(): void {
    this.wished.clear();
  }

  private async send(device: string): Promise<void> {
    const { request, dispatch, onApplied } = this.options;
    const asked = this.wished.get(device);
    if (!asked || this.busy.has(device)) return;
    this.wished.delete(device);
    this.busy.add(device);
    try {
      const values = await request('controls.set', { device, values: asked });
      dispatch({ type: 'controls-read', device, asked, values });
      onApplied(Object.keys(asked));
    } catch (thrown) {
      dispatch({ type: 'controls-refused', device, asked, error: errorOf(thrown) });
    } finally {
      this.busy.delete(device);
    }
    await this.send(device);
  }
}
