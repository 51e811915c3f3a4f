/**
 * Maps every item, `limit` of them at a time, and keeps their order. The first failure ends it: what has begun goes on, and
 * nothing more is begun.
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let isOver = false;
  const work = async () => {
    while (next < items.length && !isOver) {
      const index = next++;
      try {
        results[index] = await map(items[index]!, index);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
