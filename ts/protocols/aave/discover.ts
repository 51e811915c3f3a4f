import { type AbiEvent, type Address, getAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { Discovered, DiscoverOptions } from "../protocol.ts";
import { accountTarget, type Target } from "../target.ts";

/** Where to look for who has borrowed. */
export interface BorrowersOf {
  readonly protocol: ProtocolName;
  readonly pools: readonly { readonly name: string; readonly pool: Address; readonly fromBlock: bigint }[];
  /** The pools' own, with the debtor in `onBehalfOf`. */
  readonly borrowEvent: AbiEvent;
}

/**
 * Everyone who has ever borrowed from these pools until `toBlock`, pool by pool. With `user` or `users`: these on every pool,
 * without looking at logs.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function discoverBorrowers(
  context: Context,
  options: DiscoverOptions,
  { protocol, pools, borrowEvent }: BorrowersOf,
): Promise<Discovered> {
  const { user, users = user && [user], toBlock, anew = false, onProgress } = options;
  const marketOf = (pool: Address) => ({ protocol, market: pool });
  const markets = pools.map(({ pool }) => marketOf(pool));
  if (users !== undefined) {
    const targets = markets.flatMap((market) => users.map((one) => accountTarget(market, one)));
    return { targets, markets, scans: [] };
  }

  const targets: Target[] = [];
  const scans: string[] = [];
  for (const { name, pool, fromBlock } of pools) {
    const { items, path } = await collectLogs(context, {
      address: pool,
      events: [borrowEvent],
      fromBlock,
      toBlock,
      anew,
      itemOf: (log) => (log.args as { readonly onBehalfOf: Address }).onBehalfOf,
      onProgress: (done, total) => onProgress?.(done, total, `looking for borrowers of ${name}`),
    });
    targets.push(...items.map((borrower) => accountTarget(marketOf(pool), getAddress(borrower))));
    scans.push(path);
  }
  return { targets, markets, scans };
}
