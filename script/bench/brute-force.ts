import type { QuotedCandidate } from "../../ts/flow/plan/candidate.ts";
import type { QuoteOf } from "../../ts/flow/plan/search/accepted-sizes.ts";
import type { Offer } from "../../ts/funding/funding.ts";
import { premiumOf } from "../../ts/funding/funding.ts";
import type { PlannableAction, SeizeQuote } from "../../ts/protocols/action.ts";
import { type Network, networkOf, sellMore, untouched } from "../../ts/routing/network.ts";
import type { Path } from "../../ts/routing/path.ts";
import { routeOf } from "../../ts/routing/route.ts";
import { sellAlong } from "../../ts/routing/sell-along.ts";
import { sharesOf } from "../../ts/routing/shares-of.ts";

/** Sizes that are tried, all of one step. */
const SIZES = 400;
/** Parts of a split. */
const PARTS = 10;
/** Paths of a split at most. */
const MOST_PATHS = 4;

/** What the search is given; `costOf`: debt units that selling along a path costs, and that paying by a source costs. */
export interface BruteGround {
  readonly action: PlannableAction;
  readonly paths: readonly Path[];
  readonly offers: readonly Offer[];
  readonly quoteOf: QuoteOf;
  readonly debtPerGas: number;
  /** 0 to 1. */
  readonly bonusShare: number;
}

/** The best of every source, size and split, looked up with plain numbers, computed exactly: one for each source. */
export function bruteForce(ground: BruteGround): QuotedCandidate[] {
  const { action, paths, offers, quoteOf } = ground;
  const quotes: SeizeQuote[] = [];
  for (let size = 1; size <= SIZES; size++) {
    const result = quoteOf(action, (action.pays.most * BigInt(size)) / BigInt(SIZES));
    if (result.ok && result.quote.repaid > 0n && result.quote.seized > 0n) quotes.push(result.quote);
  }
  const splits = new Map<SeizeQuote, Split>();
  return offers.flatMap((offer): QuotedCandidate[] => {
    const payable = quotes.filter(({ funding }) => offer.available === null || funding <= offer.available);
    return offer.sale === "exact-output"
      ? bestPurchases(ground, offer, payable)
      : paths.length === 0
        ? []
        : bestSales(ground, offer, payable, splits);
  });
}

function bestSales(
  ground: BruteGround,
  offer: Offer,
  quotes: readonly SeizeQuote[],
  splits: Map<SeizeQuote, Split>,
): QuotedCandidate[] {
  const { action, paths } = ground;
  let best: { quote: SeizeQuote; split: Split; value: number } | null = null;
  for (const quote of quotes) {
    const split = splits.get(quote) ?? bestSplit(ground, Number(quote.seized));
    splits.set(quote, split);
    const left = split.brought - Number(quote.repaid + premiumOf(offer, quote.funding));
    if (left < floorOf(ground, quote)) continue;
    const value = left - split.cost;
    if (best === null || value > best.value) best = { quote, split, value };
  }
  if (best === null) return [];
  const shares = sharesOf(paths, best.split.parts);
  const sold = sellAlong(shares, best.quote.seized);
  if (!sold.ok) return [];
  const sale = { ok: true, amount: sold.received, gas: sold.gas } as const;
  return [{ action, offer, quote: best.quote, route: routeOf({ parts: shares }), sale }];
}

function bestPurchases(ground: BruteGround, offer: Offer, quotes: readonly SeizeQuote[]): QuotedCandidate[] {
  const { action, paths } = ground;
  const found: QuotedCandidate[] = [];
  for (const path of paths.filter(({ pools }) => pools.length === 1 && pools[0]!.venue === offer.venue)) {
    const [pool] = path.pools;
    for (const quote of quotes) {
      const trade = pool!.buy!(path.tokens[0]!, path.tokens[1]!, quote.funding);
      if (!trade.ok || trade.received < quote.funding || trade.paid > quote.seized) continue;
      const sale = { ok: true, amount: trade.paid, gas: trade.gas } as const;
      found.push({ action, offer, quote, route: routeOf({ parts: [{ path, bps: 0 }] }), sale });
    }
  }
  return found;
}

function floorOf({ action: { oracle }, bonusShare }: BruteGround, { seized, repaid }: SeizeQuote): number {
  const worth = (Number(seized) * Number(oracle.numerator)) / Number(oracle.denominator);
  return Math.max(worth - Number(repaid), 0) * bonusShare;
}

