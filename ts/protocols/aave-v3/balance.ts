import { mulDiv, RAY, type Rounding } from "../../core/math/math.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3EMode, AaveV3Reserve, AaveV3State } from "./state.ts";

/** What one account holds in one reserve at one instant, with everything that eMode changes already applied. */
export interface AaveV3Balance {
  /** 10^decimals. */
  readonly unit: bigint;
  /** Base currency per whole token, as the health factor and the seized collateral are priced. */
  readonly price: bigint;
  /** The same for repaid debt; differs only where an eMode price covers assets outside its category. */
  readonly debtPrice: bigint;
  /** aToken and debt balances, token units. */
  readonly collateral: bigint;
  readonly debt: bigint;
  /** Part of `debt` at a stable rate. */
  readonly stableDebt: bigint;
  readonly scaledCollateral: bigint;
  /** Ray. */
  readonly liquidityIndex: bigint;
  readonly variableBorrowIndex: bigint;
  readonly usedAsCollateral: boolean;
  /** Of the eMode category where it applies, else of the reserve. */
  readonly liquidationThresholdBps: bigint;
  readonly bonusBps: bigint;
  /** Of the reserve alone. */
  readonly reserveThresholdBps: bigint;
  readonly protocolFeeBps: bigint;
}

/** The account's eMode category; null outside eMode. */
export const eModeOf = ({ market, position }: AaveV3State): AaveV3EMode | null =>
  position.eModeCategory === 0 ? null : (market.eModes.find((mode) => mode.id === position.eModeCategory) ?? null);

/**
 * Balances of one account in the order of its holdings. Pass reserves whose indices were projected to get a later instant.
 * @param reserves by id; every holding's reserve must be there and have a price (`unusableBecause` says which do not)
 * Source: `GenericLogic.calculateUserAccountData`, `LiquidationLogic.executeLiquidationCall`.
 */
export function balancesOf(
  state: AaveV3State,
  reserves: ReadonlyMap<number, AaveV3Reserve>,
  rules: AaveV3Rules,
): AaveV3Balance[] {
  const eMode = eModeOf(state);
  const override = rules.eModePrice ? (eMode?.priceOverride ?? null) : null;
  return state.position.holdings.map((holding) => {
    const reserve = reserves.get(holding.reserveId)!;
    const inCategory = eMode !== null && ((eMode.collateralBitmap >> BigInt(reserve.id)) & 1n) === 1n;
    const ownPrice = reserve.price ?? 0n;
    const settings = inCategory ? eMode : reserve;
    const variableDebt = tokensOf(holding.scaledVariableDebt, reserve.variableBorrowIndex, rules.debtBalance);
    return {
      unit: UNITS[reserve.token.decimals]!,
      price: inCategory ? (override ?? ownPrice) : ownPrice,
      debtPrice: override ?? ownPrice,
      collateral: tokensOf(holding.scaledATokenBalance, reserve.liquidityIndex, rules.aTokenBalance),
      debt: variableDebt + holding.stableDebt,
      stableDebt: holding.stableDebt,
      scaledCollateral: holding.scaledATokenBalance,
      liquidityIndex: reserve.liquidityIndex,
      variableBorrowIndex: reserve.variableBorrowIndex,
      usedAsCollateral: holding.usedAsCollateral,
      liquidationThresholdBps: settings.liquidationThresholdBps,
      bonusBps: settings.liquidationBonusBps,
      reserveThresholdBps: reserve.liquidationThresholdBps,
      protocolFeeBps: reserve.protocolFeeBps,
    };
  });
}

/** Most holdings have one side only. */
const tokensOf = (scaled: bigint, index: bigint, rounding: Rounding): bigint =>
  scaled === 0n ? 0n : mulDiv(scaled, index, RAY, rounding);

/** 10^decimals; the decimals of a reserve are a byte. */
const UNITS: readonly bigint[] = Array.from({ length: 256 }, (_, decimals) => 10n ** BigInt(decimals));

/** Whether the balance counts towards the account's collateral. */
export const countsAsCollateral = (balance: AaveV3Balance, rules: AaveV3Rules): boolean =>
  balance.usedAsCollateral && (rules.zeroThresholdCounts || balance.reserveThresholdBps !== 0n);
