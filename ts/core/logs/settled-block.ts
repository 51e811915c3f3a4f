import type { Chain, PublicClient, Transport } from "viem";
import { divUp, max, min } from "../math/math.ts";

/**
 * Seconds before the end of a scan whose blocks the next one looks at again: longer than logs are known to come late, and
 * than a chain is known to be reorganised. Time and not blocks, of which a chain has one in a quarter of a second and another
 * one in twelve.
 */
export const SETTLED_SECONDS = 3_600n;

/** A block that is old enough to be taken as settled. */
export interface SettledBlock {
  readonly number: bigint;
  readonly hash: string;
}

type Reader = Pick<PublicClient<Transport, Chain>, "getBlock"> & { readonly chain?: Pick<Chain, "blockTime"> };

/** What a chain is taken for that does not say how fast it is, milliseconds a block; a wrong guess costs a question more. */
const COMMON_BLOCK_TIME = 2_000;
/** Blocks that are looked at, at most. */
const MOST_LOOKS = 8;
/** Further back than twice of what was asked for is more to scan again, and worth one question to avoid. */
const FAR = 2n;

/**
 * A block not above `upTo` that is at least {@link SETTLED_SECONDS} older than block `end`, and not much older: guessed by the
 * chain's pace, then by what the times of the blocks say.
 * @param from null is the answer where nothing from this block on is old enough
 * @throws what the client throws; BlockNotFoundError for a block that the endpoint does not have
 */
export async function settledBlock(
  client: Reader,
  { from, upTo, end }: { readonly from: bigint; readonly upTo: bigint; readonly end: bigint },
): Promise<SettledBlock | null> {
  if (upTo < from) return null;
  const { timestamp: endsAt } = await client.getBlock({ blockNumber: end });
  const millisecondsPerBlock = BigInt(Math.max(1, client.chain?.blockTime ?? COMMON_BLOCK_TIME));
  let distance = divUp(SETTLED_SECONDS * 1_000n, millisecondsPerBlock);
  let found: SettledBlock | null = null;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const number = max(from, min(upTo, end - distance));
    const block = await client.getBlock({ blockNumber: number });
    const age = endsAt - block.timestamp;
    const isOld = age >= SETTLED_SECONDS;
    if (isOld) found = { number, hash: block.hash };
    const isFar = number < upTo && age > FAR * SETTLED_SECONDS && look === 0;
    if (isOld ? !isFar : number === from) break;
    distance = nextDistance(end - number, age);
  }
  return found;
}

/** Where a block of that age would be, at the pace of the blocks so far; a little further back when these do not suffice, since the pace is never even. */
function nextDistance(blocks: bigint, age: bigint): bigint {
  if (age >= SETTLED_SECONDS) return divUp(blocks * SETTLED_SECONDS, age);
  return age <= 0n ? 4n * (blocks + 1n) : divUp(blocks * SETTLED_SECONDS * 5n, age * 4n) + 1n;
}
