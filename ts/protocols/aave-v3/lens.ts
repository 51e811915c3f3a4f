import type { Address, Hex } from "viem";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { printableSymbol } from "../../core/tokens/symbol.ts";
import { decodeAccounts as decodeHoldings, type HoldingRecord } from "../aave/holdings.ts";
import type { AaveV3EMode, AaveV3Holding, AaveV3Position, AaveV3Reserve } from "./state.ts";

/** First values of a market page. */
export interface MarketHead {
  readonly timestamp: bigint;
  readonly revision: number;
  readonly baseCurrencyUnit: bigint;
  readonly baseIsUsd: boolean;
  readonly sentinelAllowsLiquidation: boolean;
  readonly flashLoanPremiumBps: bigint;
  readonly reserveCount: number;
}

/** What one call of `AaveV3Lens.market` returned. */
export interface MarketPage {
  readonly head: MarketHead;
  readonly reserves: readonly AaveV3Reserve[];
  readonly eModes: readonly AaveV3EMode[];
  /** Categories whose own price cannot be read: nothing can be said about an account in them. */
  readonly unpricedEModes: readonly number[];
  /** Category of each asset by reserve id, v3.0 and v3.1 only; the bitmaps are made of it once all reserves are known. */
  readonly categoryOfReserve: ReadonlyMap<number, number>;
}

/** Position of one user, null when the lens could not read it. */
export type AccountRecord = AaveV3Position | null;

const BASE_IS_USD = 1;
const LIQUIDATION_ALLOWED = 2;
const EMODE_BY_BITMAP = 4;
const RESERVE = 1;
const EMODE = 2;
/** Decodes the records of `AaveV3Lens.market`. */
export function decodeMarketPage(records: Hex): MarketPage {
  const reader = packedReader(records);
  const timestamp = reader.uint();
  const revision = reader.number();
  const baseCurrencyUnit = reader.uint();
  const flags = reader.byte();
  const byBitmap = (flags & EMODE_BY_BITMAP) !== 0;
  const head: MarketHead = {
    timestamp,
    revision,
    baseCurrencyUnit,
    baseIsUsd: (flags & BASE_IS_USD) !== 0,
    sentinelAllowsLiquidation: (flags & LIQUIDATION_ALLOWED) !== 0,
    flashLoanPremiumBps: reader.uint(),
    reserveCount: reader.number(),
  };

  const reserves: AaveV3Reserve[] = [];
  const eModes: AaveV3EMode[] = [];
  const unpricedEModes: number[] = [];
  const categoryOfReserve = new Map<number, number>();
  while (!reader.done()) {
    const kind = reader.byte();
    if (kind === RESERVE) {
      const { reserve, category } = readReserve(reader);
      reserves.push(reserve);
      if (!byBitmap && category !== 0) categoryOfReserve.set(reserve.id, category);
    } else if (kind === EMODE) {
      const { eMode, unpriced } = byBitmap ? readBitmapEMode(reader) : readAssetEMode(reader);
      eModes.push(eMode);
      if (unpriced) unpricedEModes.push(eMode.id);
    } else throw new RangeError(`unknown record kind ${kind} in a lens answer`);
  }
  return { head, reserves, eModes, unpricedEModes, categoryOfReserve };
}

/** Decodes `count` records of `AaveV3Lens.accounts`. */
export function decodeAccounts(records: Hex, count: number): AccountRecord[] {
  return decodeHoldings(records, count, (reader) => reader.uint()).map((record) =>
    record === null ? null : { ...record, holdings: record.holdings.map(holdingOf) },
  );
}

const holdingOf = ({ stable, ...balances }: HoldingRecord<bigint>): AaveV3Holding => ({
  ...balances,
  stableDebt: stable ?? 0n,
});

function readReserve(reader: PackedReader): { reserve: AaveV3Reserve; category: number } {
  const id = reader.byte();
  const asset: Address = reader.address();
  const aToken = reader.address();
  const variableDebtToken = reader.address();
  const configuration = reader.uint();
  // Positions in the reserve configuration map, Aave V3, DataTypes.sol.
  const field = (from: bigint, bits: bigint) => (configuration >> from) & ((1n << bits) - 1n);
  const flag = (at: bigint) => field(at, 1n) === 1n;
  const figures = {
    liquidityIndex: reader.uint(),
    variableBorrowIndex: reader.uint(),
    liquidityRate: reader.uint(),
    variableBorrowRate: reader.uint(),
    price: reader.optionalUint(),
    liquidationGraceUntil: reader.uint(),
    availableLiquidity: reader.uint(),
    scaledVariableDebt: reader.optionalUint(),
  };
  const symbol = printableSymbol(reader.text(), asset);
  const reserve: AaveV3Reserve = {
    id,
    token: { address: asset, symbol, decimals: Number(field(48n, 8n)) },
    aToken,
    variableDebtToken,
    ...figures,
    liquidationThresholdBps: field(16n, 16n),
    liquidationBonusBps: field(32n, 16n),
    protocolFeeBps: field(152n, 16n),
    active: flag(56n),
    paused: flag(60n),
    flashLoanEnabled: flag(63n),
  };
  return { reserve, category: Number(field(168n, 8n)) };
}

function readBitmapEMode(reader: PackedReader): { eMode: AaveV3EMode; unpriced: boolean } {
  const id = reader.byte();
  const liquidationThresholdBps = reader.uint();
  const liquidationBonusBps = reader.uint();
  const collateralBitmap = reader.uint();
  const label = printableLabel(reader.text());
  return {
    eMode: { id, label, liquidationThresholdBps, liquidationBonusBps, collateralBitmap, priceOverride: null },
    unpriced: false,
  };
}

function readAssetEMode(reader: PackedReader): { eMode: AaveV3EMode; unpriced: boolean } {
  const id = reader.byte();
  const liquidationThresholdBps = reader.uint();
  const liquidationBonusBps = reader.uint();
  const hasSource = reader.byte() === 1;
  const price = hasSource ? reader.optionalUint() : null;
  const label = printableLabel(reader.text());
  // A source that answers 0 is passed over by the pool in favour of the assets' own prices.
  const priceOverride = price === 0n ? null : price;
  return {
    eMode: { id, label, liquidationThresholdBps, liquidationBonusBps, collateralBitmap: 0n, priceOverride },
    unpriced: hasSource && price === null,
  };
}

function printableLabel(raw: Uint8Array): string {
  return new TextDecoder().decode(raw).replace(/[\p{C}\uFFFD]/gu, "");
}
