import type { Hex } from "viem";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";

/** One user's holding in one reserve, as a lens tells it. */
export interface HoldingRecord<Stable> {
  readonly reserveId: number;
  readonly usedAsCollateral: boolean;
  readonly scaledATokenBalance: bigint;
  readonly scaledVariableDebt: bigint;
  /** Null: none. */
  readonly stable: Stable | null;
}

/** All that an account holds. */
export interface AccountRecord<Stable> {
  /** 0: none. */
  readonly eModeCategory: number;
  readonly holdings: readonly HoldingRecord<Stable>[];
}

const COLLATERAL = 1;
const HAS_SUPPLY = 4;
const HAS_VARIABLE_DEBT = 8;
const HAS_STABLE_DEBT = 16;

/**
 * Decodes `count` records of `AaveHoldings.accounts`. An account that the lens could not read is null; of the others, what is
 * empty and no collateral is left out.
 * @param readStable the numbers that the lens gives for a debt at a stable rate
 */
export function decodeAccounts<Stable>(
  records: Hex,
  count: number,
  readStable: (reader: PackedReader) => Stable,
): (AccountRecord<Stable> | null)[] {
  const reader = packedReader(records);
  const readHolding = (): HoldingRecord<Stable> => {
    const reserveId = reader.byte();
    const flags = reader.byte();
    const balance = (flag: number) => ((flags & flag) === 0 ? 0n : reader.uint());
    return {
      reserveId,
      usedAsCollateral: (flags & COLLATERAL) !== 0,
      scaledATokenBalance: balance(HAS_SUPPLY),
      scaledVariableDebt: balance(HAS_VARIABLE_DEBT),
      stable: (flags & HAS_STABLE_DEBT) === 0 ? null : readStable(reader),
    };
  };
  return Array.from({ length: count }, () => {
    if (reader.byte() === 0) return null;
    const eModeCategory = reader.byte();
    const holdings = Array.from({ length: reader.byte() }, readHolding);
    return { eModeCategory, holdings: holdings.filter(isHeld) };
  });
}

function isHeld<Stable>({
  usedAsCollateral,
  scaledATokenBalance,
  scaledVariableDebt,
  stable,
}: HoldingRecord<Stable>): boolean {
  return usedAsCollateral || scaledATokenBalance + scaledVariableDebt > 0n || stable !== null;
}
