/** Remembers what was read, by a key, as long as it lives; what failed is read again. Readers at the same time share one read. */
export type Once = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/** An empty memory. Its owner decides what a key stands for: the same key must mean the same question. */
export function createOnce(): Once {
  const known = new Map<string, Promise<unknown>>();
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const before = known.get(key) as Promise<T> | undefined;
    if (before) return before;
    const reading = read();
    known.set(key, reading);
    reading.catch(() => known.delete(key));
    return reading;
  };
}
