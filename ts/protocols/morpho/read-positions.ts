import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { marketKey, type Target } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import {
  findPreLiquidationsSoon,
  foundPreLiquidations,
  type KnownPreLiquidation,
  type KnownPreLiquidations,
} from "./known-pre-liquidations.ts";
import type { PositionRecord } from "./lens.ts";
import { readPrices } from "./read-prices.ts";
import { readRecords } from "./read-records.ts";
import type { MorphoMarket, MorphoPosition, PreLiquidation } from "./state.ts";
import { failedCall, unread } from "./unread.ts";

type PositionRead = Read<MorphoPosition>;

/**
 * Positions at one block with the pre-liquidations that their owners have accepted. Order is kept; what cannot be read is a
 * result with the reason. The markets say which prices they read themselves.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPositions(
  context: Context,
  targets: readonly Target[],
  markets: MarketReads<MorphoMarket> | Promise<MarketReads<MorphoMarket>>,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<PositionRead[]> {
  const factory = MORPHO_ADDRESSES.of(context.book)?.preLiquidationFactory;
  const looking = factory === undefined ? NONE : findPreLiquidationsSoon(context, factory, blockNumber);
  const read = (known: KnownPreLiquidations | null) =>
    readRecords(context, targets, {
      candidatesOf: (id) => candidatesIn(known, id).map(({ address }) => address),
      blockNumber,
      onDone: (done) => onProgress?.(done, targets.length, "reading Morpho positions"),
    });
  // whoever has looked before reads meanwhile with what was found then: rarely is there more
  const before = factory === undefined ? null : foundPreLiquidations(context, factory, blockNumber);
  const [found, early] = await Promise.allSettled([looking, before && read(before)]);
  if (context.signal.aborted) throw new InterruptedError();
  if (found.status === "rejected") {
    // nobody is healthy only because it is not known what else can be done
    const reason = failedCall("read-failed", "pre-liquidations could not be looked for", found.reason);
    return targets.map(() => unread(blockNumber, reason));
  }
  if (early.status === "rejected") throw early.reason;
  const known = found.value;
  const isSame = before !== null && isOfSameSize(before, known, targets);
  const records = early.value !== null && isSame ? early.value : await read(known);
  const accepted = records.map((read, index) => {
    const all = candidatesIn(known, targets[index]!.marketId ?? "");
    return read.ok ? read.state.authorized.map((number) => all[number]!) : [];
  });
  const priceOf = await pricesOf(context, { targets, accepted, markets }, blockNumber);
  return records.map((read, index) =>
    read.ok ? { ...read, state: positionOf(read.state, known && accepted[index]!, targets[index]!, priceOf) } : read,
  );
}

const NONE: Promise<KnownPreLiquidations> = Promise.resolve(new Map());

const candidatesIn = (known: KnownPreLiquidations | null, id: string): readonly KnownPreLiquidation[] =>
  known?.get(id.toLowerCase()) ?? [];

/** Whether nothing has been made since in the markets of the targets: what was made is never taken back. */
function isOfSameSize(
  before: KnownPreLiquidations,
  known: KnownPreLiquidations | null,
  targets: readonly Target[],
): boolean {
  const ids = new Set(targets.map(({ marketId }) => marketId ?? ""));
  return [...ids].every((id) => candidatesIn(before, id).length === candidatesIn(known, id).length);
}

type PriceOf = (target: Target, oracle: Address) => PreLiquidation["price"];

interface Accepted {
  readonly targets: readonly Target[];
  readonly accepted: readonly (readonly KnownPreLiquidation[])[];
  readonly markets: MarketReads<MorphoMarket> | Promise<MarketReads<MorphoMarket>>;
}

/** Asks the oracles that are not their market's. */
async function pricesOf(
  context: Context,
  { targets, accepted, markets }: Accepted,
  blockNumber: bigint,
): Promise<PriceOf> {
  if (accepted.every(({ length }) => length === 0)) return () => null;
  const reads = await markets;
  const isMarkets = (target: Target, oracle: Address) => {
    const read = reads.get(marketKey(target));
    return read?.ok === true && read.state.params.oracle.toLowerCase() === oracle.toLowerCase();
  };
  const own = accepted.flatMap((all, index) => {
    return all.flatMap(({ oracle }) => (isMarkets(targets[index]!, oracle) ? [] : [oracle]));
  });
  const prices = await readPrices(context, own, blockNumber);
  return (target, oracle) => (isMarkets(target, oracle) ? "market" : (prices.get(oracle) ?? null));
}

function positionOf(
  { borrowShares, collateral }: PositionRecord,
  accepted: readonly KnownPreLiquidation[] | null,
  target: Target,
  priceOf: PriceOf,
): MorphoPosition {
  const preLiquidations =
    accepted?.map(({ address, factory, terms, oracle }) => {
      return { address, factory, terms, oracle, price: priceOf(target, oracle) };
    }) ?? null;
  return { borrowShares, collateral, preLiquidations };
}
