import { type Address, getAddress, type Hex, pad, toHex, zeroAddress } from "viem";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { printableSymbol } from "../../core/tokens/symbol.ts";
import type { CompoundHolding, CompoundMarket, CompoundPosition, CompoundToken, DebtSample } from "./state.ts";

/** First values of a market page. */
export type MarketHead = Pick<
  CompoundMarket,
  | "block"
  | "count"
  | "isPaused"
  | "isSeizePaused"
  | "dollarLender"
  | "closeFactor"
  | "incentive"
  | "soleLiquidator"
  | "redeemFee"
> & { readonly timestamp: bigint };

/** A token of the list; null where it does not tell what is needed. */
export interface TokenRecord {
  readonly cToken: Address;
  readonly token: CompoundToken | null;
}

/** What one call of `CompoundV2Lens.market` returned. */
export interface MarketPage {
  readonly head: MarketHead;
  readonly tokens: readonly TokenRecord[];
}

const PROTOCOL_PAUSED = 1;
const SEIZE_PAUSED = 2;

const NATIVE = 1;
const LISTED = 2;
const DEPRECATED = 4;
const NO_REDEEM = 8;
const NO_REPAY = 16;
const NO_SEIZE = 32;
const NO_LIQUIDATE = 64;
const NOT_ITSELF = 128;

const ENTERED = 1;
const HAS_SUPPLY = 2;
const HAS_DEBT = 4;
const HAS_ACCRUED = 8;

/** The widest amount has 78 digits; a price is scaled by ten to the power of 36 less these. */
const MOST_DECIMALS = 36n;

/**
 * Decodes the records of `CompoundV2Lens.market`.
 * @param from index in the list of the page's first token
 */
export function decodeMarketPage(records: Hex, from: number): MarketPage {
  const reader = packedReader(records);
  const [timestamp, block, count, flags] = [reader.uint(), reader.uint(), reader.number(), reader.byte()];
  const head: MarketHead = {
    timestamp,
    block,
    count,
    isPaused: (flags & PROTOCOL_PAUSED) !== 0,
    isSeizePaused: (flags & SEIZE_PAUSED) !== 0,
    dollarLender: known(reader.address()),
    closeFactor: reader.optionalUint(),
    incentive: reader.optionalUint(),
    soleLiquidator: known(addressOf(reader.optionalUint() ?? 0n)),
    redeemFee: reader.optionalUint() ?? 0n,
  };
  const tokens: TokenRecord[] = [];
  while (!reader.done()) tokens.push(readToken(reader, from + tokens.length));
  return { head, tokens };
}

/** Decodes `count` records of `CompoundV2Lens.accounts` about so many tokens; null where an account could not be read. */
export function decodeAccounts(records: Hex, tokens: number, count: number): (CompoundPosition | null)[] {
  const reader = packedReader(records);
  const indices = Array.from({ length: tokens }, () => ({ stored: reader.uint(), accrued: reader.optionalUint() }));
  return Array.from({ length: count }, () => {
    if (reader.byte() === 0) return null;
    const dollars = reader.uint();
    const holdings = Array.from({ length: reader.byte() }, () => {
      const id = reader.byte();
      return readHolding(reader, id, indices[id]!);
    });
    return { holdings, dollars };
  });
}

function readHolding(
  reader: PackedReader,
  id: number,
  { stored, accrued }: { readonly stored: bigint; readonly accrued: bigint | null },
): CompoundHolding {
  const flags = reader.byte();
  const amount = (flag: number) => ((flags & flag) === 0 ? null : reader.uint());
  const [cTokens, before, after] = [amount(HAS_SUPPLY), amount(HAS_DEBT), amount(HAS_ACCRUED)];
  const debts: DebtSample[] = before === null ? [] : [{ debt: before, index: stored }];
  if (after !== null && accrued !== null && accrued !== stored) debts.push({ debt: after, index: accrued });
  return { id, entered: (flags & ENTERED) !== 0, cTokens: cTokens ?? 0n, debts };
}

function readToken(reader: PackedReader, id: number): TokenRecord {
  const address = reader.address();
  const symbol = printableSymbol(reader.text(), address);
  const cTokenDecimals = reader.optionalUint();
  const flags = reader.byte();
  const has = (flag: number) => (flags & flag) !== 0;
  const collateralFactor = reader.uint();
  const price = reader.optionalUint();
  const figures = {
    cash: reader.optionalUint(),
    totalBorrows: reader.optionalUint(),
    totalReserves: reader.optionalUint(),
    totalSupply: reader.optionalUint(),
    reserveFactor: reader.optionalUint(),
    borrowIndex: reader.optionalUint(),
    accrualBlock: reader.optionalUint(),
    exchangeRate: reader.optionalUint(),
  };
  const borrowRate = reader.optionalUint();
  const seizeShare = reader.optionalUint() ?? 0n;
  const underlying = reader.address();
  const decimals = reader.optionalUint();
  const underlyingSymbol = printableSymbol(reader.text(), underlying);
  const isTold = isComplete(figures) && decimals !== null && decimals <= MOST_DECIMALS && cTokenDecimals !== null;
  if (!isTold || underlying === zeroAddress) return { cToken: address, token: null };
  const token: CompoundToken = {
    id,
    cToken: { address, symbol, decimals: Number(cTokenDecimals) },
    token: { address: underlying, symbol: underlyingSymbol, decimals: Number(decimals) },
    isNative: has(NATIVE),
    isListed: has(LISTED),
    isDeprecated: has(DEPRECATED),
    notItself: has(NOT_ITSELF),
    paused: {
      redeem: has(NO_REDEEM),
      repay: has(NO_REPAY),
      seize: has(NO_SEIZE),
      liquidate: has(NO_LIQUIDATE),
    },
    collateralFactor,
    price,
    ...figures,
    borrowRate,
    seizeShare,
  };
  return { cToken: address, token };
}

type Complete<Figures> = { readonly [Name in keyof Figures]: Exclude<Figures[Name], null> };

function isComplete<Figures extends object>(figures: Figures): figures is Figures & Complete<Figures> {
  return Object.values(figures).every((figure) => figure !== null);
}

function addressOf(word: bigint): Address {
  return getAddress(pad(toHex(word & (2n ** 160n - 1n)), { size: 20 }));
}

/** Null for nobody. */
const known = (address: Address): Address | null => (address === zeroAddress ? null : address);
