/** When the next request may leave. Times are milliseconds of `Date.now`. */
export interface Pace {
  /**
   * Takes the next turn.
   * @returns when it is; null where that is after `deadline`, and then nothing is taken
   */
  turn(deadline: number): number | null;
  /** No request before that. */
  pauseUntil(time: number): void;
}

/** Turns at least `interval` milliseconds apart, whoever takes them. */
export function createPace(interval: number, now: () => number = Date.now): Pace {
  let next = 0;
  return {
    turn(deadline) {
      const at = Math.max(next, now());
      if (at > deadline) return null;
      next = at + interval;
      return at;
    },
    pauseUntil(time) {
      next = Math.max(next, time);
    },
  };
}
