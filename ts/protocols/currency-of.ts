import type { MarketCurrency } from "../core/adapter/market-currency.ts";
import { UsageError } from "../core/errors/errors.ts";
import type { MarketUnit, NamedUnit } from "./decoder.ts";

/** A market and what its oracle counts in. */
export interface MarketWithUnit {
  readonly name: string;
  readonly address: string;
  readonly unit: NamedUnit;
}

/** The unit of a currency as people write it; of a token without a name its address stands for it. */
export function unitOfCurrency({ token, unit, symbol }: MarketCurrency): NamedUnit {
  return { symbol: symbol ?? token ?? "USD", decimals: unit.toString().length - 1 };
}

/** The markets of a protocol on a chain, for people. */
export interface MarketsWithUnits {
  /** What people call the protocol. */
  readonly title: string;
  readonly chain: string;
  readonly markets: readonly MarketWithUnit[];
  /** What amounts are taken for where no market is known; null: there is no telling. */
  readonly usual: NamedUnit | null;
}

/**
 * The unit of the market that is named, else the one that all have.
 * @param named name or address; null: none
 * @throws UsageError when there is no such market, they have several units, or there is none and no telling.
 */
export function marketUnitOf({ title, chain, markets, usual }: MarketsWithUnits, named: string | null): MarketUnit {
  const list = markets.map(({ name, unit }) => `${name} (${unit.symbol})`).join(", ");
  if (named !== null) {
    const word = named.toLowerCase();
    const found = markets.find(({ name, address }) => [name.toLowerCase(), address.toLowerCase()].includes(word));
    if (found) return { unit: found.unit };
    const hint = markets.length === 0 ? "check --chain" : `it has ${list}`;
    throw new UsageError(`${title} has no market ${JSON.stringify(named)} on ${chain}`, { hint });
  }
  const units = unitsOf(markets);
  if (units.length > 1) {
    throw new UsageError(`the markets of ${title} on ${chain} do not count in the same currency`, {
      hint: `say with --market whose answer it is: ${list}`,
    });
  }
  const [unit] = units;
  if (unit !== undefined) return { unit };
  if (usual === null) {
    throw new UsageError(`no market of ${title} is known on ${chain}, and its currency is not the same everywhere`, {
      hint: "say with --chain where the answer comes from",
    });
  }
  const message = `no market of ${title} is known on ${chain}: amounts are taken for ${usual.symbol} with ${usual.decimals} decimals`;
  return { unit: usual, note: { code: "currency-assumed", message } };
}

/** The unit of the market at that address, else the one that all have; null: there is no telling. */
export function unitOfContract(markets: readonly MarketWithUnit[], contract: string | null): NamedUnit | null {
  const found = markets.find(({ address }) => address.toLowerCase() === contract?.toLowerCase());
  if (found) return found.unit;
  const units = unitsOf(markets);
  return units.length === 1 ? units[0]! : null;
}

/** Each once. */
const unitsOf = (markets: readonly MarketWithUnit[]): NamedUnit[] => [
  ...new Map(markets.map(({ unit }) => [`${unit.symbol} ${unit.decimals}`, unit])).values(),
];
