import type { Hex } from "viem";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { printableSymbol } from "../../core/tokens/symbol.ts";
import { decodeAccounts as decodeHoldings } from "../aave/holdings.ts";
import type { AaveV2Position, AaveV2Reserve, StableDebt } from "./state.ts";

/** What one call of `AaveV2Lens.market` returned. */
export interface MarketPage {
  readonly timestamp: bigint;
  readonly paused: boolean;
  /** Places in the pool's list. */
  readonly reserveCount: bigint;
  readonly reserves: readonly AaveV2Reserve[];
}

/** Decodes the records of `AaveV2Lens.market`. */
export function decodeMarketPage(records: Hex): MarketPage {
  const reader = packedReader(records);
  const head = { timestamp: reader.uint(), paused: reader.byte() === 1, reserveCount: reader.uint() };
  const reserves: AaveV2Reserve[] = [];
  while (!reader.done()) reserves.push(readReserve(reader));
  return { ...head, reserves };
}

/** Decodes `count` records of `AaveV2Lens.accounts`; null for an account that it could not read. */
export function decodeAccounts(records: Hex, count: number): (AaveV2Position | null)[] {
  return decodeHoldings(records, count, readStable).map((record) => record && { holdings: record.holdings });
}

const readStable = (reader: PackedReader): StableDebt => {
  return { principal: reader.uint(), rate: reader.uint(), since: reader.uint() };
};

function readReserve(reader: PackedReader): AaveV2Reserve {
  const id = reader.byte();
  const asset = reader.address();
  const aToken = reader.address();
  const variableDebtToken = reader.address();
  const configuration = reader.uint();
  // Positions in the reserve configuration map, Aave V2, DataTypes.sol.
  const field = (from: bigint, bits: bigint) => (configuration >> from) & ((1n << bits) - 1n);
  const figures = {
    liquidityIndex: reader.uint(),
    variableBorrowIndex: reader.uint(),
    liquidityRate: reader.uint(),
    variableBorrowRate: reader.uint(),
    lastUpdate: reader.uint(),
    price: reader.optionalUint(),
    cash: reader.optionalUint(),
    scaledVariableDebt: reader.optionalUint(),
  };
  return {
    id,
    token: { address: asset, symbol: printableSymbol(reader.text(), asset), decimals: Number(field(48n, 8n)) },
    aToken,
    variableDebtToken,
    ...figures,
    liquidationThresholdBps: field(16n, 16n),
    liquidationBonusBps: field(32n, 16n),
    active: field(56n, 1n) === 1n,
  };
}
