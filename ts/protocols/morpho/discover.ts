import { type Address, type Hex, isHex, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { ScannedLog } from "../../core/logs/logs.ts";
import { unscannedBlocks } from "../../core/logs/unscanned-blocks.ts";
import type { Discovered, DiscoverOptions } from "../protocol.ts";
import type { MarketRef, Target } from "../target.ts";
import { MORPHO_ADDRESSES, type MorphoSingleton } from "./addresses.ts";
import { CREATE_MARKET } from "./create-market.ts";
import { debtsOf } from "./debts-of.ts";
import { findPreLiquidations, isFound } from "./known-pre-liquidations.ts";
import { positionTarget } from "./position-target.ts";
import { FEW_QUERIES } from "./rare-logs.ts";

/** EventsLib.sol, Morpho Blue v1.0.0. Names market and borrower. */
const BORROW = parseAbiItem(
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
);
/** Asked for together: a market from which nobody seems to have borrowed is one whose borrowers may have been missed. */
const EVENTS = [BORROW, CREATE_MARKET] as const;

/**
 * Every position of Morpho Blue that was ever borrowed from until `toBlock`, and every market that was created. With `user`:
 * that user's among them while the scan for all borrowers is nearly complete, else, and with `users` always, those that owe
 * something at `toBlock`, looked for in every market. With `marketId` as well: that position, whatever is in it, and nothing is asked.
 * @throws RpcError, InterruptedError from the log scans; RpcError when a user is not found and logs are late.
 */
export async function discover(context: Context, options: DiscoverOptions): Promise<Discovered> {
  const { user, marketId, toBlock, anew = false, onProgress } = options;
  const singleton = MORPHO_ADDRESSES.of(context.book);
  if (singleton === null) return only([]);
  const { morpho, preLiquidationFactory } = singleton;
  if (user !== undefined && marketId !== undefined) return only([positionTarget(morpho, marketId, user)]);
  if (preLiquidationFactory === undefined) return borrowersOf(context, singleton, options);
  // what the positions are read with: whoever searches for borrowers has the time, and no more queries under way than allowed
  const look = () => findPreLiquidations(context, preLiquidationFactory, toBlock, { anew, onProgress });
  if (!(await isFound(context, preLiquidationFactory, toBlock))) await look();
  const [found] = await Promise.all([borrowersOf(context, singleton, options), look()]);
  return found;
}

async function borrowersOf(
  context: Context,
  singleton: MorphoSingleton,
  options: DiscoverOptions,
): Promise<Discovered> {
  const { user, users, toBlock, anew = false, onProgress } = options;
  const { morpho, fromBlock } = singleton;
  if (users !== undefined) return debtsOf(context, singleton, { ...options, users });
  const logs = { address: morpho, events: EVENTS, fromBlock, toBlock };
  if (user !== undefined && (await unscannedBlocks(context, logs)) > FEW_QUERIES * context.config.logChunkBlocks) {
    return debtsOf(context, singleton, { ...options, users: [user] });
  }
  const { items, late, path } = await collectLogs(context, {
    ...logs,
    anew,
    itemOf,
    onProgress: (done, total) => onProgress?.(done, total, "looking for borrowers of Morpho"),
  });
  const found = items.map((item) => readItem(morpho, item));
  const targets = found.flatMap(({ target }) => (target && (user === undefined || isOf(target, user)) ? [target] : []));
  // nobody is known to have never borrowed while logs are missing
  if (user !== undefined && targets.length === 0 && late !== null) throw late;
  const markets = found.flatMap(({ market }) => (market ? [market] : []));
  return { targets, markets, scans: [path] };
}

const only = (targets: readonly Target[]): Discovered => ({ targets, markets: [], scans: [] });

/** `id:borrower` for a position, `id` for a market. */
function itemOf(log: ScannedLog<(typeof EVENTS)[number]>): string {
  return log.eventName === "Borrow" ? `${log.args.id}:${log.args.onBehalf}` : log.args.id;
}

function readItem(morpho: Address, item: string): { readonly target?: Target; readonly market?: MarketRef } {
  const [id, owner] = item.split(":") as [Hex, Address | undefined];
  if (!isHex(id)) throw new TypeError(`neither a position nor a market: ${item}`);
  return owner === undefined
    ? { market: { protocol: "morpho", market: morpho, marketId: id } }
    : { target: positionTarget(morpho, id, owner) };
}

function isOf({ subject }: Target, user: Address): boolean {
  return subject.kind === "account" && subject.user.toLowerCase() === user.toLowerCase();
}
