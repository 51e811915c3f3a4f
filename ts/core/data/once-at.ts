import { createOnce, type Once } from "./once.ts";

const LATEST = new WeakMap<object, { readonly blockNumber: bigint; readonly once: Once }>();

/**
 * The memory of one block, shared by all who ask with the same owner; another block begins an empty one, so that whoever runs
 * for days keeps no more than one.
 * @param owner whose answers they are: a client, of one endpoint
 */
export function onceAt(owner: object, blockNumber: bigint): Once {
  const latest = LATEST.get(owner);
  if (latest?.blockNumber === blockNumber) return latest.once;
  const once = createOnce();
  LATEST.set(owner, { blockNumber, once });
  return once;
}
