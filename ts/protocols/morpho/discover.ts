import { type Address, type Hex, isHex, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { ScannedLog } from "../../core/logs/logs.ts";
import { unscannedBlocks } from "../../core/logs/unscanned-blocks.ts";
import type { DiscoverOptions } from "../protocol.ts";
import type { Target } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { debtsOf } from "./debts-of.ts";
import { positionTarget } from "./position-target.ts";

/** EventsLib.sol, Morpho Blue v1.0.0. Names market and borrower, so the event of a market's creation is not needed. */
const BORROW = parseAbiItem(
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
);

/** Queries of the configured size that looking for one user among all borrowers may cost. */
const FEW_QUERIES = 100n;

/**
 * Every position of Morpho Blue that was ever borrowed from until `toBlock`. With `user`: that user's among them while the
 * scan for all borrowers is nearly complete, else those that owe something at `toBlock`, looked for in every market. With
 * `marketId` as well: that position, whatever is in it, and nothing is asked.
 * @throws RpcError, InterruptedError from the log scans.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<Target[]> {
  const { user, marketId, toBlock, onProgress } = options;
  const singleton = MORPHO_ADDRESSES.of(context.book);
  if (singleton === null) return [];
  if (user !== undefined && marketId !== undefined) return [positionTarget(singleton.morpho, marketId, user)];
  const borrows = { address: singleton.morpho, event: BORROW, fromBlock: singleton.fromBlock, toBlock };
  if (user !== undefined && (await unscannedBlocks(context, borrows)) > FEW_QUERIES * context.config.logChunkBlocks) {
    return debtsOf(context, singleton, { ...options, user });
  }
  const items = await collectLogs(context, {
    ...borrows,
    itemOf,
    onProgress: (done, total) => onProgress?.(done, total, "looking for borrowers of Morpho"),
  });
  const wanted = user === undefined ? items : items.filter((item) => isOf(item, user));
  return wanted.map((item) => {
    const [id, owner] = item.split(":") as [Hex, Address];
    if (!isHex(id)) throw new TypeError(`not a position: ${item}`);
    return positionTarget(singleton.morpho, id, owner);
  });
}

function itemOf(log: ScannedLog<typeof BORROW>): string {
  return `${log.args.id}:${log.args.onBehalf}`;
}

function isOf(item: string, user: Address): boolean {
  return item.slice(-user.length).toLowerCase() === user.toLowerCase();
}
