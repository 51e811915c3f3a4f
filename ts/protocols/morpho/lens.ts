import { type Address, type Hex, zeroAddress } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { printableSymbol } from "../../core/tokens/symbol.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { MorphoMarket } from "./state.ts";

/** A market, or why nothing can be said about positions in it. */
export type MarketRecord =
  | { readonly ok: true; readonly market: MorphoMarket }
  | { readonly ok: false; readonly reason: Reason };

/** The widest amount has 78 digits: more decimals mean nothing. */
const MOST_DECIMALS = 77n;

/** Decodes the records of `MorphoLens.markets` for the first of `ids`. */
export function decodeMarkets(records: Hex, morpho: Address, ids: readonly Hex[]): MarketRecord[] {
  const reader = packedReader(records);
  return ids.map((id) => readMarket(reader, morpho, id));
}

/** A position, and the numbers of the candidates, from 0, that its owner has authorised. */
export interface PositionRecord {
  readonly borrowShares: bigint;
  readonly collateral: bigint;
  readonly authorized: readonly number[];
}

/** Decodes `count` records of `MorphoLens.positions`. */
export function decodePositions(records: Hex, count: number): PositionRecord[] {
  const reader = packedReader(records);
  return Array.from({ length: count }, () => ({
    borrowShares: reader.uint(),
    collateral: reader.uint(),
    authorized: bitsOf(reader.uint()),
  }));
}

/** Decodes `count` records of `MorphoLens.prices`. */
export function decodePrices(records: Hex, count: number): (bigint | null)[] {
  const reader = packedReader(records);
  return Array.from({ length: count }, () => reader.optionalUint());
}

function bitsOf(mask: bigint): number[] {
  return [...mask.toString(2)].reverse().flatMap((bit, index) => (bit === "1" ? [index] : []));
}

function readMarket(reader: PackedReader, morpho: Address, id: Hex): MarketRecord {
  if (reader.byte() === 0) {
    return { ok: false, reason: { code: "unknown-market", message: `Morpho has no market ${id}`, numbers: { id } } };
  }
  const params = {
    loanToken: reader.address(),
    collateralToken: reader.address(),
    oracle: reader.address(),
    irm: reader.address(),
    lltv: reader.uint(),
  };
  const totals = {
    totalSupplyAssets: reader.uint(),
    totalSupplyShares: reader.uint(),
    totalBorrowAssets: reader.uint(),
    totalBorrowShares: reader.uint(),
    lastUpdate: reader.uint(),
    fee: reader.uint(),
  };
  const price = reader.optionalUint();
  const rate = reader.optionalUint();
  const borrowRate = params.irm === zeroAddress ? 0n : rate;
  const loan = readToken(reader, params.loanToken);
  const collateral = readToken(reader, params.collateralToken);
  if (!loan || !collateral) {
    const token = loan ? params.collateralToken : params.loanToken;
    const message = `the token ${token} does not tell its decimals`;
    return { ok: false, reason: { code: "token-unreadable", message, numbers: { token } } };
  }
  return { ok: true, market: { morpho, id, params, loan, collateral, ...totals, price, borrowRate } };
}

function readToken(reader: PackedReader, address: Address): Token | null {
  const decimals = reader.optionalUint();
  const symbol = printableSymbol(reader.text(), address);
  return decimals === null || decimals > MOST_DECIMALS ? null : { address, symbol, decimals: Number(decimals) };
}
