import { type Address, getAddress, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { DiscoverOptions } from "../protocol.ts";
import { accountTarget, type Target } from "../target.ts";
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
export async function discover(context: Context, options: DiscoverOptions): Promise<Target[]> {
  const { user, toBlock, onProgress } = options;
  const markets = AAVE_V3_ADDRESSES.of(context.book);
  if (user !== undefined) return markets.map(({ pool }) => targetIn(pool, user));

  const targets: Target[] = [];
  for (const { name, pool, fromBlock } of markets) {
    const borrowers = await collectLogs(context, {
      address: pool,
      event: BORROW,
      fromBlock,
      toBlock,
      itemOf: (log) => log.args.onBehalfOf,
      onProgress: (done, total) => onProgress?.(done, total, `looking for borrowers of ${name}`),
    });
    targets.push(...borrowers.map((borrower) => targetIn(pool, getAddress(borrower))));
  }
  return targets;
}

function targetIn(pool: Address, user: Address): Target {
  return accountTarget({ protocol: "aave-v3", market: pool }, user);
}