interface Split {
  /** Tenths of each path. */
  readonly parts: readonly number[];
  readonly brought: number;
  /** Gas of its paths, debt units. */
  readonly cost: number;
}

/**
 * The best of all splits in tenths over at most four paths: those that share a pool are tried in all combinations, what shares none is added
 * up, table by table.
 */
function bestSplit({ paths, debtPerGas }: BruteGround, amount: number): Split {
  const network = networkOf(paths);
  const costs = paths.map(({ pools, tokens }) => {
    const gas = pools.reduce((sum, pool, hop) => sum + gasOf(pool, tokens[hop]!, tokens[hop + 1]!), 0);
    return gas * debtPerGas;
  });
  let table: (Split | undefined)[][] = [[{ parts: paths.map(() => 0), brought: 0, cost: 0 }]];
  for (const group of groupsOf(network)) table = joined(table, combinations(network, group, amount, costs));
  const whole = table.flatMap((row) => row[PARTS] ?? []);
  return whole.reduce((best, one) => (worth(one) > worth(best) ? one : best));
}

const gases = new WeakMap<object, number>();
function gasOf(pool: Path["pools"][number], tokenIn: Path["tokens"][number], tokenOut: Path["tokens"][number]): number {
  const known = gases.get(pool);
  if (known !== undefined) return known;
  const trade = pool.sell(tokenIn, tokenOut, pool.holding(tokenIn) / 1_000n + 1_000n);
  const gas = trade.ok ? Number(trade.gas) : 100_000;
  gases.set(pool, gas);
  return gas;
}

const worth = ({ brought, cost }: Split): number => brought - cost;

/** By number of paths, then by tenths. */
function joined(one: (Split | undefined)[][], other: (Split | undefined)[][]): (Split | undefined)[][] {
  const all: (Split | undefined)[][] = [];
  for (const [paths, row] of one.entries()) {
    for (const [more, extra] of other.entries()) {
      if (paths + more > MOST_PATHS) continue;
      all[paths + more] ??= [];
      const target = all[paths + more]!;
      for (const [tenths, a] of row.entries()) {
        if (a === undefined) continue;
        for (const [added, b] of extra.entries()) {
          if (b === undefined || tenths + added > PARTS) continue;
          const sum = { brought: a.brought + b.brought, cost: a.cost + b.cost };
          const known = target[tenths + added];
          if (known !== undefined && worth(known) >= sum.brought - sum.cost) continue;
          target[tenths + added] = { parts: a.parts.map((part, index) => part + b.parts[index]!), ...sum };
        }
      }
    }
  }
  return all;
}

/** The best of each number of tenths over each number of the group's paths. */
function combinations(
  network: Network,
  group: readonly number[],
  amount: number,
  costs: readonly number[],
): (Split | undefined)[][] {
  const table: (Split | undefined)[][] = [];
  const parts = network.paths.map(() => 0);
  const visit = (place: number, used: number, tenths: number, cost: number) => {
    if (place === group.length) {
      const depths = untouched(network);
      let brought = 0;
      for (const path of group) {
        if (parts[path]! > 0) brought += sellMore(network, depths, path, (amount * parts[path]!) / PARTS);
      }
      table[used] ??= [];
      const row = table[used]!;
      const known = row[tenths];
      if (known === undefined || brought - cost > worth(known)) row[tenths] = { parts: [...parts], brought, cost };
      return;
    }
    const path = group[place]!;
    for (let part = 0; part <= PARTS - tenths; part++) {
      if (part > 0 && used === MOST_PATHS) break;
      parts[path] = part;
      visit(place + 1, used + (part > 0 ? 1 : 0), tenths + part, cost + (part > 0 ? costs[path]! : 0));
    }
    parts[path] = 0;
  };
  visit(0, 0, 0, 0);
  return table;
}

/** Paths that share a pool, directly or by way of others. */
function groupsOf({ paths }: Network): number[][] {
  const groups: { legs: Set<number>; members: number[] }[] = [];
  for (const [path, legs] of paths.entries()) {
    const touching = groups.filter((group) => legs.some((leg) => group.legs.has(leg)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({
      legs: new Set([...legs, ...touching.flatMap((group) => [...group.legs])]),
      members: [path, ...touching.flatMap(({ members }) => members)],
    });
  }
  return groups.map(({ members }) => members);
}
