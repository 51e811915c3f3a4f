import { type Address, erc20Abi } from "viem";
import type { Context } from "../core/context.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import type { Reason } from "../core/errors/reason.ts";
import { saidByChain } from "../core/errors/said-by-chain.ts";
import { describeReadError } from "../core/rpc/read-errors.ts";
import type { PoolHolding, Route } from "./venue.ts";

/** Of what is asked: some 130 balances, whose call with all that wraps it is below what nodes take of code (EIP-3860). */
export const BYTES_PER_CALL = 5_000;
/** Of a uint8; more is what a hostile token says. */
const MOST_DECIMALS = 255;

interface Hop {
  readonly pool: Address;
  readonly token: Address;
}

/**
 * For pools that keep their tokens themselves, as those of Uniswap do: the balance of each of the token that its hop pays out.
 * Every balance is asked for once, all of them in one call where nothing need be deployed. Shape and errors as `Venue.holdings`.
 */
export async function tokenHoldings(
  { client, signal }: Pick<Context, "client" | "signal">,
  routes: readonly Route[],
  blockNumber: bigint,
): Promise<PoolHolding[][]> {
  const hops = new Map(routes.flatMap(hopsOf).map((hop) => [nameOf(hop), hop]));
  if (hops.size === 0) return routes.map(() => []);
  const tokens = [...new Set([...hops.values()].map(({ token }) => token.toLowerCase() as Address))];
  const answers = await client.multicall({
    contracts: [
      ...tokens.map((address) => ({ address, abi: erc20Abi, functionName: "decimals" }) as const),
      ...[...hops.values()].map(
        ({ pool, token: address }) => ({ address, abi: erc20Abi, functionName: "balanceOf", args: [pool] }) as const,
      ),
    ],
    deployless: true,
    batchSize: BYTES_PER_CALL,
    blockNumber,
  });
  if (signal.aborted) throw new InterruptedError();
  const decimals = new Map(tokens.map((token, index) => [token, answers[index]!]));
  const holdings = new Map(
    [...hops].map(([name, hop], index): [string, PoolHolding] => {
      const said = [decimals.get(hop.token.toLowerCase() as Address)!, answers[tokens.length + index]!] as const;
      const failure = said.find(({ status }) => status === "failure");
      if (failure) return [name, { ok: false, reason: unknown(hop, failure.error) }];
      const [digits, amount] = said.map(({ result }) => result!) as [number, bigint];
      return [
        name,
        digits > MOST_DECIMALS ? { ok: false, reason: unsaid(hop) } : { ok: true, amount, decimals: digits },
      ];
    }),
  );
  return routes.map((route) => hopsOf(route).map((hop) => holdings.get(nameOf(hop))!));
}

function hopsOf({ pools, tokens }: Route): Hop[] {
  return pools.map((pool, index) => ({ pool, token: tokens[index + 1]! }));
}

function nameOf({ pool, token }: Hop): string {
  return `${pool} ${token}`.toLowerCase();
}

function unknown(hop: Hop, error: unknown): Reason {
  if (saidByChain(error)) return unsaid(hop);
  return { code: "depth-unread", message: `what pools hold could not be read: ${describeReadError(error)}` };
}

function unsaid({ pool, token }: Hop): Reason {
  return { code: "unknown-depth", message: `the token ${token} does not say what the pool ${pool} holds` };
}
