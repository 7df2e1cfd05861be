import { useCallback, useMemo, useRef, useState, type RefObject } from 'react';

export interface VideoState {
  readonly isPlaying: boolean;
  readonly timeSeconds: number;
  /** By the file itself; null where it does not say. */
  readonly durationSeconds: number | null;
  readonly rate: number;
  /** 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
}

const beginning: VideoState = { isPlaying: false, timeSeconds: 0, durationSeconds: null, rate: 1, volume: 1, isMuted: false };

export interface VideoActions {
  toggle(): void;
  seek(seconds: number): void;
  skip(seconds: number): void;
  /** One picture on or back, and stops there. */
  step(frames: 1 | -1): void;
  setRate(rate: number): void;
  setVolume(volume: number): void;
  toggleMuted(): void;
}

export const rates = [0.25, 0.5, 1, 1.5, 2, 4] as const;

interface FollowedVideo {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: VideoState;
  readonly actions: VideoActions;
  /** To be called on every event of the element. */
  readonly follow: () => void;
}

/** What a <video> is at, and what can be done with it. @param framesPerSecond for single steps */
export function useVideo(framesPerSecond: number | null): FollowedVideo {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState(beginning);
  const follow = useCallback(() => {
    const now = video.current;
    if (!now) return;
    setState({
      isPlaying: !now.paused && !now.ended,
      timeSeconds: now.currentTime,
      durationSeconds: Number.isFinite(now.duration) ? now.duration : null,
      rate: now.playbackRate,
      volume: now.volume,
      isMuted: now.muted,
    });
  }, [video]);
  const actions = useMemo((): VideoActions => {
    const seek = (seconds: number) => {
      const now = video.current;
      if (now) now.currentTime = Math.max(0, Number.isFinite(now.duration) ? Math.min(seconds, now.duration) : seconds);
    };
    return {
      toggle: () => {
        const now = video.current;
        if (!now) return;
        // A play that is broken off by the next key is no failure; one that fails is told by the element's own event.
        if (now.paused || now.ended) now.play().catch(() => follow());
        else now.pause();
      },
      seek,
      skip: (seconds) => seek((video.current?.currentTime ?? 0) + seconds),
      step: (frames) => {
        video.current?.pause();
        seek((video.current?.currentTime ?? 0) + frames / (framesPerSecond ?? 30));
      },
      setRate: (rate) => {
        if (video.current) video.current.playbackRate = rate;
      },
      setVolume: (volume) => {
        if (video.current) Object.assign(video.current, { volume: Math.max(0, Math.min(1, volume)), muted: false });
      },
      toggleMuted: () => {
        if (video.current) video.current.muted = !video.current.muted;
      },
    };
  }, [video, framesPerSecond, follow]);
  return { video, state, actions, follow };
}
