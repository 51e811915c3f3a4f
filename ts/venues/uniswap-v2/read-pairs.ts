import { type Address, erc20Abi, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { inOrder } from "../../core/tokens/in-order.ts";
import { askEach, type Question } from "../answers.ts";
import type { Pool, Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { UNISWAP_V2_ADDRESSES, type UniswapV2Deployment } from "./addresses.ts";
import { uniswapV2Pair } from "./pair.ts";
import { pairAddress } from "./pair-address.ts";

const PAIR = parseAbi(["function getReserves() view returns (uint256, uint256, uint256)"]);
const SOLIDLY_FACTORY = parseAbi(["function getFee(address pair, bool stable) view returns (uint256)"]);

/** A pair that may exist. */
interface Asked extends UniswapV2Deployment {
  readonly tokens: readonly [Address, Address];
  readonly address: Address;
}

/** The pairs of every deployment for these tokens that have anything. Shape and errors as `Venue.pools`. */
export async function readPairs(
  context: Pick<Context, "client" | "book" | "signal">,
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  const asked = UNISWAP_V2_ADDRESSES.of(context.book).flatMap((deployment) =>
    pairs.map(([a, b]): Asked => ({ ...deployment, tokens: inOrder(a, b), address: pairAddress(deployment, a, b) })),
  );
  const answers = await askEach(context, asked.map(questionsOf), blockNumber);
  const pools: Pool[] = [];
  const unread: unknown[] = [];
  for (const [index, { values, failure }] of answers.entries()) {
    const pool = failure === undefined ? poolOf(asked[index]!, values) : null;
    if (pool !== null) pools.push(pool);
    if (failure !== undefined) unread.push(failure);
  }
  return { pools, unasked: unreadPools("Uniswap V2", unread) };
}

function questionsOf({ kind, factory, address, tokens }: Asked): Question[] {
  const fee: Question = { address: factory, abi: SOLIDLY_FACTORY, functionName: "getFee", args: [address, false] };
  return [
    { address, abi: PAIR, functionName: "getReserves" },
    ...tokens.map((token) => ({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] })),
    ...(kind === "solidly" ? [fee] : []),
  ];
}

/** Null of most: pairs that do not exist, and those that have nothing. */
function poolOf({ kind, name, feeBps, tokens, address }: Asked, values: readonly unknown[]): Pool | null {
  const [held, first, second, told] = values as [(readonly bigint[])?, bigint?, bigint?, bigint?];
  if (held === undefined || first === undefined || second === undefined) return null;
  if (kind === "solidly" && told === undefined) return null;
  const [reserve0, reserve1] = held as readonly [bigint, bigint];
  if (reserve0 === 0n || reserve1 === 0n) return null;
  const fee = kind === "solidly" ? Number(told) : feeBps;
  return uniswapV2Pair({
    ...{ address, name, kind, feeBps: fee, tokens },
    ...{ reserves: [reserve0, reserve1], balances: [first, second] },
  });
}
