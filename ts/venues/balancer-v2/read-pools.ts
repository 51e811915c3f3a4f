import { type Address, type Hex, parseAbi, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { believable, DECIMALS_ABI } from "../../core/tokens/decimals.ts";
import { ask, type Question } from "../answers.ts";
import type { Pool, Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { BALANCER_V2_ADDRESSES } from "./addresses.ts";
import { type BalancerState, balancerPool, poolContract } from "./pool.ts";

const VAULT = parseAbi([
  "function getPoolTokens(bytes32 poolId) view returns (address[] tokens, uint256[] balances, uint256 lastChangeBlock)",
  "function getPausedState() view returns (bool paused, uint256 pauseWindowEndTime, uint256 bufferPeriodEndTime)",
]);
const POOL = parseAbi([
  "function getSwapFeePercentage() view returns (uint256)",
  "function getNormalizedWeights() view returns (uint256[])",
  "function getAmplificationParameter() view returns (uint256 value, bool isUpdating, uint256 precision)",
  "function getPausedState() view returns (bool paused, uint256 pauseWindowEndTime, uint256 bufferPeriodEndTime)",
  "function getBptIndex() view returns (uint256)",
  "function getRateProviders() view returns (address[])",
]);
const OF_POOL = [
  "getSwapFeePercentage",
  "getNormalizedWeights",
  "getAmplificationParameter",
  "getPausedState",
  "getBptIndex",
  "getRateProviders",
] as const;
const PER_POOL = OF_POOL.length + 1;

/** With another the amplification would be of another scale. */
const AMP_PRECISION = 1_000n;

/** Pools of the book that trade any of these pairs: two rounds, the second for decimals. Shape and errors as `Venue.pools`. */
export async function readPools(
  context: Pick<Context, "client" | "book" | "signal">,
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  const deployment = BALANCER_V2_ADDRESSES.of(context.book);
  if (deployment === null || deployment.pools.length === 0) return { pools: [], unasked: [] };
  const { vault, pools: ids } = deployment;
  const paused: Question = { address: vault, abi: VAULT, functionName: "getPausedState" };
  const first = await ask(context, [...ids.flatMap((id) => questionsOf(vault, id)), paused], blockNumber);
  if (first.failures.size > 0) {
    const [failure] = first.failures.values();
    return {
      pools: [],
      unasked: unreadPools(
        "Balancer V2",
        Array.from(ids, () => failure),
      ),
    };
  }
  if ((first.values.at(-1) as [boolean] | undefined)?.[0] !== false) return { pools: [], unasked: [] };

  const states = ids.flatMap((id, index) => {
    const state = stateOf(vault, id, first.values.slice(index * PER_POOL, (index + 1) * PER_POOL));
    return state !== null && tradesAny(state.tokens, pairs) ? [state] : [];
  });
  const tokens = [...new Set(states.flatMap((state) => state.tokens.map((token) => token.toLowerCase() as Address)))];
  const decimals = await ask(
    context,
    tokens.map((address) => ({ address, abi: DECIMALS_ABI, functionName: "decimals" })),
    blockNumber,
  );
  const scaleOf = new Map(
    tokens.flatMap((token, index) => {
      const digits = believable(decimals.values[index], 18);
      return digits === undefined ? [] : [[token as string, 10n ** BigInt(18 - digits)] as const];
    }),
  );
  const pools: Pool[] = [];
  const unread: unknown[] = [];
  for (const state of states) {
    const scales = state.tokens.map((token) => scaleOf.get(token.toLowerCase()));
    if (!scales.includes(undefined)) pools.push(balancerPool({ ...state, scales: scales as bigint[] }));
    else if (decimals.failures.size > 0) unread.push([...decimals.failures.values()][0]);
  }
  return { pools, unasked: unreadPools("Balancer V2", unread) };
}

function questionsOf(vault: Address, id: Hex): Question[] {
  const address = poolContract(id);
  return [
    { address: vault, abi: VAULT, functionName: "getPoolTokens", args: [id] },
    ...OF_POOL.map((functionName) => ({ address, abi: POOL, functionName })),
  ];
}

/** Null of a pool that is stopped, or of a kind whose rule is another: whose tokens have rates. */
function stateOf(vault: Address, id: Hex, values: readonly unknown[]): Omit<BalancerState, "scales"> | null {
  const [held, fee, weights, amplification, paused, shares, rates] = values as [
    (readonly [readonly Address[], readonly bigint[], bigint])?,
    bigint?,
    (readonly bigint[])?,
    (readonly [bigint, boolean, bigint])?,
    (readonly [boolean, bigint, bigint])?,
    bigint?,
    (readonly Address[])?,
  ];
  if (held === undefined || fee === undefined || paused?.[0] || rates?.some((rate) => rate !== zeroAddress))
    return null;
  // its own shares are among its tokens where it has minted them before anybody came: its rule does not count them
  const isTraded = (_: unknown, token: number) => shares === undefined || BigInt(token) !== shares;
  const [tokens, balances] = [held[0].filter(isTraded), held[1].filter(isTraded)];
  if (balances.includes(0n)) return null;
  if (weights !== undefined) return { vault, id, tokens, balances, fee, rule: { kind: "weighted", weights } };
  if (amplification?.[2] !== AMP_PRECISION) return null;
  return { vault, id, tokens, balances, fee, rule: { kind: "stable", amplification: amplification[0] } };
}

function tradesAny(tokens: readonly Address[], pairs: readonly TokenPair[]): boolean {
  const has = new Set(tokens.map((token) => token.toLowerCase()));
  return pairs.some(([a, b]) => has.has(a.toLowerCase()) && has.has(b.toLowerCase()));
}
