import { type Address, getAddress, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { Discovered, DiscoverOptions } from "../protocol.ts";
import { accountTarget, type MarketRef, type Target } from "../target.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";

/** ComptrollerStorage.sol, every release; neither is indexed. */
const MARKET_ENTERED = parseAbiItem("event MarketEntered(address cToken, address account)");

/**
 * Everyone who has ever entered a market of the chain's comptrollers until `toBlock`: nobody borrows without that, because borrowing
 * enters the market. One contract is scanned for all tokens of a comptroller, and a token that is listed later needs no scan anew. With
 * `user` or `users`: these with every comptroller, without looking at logs.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<Discovered> {
  const { user, users = user && [user], toBlock, anew = false, onProgress } = options;
  const comptrollers = COMPOUND_V2_ADDRESSES.of(context.book);
  const markets = comptrollers.map(({ comptroller }) => marketOf(comptroller));
  if (users !== undefined) {
    const targets = markets.flatMap((market) => users.map((one) => accountTarget(market, one)));
    return { targets, markets, scans: [] };
  }

  const targets: Target[] = [];
  const scans: string[] = [];
  for (const { name, comptroller, fromBlock } of comptrollers) {
    const { items, path } = await collectLogs(context, {
      address: comptroller,
      events: [MARKET_ENTERED],
      fromBlock,
      toBlock,
      anew,
      itemOf: (log) => log.args.account,
      onProgress: (done, total) => onProgress?.(done, total, `looking for borrowers of ${name}`),
    });
    targets.push(...items.map((account) => accountTarget(marketOf(comptroller), getAddress(account))));
    scans.push(path);
  }
  return { targets, markets, scans };
}

function marketOf(comptroller: Address): MarketRef {
  return { protocol: "compound-v2", market: comptroller };
}
