/**
 * Runs tasks in their order, so many at once, and gives their results in that order.
 *
 * @throws what the first task that fails throws; none is begun afterwards
 */
export async function inTurns<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  const rest = tasks.entries();
  let failed = false;
  const work = async () => {
    for (const [at, task] of rest) {
      if (failed) return;
      try {
        results[at] = await task();
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
