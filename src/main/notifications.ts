import { Notification } from 'electron';
import type { StationEvent } from '@domain/contract';
import { fileName } from '@domain/file-name';
import type { SessionView } from '@domain/session';
import type { RemovedRecording } from '@domain/retention';
import { secondsLeft, shortSeconds } from '@domain/time-left';
import { translatedError } from '@locales/errors';
import { formatsFor } from '@locales/formats';
import { windowIcon } from './icons';
import type { DesktopTexts } from './texts';

export interface Notice {
  /** Null where it is about none. */
  readonly sessionId: string | null;
  readonly title: string;
  readonly body: string;
  readonly isUrgent: boolean;
}

/** What a person who looks elsewhere should know of. Each session's disk is spoken of once. */
export class Notices {
  private readonly warned = new Set<string>();

  constructor(
    private readonly texts: DesktopTexts,
    private readonly views: () => readonly SessionView[],
  ) {}

  of(event: StationEvent): Notice | null {
    if (event.type === 'cleaned') return this.cleaned(event.removed);
    if (event.type !== 'session' || event.view.purpose !== 'record') return null;
    if (event.event?.type === 'ended') return this.ended(event.view);
    return event.event?.type === 'disk' || event.event?.type === 'progress' ? this.diskFills(event.view) : null;
  }

  private cleaned(removed: readonly RemovedRecording[]): Notice {
    const { t, language } = this.texts;
    const { bytes, number } = formatsFor(language);
    const size = bytes(removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    return { sessionId: null, title: t('notices.cleaned'), body: t('notices.cleanedBody', { number: number(removed.length), size }), isUrgent: false };
  }

  private ended(view: SessionView): Notice | null {
    this.warned.delete(view.id);
    const { t, language } = this.texts;
    const told = { sessionId: view.id, name: view.presetName };
    if (view.error) {
      const { title, nextStep } = translatedError(view.error, this.texts.errors);
      return { sessionId: told.sessionId, title: t('notices.failed', { name: told.name, title }), body: nextStep, isUrgent: true };
    }
    if (view.isPaused || view.recording === null) return null;
    const { path, durationSeconds, sizeBytes } = view.recording;
    const { duration, bytes } = formatsFor(language);
    const body = t('notices.endedBody', { file: fileName(path), length: duration(durationSeconds), size: bytes(sizeBytes) });
    return { sessionId: told.sessionId, title: t('notices.ended', { name: told.name }), body, isUrgent: false };
  }

  private diskFills(view: SessionView): Notice | null {
    const seconds = secondsLeft(view, this.views());
    if (seconds === null || seconds > shortSeconds || this.warned.has(view.id)) return null;
    this.warned.add(view.id);
    const { t, language } = this.texts;
    return {
      sessionId: view.id,
      title: t('notices.diskLow', { name: view.presetName }),
      body: t('notices.diskLowBody', { time: formatsFor(language).duration(seconds) }),
      isUrgent: true,
    };
  }
}

/** Shows it where the desktop can. */
export function notify({ title, body, isUrgent }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body, icon: windowIcon(), urgency: isUrgent ? 'critical' : 'normal' });
  notification.on('click', onClick);
  notification.show();
}
