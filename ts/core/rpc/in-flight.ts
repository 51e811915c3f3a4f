/** Lets so many tasks run at once, and the others wait for their turn. */
export interface InFlight {
  /** @param isUrgent before all that wait */
  run<Result>(task: () => Promise<Result>, isUrgent: boolean): Promise<Result>;
}

/** @param most at least 1 */
export function inFlight(most: number): InFlight {
  const waiting: (() => void)[] = [];
  let running = 0;
  const turn = (isUrgent: boolean) =>
    new Promise<void>((resolve) => {
      if (isUrgent) waiting.unshift(resolve);
      else waiting.push(resolve);
    });
  return {
    async run(task, isUrgent) {
      if (running >= most) await turn(isUrgent);
      else running++;
      try {
        return await task();
      } finally {
        // whoever is next takes over the place
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
