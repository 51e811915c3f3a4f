import { isAddressEqual, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { believable, DECIMALS_ABI } from "../../core/tokens/decimals.ts";
import { askEach, type Question } from "../answers.ts";
import type { Pool, Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { CURVE_ADDRESSES, CURVE_ETHER, type CurvePoolEntry } from "./addresses.ts";
import { curvePool } from "./pool.ts";

const POOL = parseAbi([
  "function A() view returns (uint256)",
  "function A_precise() view returns (uint256)",
  "function fee() view returns (uint256)",
  "function admin_fee() view returns (uint256)",
  "function balances(uint256) view returns (uint256)",
  "function stored_rates() view returns (uint256[])",
  "function offpeg_fee_multiplier() view returns (uint256)",
  "function gamma() view returns (uint256)",
]);

/** Questions of a pool that are no coin's. */
const PARAMETERS = ["A", "A_precise", "fee", "admin_fee", "stored_rates", "offpeg_fee_multiplier", "gamma"] as const;

const ETHER_DECIMALS = 18;
/** Of a rate and of the decimals of its coin: a coin with more has none. */
const RATE_DIGITS = 36;

/** Pools of the book that trade any of these pairs. Shape and errors as `Venue.pools`. */
export async function readPools(
  context: Pick<Context, "client" | "book" | "signal">,
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  const { wrappedNative } = context.book;
  const entries = CURVE_ADDRESSES.of(context.book)
    .map((entry) => ({
      ...entry,
      tokens: entry.coins.map((coin) => (isAddressEqual(coin, CURVE_ETHER) ? wrappedNative : coin)),
    }))
    .filter(({ tokens }) => {
      const has = new Set(tokens.map((token) => token.toLowerCase()));
      return pairs.some(([a, b]) => has.has(a.toLowerCase()) && has.has(b.toLowerCase()));
    });
  const questions = entries.map((entry) => questionsOf(entry, entry.tokens));
  const answers = await askEach(context, questions, blockNumber);

  const pools: Pool[] = [];
  const unread: unknown[] = [];
  for (const [index, { values, failure }] of answers.entries()) {
    const pool = failure === undefined ? poolOf(entries[index]!, values) : null;
    if (pool !== null) pools.push(pool);
    if (failure !== undefined) unread.push(failure);
  }
  return { pools, unasked: unreadPools("Curve", unread) };
}

type Entry = CurvePoolEntry & { readonly tokens: readonly `0x${string}`[] };

function questionsOf({ pool: address }: CurvePoolEntry, tokens: Entry["tokens"]): Question[] {
  return [
    ...PARAMETERS.map((functionName) => ({ address, abi: POOL, functionName })),
    ...tokens.map((_, coin) => ({ address, abi: POOL, functionName: "balances", args: [BigInt(coin)] })),
    ...tokens.map((token) => ({ address: token, abi: DECIMALS_ABI, functionName: "decimals" })),
  ];
}

/**
 * Null where it is no pool of this kind: nothing there, coins that are not worth the same (`gamma`), or a fee that moves by the rule of pools
 * that lend their coins out, which tell no rates.
 */
function poolOf({ pool: address, name, coins, tokens, wide }: Entry, values: readonly unknown[]): Pool | null {
  const [a, precise, fee, adminFee, stored, offPeg = null, gamma] = values as [
    bigint?,
    bigint?,
    bigint?,
    bigint?,
    bigint[]?,
    (bigint | null)?,
    bigint?,
  ];
  const balances = values.slice(PARAMETERS.length, PARAMETERS.length + coins.length) as (bigint | undefined)[];
  const decimals = values.slice(PARAMETERS.length + coins.length).map((said) => believable(said, RATE_DIGITS));
  if (a === undefined || fee === undefined || adminFee === undefined || gamma !== undefined) return null;
  if (offPeg !== null && stored === undefined) return null;
  if (balances.some((balance) => !balance) || (stored === undefined && decimals.includes(undefined))) return null;
  const ether = coins.findIndex((coin) => isAddressEqual(coin, CURVE_ETHER));
  const count = BigInt(coins.length);
  return curvePool({
    ...{ address, name, tokens, ether, wide, fee, offPeg, adminFee, balances: balances as bigint[] },
    amplification:
      precise === undefined ? { ann: a * count, precision: 1n } : { ann: precise * count, precision: 100n },
    rates:
      stored ??
      decimals.map((digits, coin) => 10n ** BigInt(RATE_DIGITS - (coin === ether ? ETHER_DECIMALS : digits!))),
  });
}
