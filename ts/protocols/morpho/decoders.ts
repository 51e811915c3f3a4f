import { type AnswerDecoder, FACTOR_UNIT, type NamedUnit, TIME_UNIT } from "../decoder.ts";

const SHARES: NamedUnit = { symbol: "shares", decimals: 0 };
const LOAN: NamedUnit = { symbol: "units of the loan token", decimals: 0 };
const COLLATERAL: NamedUnit = { symbol: "units of the collateral token", decimals: 0 };

const position: AnswerDecoder = {
  call: "position(bytes32,address)",
  words: [
    { name: "supplyShares", bits: 256, unit: SHARES },
    { name: "borrowShares", bits: 128, unit: SHARES },
    { name: "collateral", bits: 128, unit: COLLATERAL },
  ],
  notes: ({ borrowShares, collateral }) => {
    if (borrowShares === 0n) return [{ code: "no-debt", message: "the account owes nothing in this market" }];
    if (collateral! > 0n) return [];
    return [{ code: "no-collateral", message: "nothing stands behind the debt" }];
  },
};

const market: AnswerDecoder = {
  call: "market(bytes32)",
  words: [
    { name: "totalSupplyAssets", bits: 128, unit: LOAN },
    { name: "totalSupplyShares", bits: 128, unit: SHARES },
    { name: "totalBorrowAssets", bits: 128, unit: LOAN },
    { name: "totalBorrowShares", bits: 128, unit: SHARES },
    { name: "lastUpdate", bits: 128, unit: TIME_UNIT },
    { name: "fee", bits: 128, unit: FACTOR_UNIT },
  ],
  notes: ({ lastUpdate, totalSupplyAssets, totalBorrowAssets }) => {
    if (lastUpdate === 0n) return [{ code: "no-market", message: "there is no market with this id" }];
    if (totalBorrowAssets! > totalSupplyAssets!) {
      const message = "more is borrowed than was supplied, which Morpho does not allow: is it such an answer?";
      return [{ code: "inconsistent", message }];
    }
    return [{ code: "stored-interest", message: "interest since the last update is not in it" }];
  },
};

export const DECODERS: Readonly<Record<string, AnswerDecoder>> = { position, market };
