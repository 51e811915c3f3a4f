/** Starts a read; its failure is thrown only where the answer is wanted. */
export async function readAtOnce<T>(read: () => Promise<T>): Promise<() => T> {
  try {
    const answer = await read();
    return () => answer;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
