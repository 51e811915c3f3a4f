import type { Address } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { Pool } from "../venues/pool.ts";
import type { Path } from "./path.ts";
import { savedBySharing } from "./touched-again.ts";

/** A part of a sale: a share of everything along one path. */
export interface Share {
  readonly path: Path;
  /** Basis points of all there is to sell; 0: what the others before have left, so that it can only be the last. */
  readonly bps: number;
}

/** What one part of a sale brings, exactly. */
export interface SoldPart extends Share {
  /** Units of the first token that it is offered, and that its first pool takes. */
  readonly offered: bigint;
  readonly paid: bigint;
  /** Units of the last token. */
  readonly received: bigint;
}

/** What a sale brings, exactly. */
export interface Sold {
  readonly ok: true;
  readonly parts: readonly SoldPart[];
  /** Units of the first token that were taken: less than the amount where a pool runs dry. */
  readonly paid: bigint;
  readonly received: bigint;
  readonly gas: bigint;
  /** Every pool that was traded with, as it is left, by its `id`. */
  readonly after: ReadonlyMap<string, Pool>;
}

const ALL_BPS = 10_000n;

/**
 * What a sale in parts brings, to the unit, as contracts/venues/RouteRunner.sol carries it out: part after part, each from the pools
 * as those before have left them. Pure.
 * @param shares at least one
 * @param amount units of the paths' first token, above 0
 * @returns why it cannot be carried out, by the first part that fails
 */
export function sellAlong(shares: readonly Share[], amount: bigint): Sold | { readonly ok: false; reason: Reason } {
  const states = new Map<string, Pool>();
  const parts: SoldPart[] = [];
  let left = amount;
  let gas = 0n;
  for (const { path, bps } of shares) {
    const offered = bps === 0 ? left : (amount * BigInt(bps)) / ALL_BPS;
    if (offered > left) return refusal("share-too-large", "the parts of the sale are more than there is to sell");
    let paid = 0n;
    let carried = offered;
    for (const [index, pool] of path.pools.entries()) {
      if (carried === 0n) return refusal("too-little-to-sell", "a part of the sale is too small to buy anything");
      const [tokenIn, tokenOut] = hopOf(path, index);
      const trade = (states.get(pool.id) ?? pool).sell(tokenIn, tokenOut, carried);
      if (!trade.ok) return trade;
      if (index === 0) paid = trade.paid;
      else if (trade.paid !== carried)
        return refusal("too-little-liquidity", "a pool on the way cannot take the whole amount");
      states.set(pool.id, trade.after);
      carried = trade.received;
      gas += trade.gas;
    }
    parts.push({ path, bps, offered, paid, received: carried });
    left -= paid;
  }
  const received = parts.reduce((sum, part) => sum + part.received, 0n);
  gas -= savedBySharing(shares.map(({ path }) => path));
  return { ok: true, parts, paid: amount - left, received, gas, after: states };
}

function hopOf({ tokens }: Path, index: number): [Address, Address] {
  return [tokens[index]!, tokens[index + 1]!];
}

function refusal(code: string, message: string): { readonly ok: false; reason: Reason } {
  return { ok: false, reason: { code, message } };
}
