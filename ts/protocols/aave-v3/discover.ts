import { type Address, getAddress, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { Discovered, DiscoverOptions } from "../protocol.ts";
import { accountTarget, type MarketRef, type Target } from "../target.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";

/** IPool.sol, Aave V3, all revisions; the enum `interestRateMode` is a byte. */
const BORROW = parseAbiItem(
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
);

/**
 * Everyone who has ever borrowed on the chain's Aave V3 markets until `toBlock`, market by market. With `user`: that user
 * on every market, without looking at logs.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<Discovered> {
  const { user, toBlock, anew = false, onProgress } = options;
  const pools = AAVE_V3_ADDRESSES.of(context.book);
  const markets = pools.map(({ pool }) => marketOf(pool));
  if (user !== undefined) return { targets: markets.map((market) => accountTarget(market, user)), markets, scans: [] };

  const targets: Target[] = [];
  const scans: string[] = [];
  for (const { name, pool, fromBlock } of pools) {
    const { items, path } = await collectLogs(context, {
      address: pool,
      events: [BORROW],
      fromBlock,
      toBlock,
      anew,
      itemOf: (log) => log.args.onBehalfOf,
      onProgress: (done, total) => onProgress?.(done, total, `looking for borrowers of ${name}`),
    });
    targets.push(...items.map((borrower) => accountTarget(marketOf(pool), getAddress(borrower))));
    scans.push(path);
  }
  return { targets, markets, scans };
}

function marketOf(pool: Address): MarketRef {
  return { protocol: "aave-v3", market: pool };
}
