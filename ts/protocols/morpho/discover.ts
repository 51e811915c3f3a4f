import { type Address, getAddress, type Hex, isHex, parseAbiItem } from "viem";
import { collectLogs } from "../../core/collect-logs.ts";
import type { Context } from "../../core/context.ts";
import type { ScannedLog } from "../../core/logs.ts";
import { unscannedBlocks } from "../../core/unscanned-blocks.ts";
import type { OnProgress } from "../protocol.ts";
import type { AccountRef } from "../types.ts";
import { debtsOf } from "./debts-of.ts";

/** EventsLib.sol, Morpho Blue v1.0.0. Names market and borrower, so the event of a market's creation is not needed. */
const BORROW = parseAbiItem(
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
);

/** Queries of the configured size that looking for one user among all borrowers may cost. */
const FEW_QUERIES = 100n;

/** What to look for. */
export interface DiscoverOptions {
  readonly user?: Address;
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/**
 * Every position of Morpho Blue that was ever borrowed from until `toBlock`. With `user`: that user's among them while the
 * scan for all borrowers is nearly complete, else those that owe something at `toBlock`, looked for in every market.
 * @throws RpcError, InterruptedError from the log scans.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<AccountRef[]> {
  const { user, toBlock, onProgress } = options;
  const book = context.book.morpho;
  if (book === null) return [];
  const borrows = { address: book.morpho, event: BORROW, fromBlock: book.fromBlock, toBlock };
  if (user !== undefined && (await unscannedBlocks(context, borrows)) > FEW_QUERIES * context.config.logChunkBlocks) {
    return debtsOf(context, book, { ...options, user });
  }
  const items = await collectLogs(context, {
    ...borrows,
    itemOf,
    onProgress: (done, total) => onProgress?.(done, total, "looking for borrowers of Morpho"),
  });
  const wanted = user === undefined ? items : items.filter((item) => isOf(item, user));
  return wanted.map((item) => refOf(book.morpho, item));
}

function itemOf(log: ScannedLog<typeof BORROW>): string {
  return `${log.args.id}:${log.args.onBehalf}`;
}

function isOf(item: string, user: Address): boolean {
  return item.slice(-user.length).toLowerCase() === user.toLowerCase();
}

function refOf(morpho: Address, item: string): AccountRef {
  const [marketId, user] = item.split(":") as [Hex, Address];
  if (!isHex(marketId)) throw new TypeError(`not a position: ${item}`);
  return { protocol: "morpho", market: morpho, marketId, user: getAddress(user) };
}
