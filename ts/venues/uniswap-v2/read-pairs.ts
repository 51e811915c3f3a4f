import { type Address, erc20Abi, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { BYTES_PER_CALL } from "../answers.ts";
import type { Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { UNISWAP_V2_ADDRESSES } from "./addresses.ts";
import { uniswapV2Pair } from "./pair.ts";
import { pairAddress } from "./pair-address.ts";

const PAIR = parseAbi(["function getReserves() view returns (uint112, uint112, uint32)"]);

/** The pairs of every deployment for these tokens that have anything. Shape and errors as `Venue.pools`. */
export async function readPairs(
  { client, book, signal }: Pick<Context, "client" | "book" | "signal">,
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  const asked = UNISWAP_V2_ADDRESSES.of(book).flatMap((deployment) =>
    pairs.map(([a, b]) => {
      const tokens: readonly [Address, Address] = BigInt(a) < BigInt(b) ? [a, b] : [b, a];
      return { ...deployment, tokens, address: pairAddress(deployment, a, b) };
    }),
  );
  if (asked.length === 0) return { pools: [], unasked: [] };
  const answers = await client.multicall({
    contracts: asked.flatMap(({ address, tokens }) => [
      { address, abi: PAIR, functionName: "getReserves" } as const,
      ...tokens.map(
        (token) => ({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] }) as const,
      ),
    ]),
    deployless: true,
    batchSize: BYTES_PER_CALL,
    blockNumber,
  });
  if (signal.aborted) throw new InterruptedError();

  const pools: Pools["pools"][number][] = [];
  const failures: unknown[] = [];
  for (const [index, { name, feeBps, tokens, address }] of asked.entries()) {
    const [state, first, second] = answers.slice(3 * index, 3 * index + 3) as [Answer, Answer, Answer];
    const failure = [state, first, second].find(({ status }) => status === "failure");
    // most pairs do not exist
    if (failure) {
      if (!saidByChain(failure.error)) failures.push(failure.error);
      continue;
    }
    const [reserve0, reserve1] = state.result as unknown as readonly [bigint, bigint];
    if (reserve0 === 0n || reserve1 === 0n) continue;
    const balances = [first.result, second.result] as [bigint, bigint];
    pools.push(uniswapV2Pair({ address, name, feeBps, tokens, reserves: [reserve0, reserve1], balances }));
  }
  return { pools, unasked: unreadPools("Uniswap V2", failures) };
}

interface Answer {
  readonly status: "success" | "failure";
  readonly result?: unknown;
  readonly error?: unknown;
}
