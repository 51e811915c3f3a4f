import { type Address, getAddress, type Hex, isHex, parseAbiItem } from "viem";
import { collectLogs } from "../../core/collect-logs.ts";
import type { Context } from "../../core/context.ts";
import { type ScannedLog, scanLogs } from "../../core/logs.ts";
import type { OnProgress } from "../protocol.ts";
import type { AccountRef } from "../types.ts";

/** EventsLib.sol, Morpho Blue v1.0.0. Names market and borrower, so the event of a market's creation is not needed. */
const BORROW = parseAbiItem(
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
);

/** What to look for. */
export interface DiscoverOptions {
  readonly user?: Address;
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/**
 * Every position of Morpho Blue that was ever borrowed from until `toBlock`. With `user`: that user's positions only, by a
 * scan that the node filters and that begins with the whole range in one query.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<AccountRef[]> {
  const { user, toBlock, onProgress } = options;
  const book = context.book.morpho;
  if (book === null) return [];
  const range = { address: book.morpho, event: BORROW, fromBlock: book.fromBlock, toBlock };
  const items =
    user === undefined
      ? await collectLogs(context, {
          ...range,
          itemOf,
          onProgress: (done, total) => onProgress?.(done, total, "looking for borrowers of Morpho"),
        })
      : await itemsOfUser(context, range, user);
  return items.map((item) => refOf(book.morpho, item));
}

async function itemsOfUser(
  context: Context,
  range: { address: Address; event: typeof BORROW; fromBlock: bigint; toBlock: bigint },
  user: Address,
): Promise<string[]> {
  const { client, config, signal } = context;
  const blocks = range.toBlock - range.fromBlock + 1n;
  const chunkBlocks = blocks > 0n ? blocks : 1n;
  const scan = { ...range, args: { onBehalf: user }, client, signal, chunkBlocks, concurrency: config.concurrency };
  const items = new Set<string>();
  for await (const { logs } of scanLogs(scan)) for (const log of logs) items.add(itemOf(log));
  return [...items];
}

function itemOf(log: ScannedLog<typeof BORROW>): string {
  return `${log.args.id}:${log.args.onBehalf}`;
}

function refOf(morpho: Address, item: string): AccountRef {
  const [marketId, user] = item.split(":") as [Hex, Address];
  if (!isHex(marketId)) throw new TypeError(`not a position: ${item}`);
  return { protocol: "morpho", market: morpho, marketId, user: getAddress(user) };
}
