// Markets of Aave V3 that are made up.
import type { Address } from "viem";
import { RAY } from "../../ts/core/math/math.ts";
import type { AaveV3Market, AaveV3Position, AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import type { Random } from "../../ts/protocols/differential/random.ts";

/** A dollar as oracles write it. */
export const USD = 10n ** 8n;
/** Of what nobody asks for more than a part. */
export const PLENTY = 10n ** 40n;

/** Addresses in the order of their places. */
export function addressOf(place: number): Address {
  return `0x${(place + 1).toString(16).padStart(40, "0")}`;
}

/** A market of version 3.6 without efficiency modes, which lends for five basis points. */
export function marketOf(pool: Address, reserves: readonly AaveV3Reserve[]): AaveV3Market {
  return {
    pool,
    revision: 10,
    baseCurrencyUnit: USD,
    sentinelAllowsLiquidation: true,
    flashLoanPremiumBps: 5n,
    reserves,
    eModes: [],
    unpricedEModes: [],
    baseIsUsd: true,
  };
}

/**
 * A reserve in use, of a random price and at random indices.
 * @param mostBonusBps of a liquidation, the collateral included
 */
export function reserveOf(random: Random, id: number, decimals: number, mostBonusBps: bigint): AaveV3Reserve {
  return {
    id,
    token: { address: addressOf(3 * id + 1), symbol: `TOKEN${id}`, decimals },
    aToken: addressOf(3 * id + 2),
    variableDebtToken: addressOf(3 * id + 3),
    liquidityIndex: random.integer(RAY, (RAY * 12n) / 10n),
    variableBorrowIndex: random.integer(RAY, (RAY * 14n) / 10n),
    liquidityRate: random.integer(0n, RAY / 20n),
    variableBorrowRate: random.integer(0n, RAY / 10n),
    scaledVariableDebt: PLENTY,
    // few decimals are a dollar's
    price: decimals <= 6 ? USD : random.magnitude(USD, 99_999n * USD),
    liquidationThresholdBps: random.integer(6_500n, 8_600n),
    liquidationBonusBps: random.integer(10_400n, mostBonusBps),
    protocolFeeBps: 1_000n,
    active: true,
    paused: false,
    liquidationGraceUntil: 0n,
    availableLiquidity: PLENTY,
    flashLoanEnabled: true,
  };
}

/** @param value USD with 8 decimals */
export function holdingOf(reserve: AaveV3Reserve, value: bigint, isDebt: boolean): AaveV3Position["holdings"][number] {
  const index = isDebt ? reserve.variableBorrowIndex : reserve.liquidityIndex;
  const scaled = (value * 10n ** BigInt(reserve.token.decimals) * RAY) / (reserve.price! * index);
  return {
    reserveId: reserve.id,
    scaledATokenBalance: isDebt ? 0n : scaled,
    scaledVariableDebt: isDebt ? scaled : 0n,
    stableDebt: 0n,
    usedAsCollateral: !isDebt,
  };
}
