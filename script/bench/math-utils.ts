import { createRequire } from "node:module";
import type { AaveV3Market, AaveV3Position } from "../../ts/protocols/aave-v3/state.ts";

/** As much of the package as is called here. */
interface MathUtils {
  formatReserves(request: object): readonly unknown[];
  formatUserSummary(request: object): { readonly healthFactor: string };
}

/**
 * Health factors by Aave's own package for front ends, with everything that it wants to know of a market prepared beforehand.
 * @returns the health factor of each position, as the package prints it
 */
export function mathUtilsFor(market: AaveV3Market, positions: readonly AaveV3Position[]): (index: number) => string {
  const { formatReserves, formatUserSummary }: MathUtils = createRequire(import.meta.url)("@aave/math-utils");
  const at = { currentTimestamp: 1, marketReferencePriceInUsd: "100000000", marketReferenceCurrencyDecimals: 8 };
  const formattedReserves = formatReserves({ ...at, reserves: market.reserves.map(reserveOf) });
  const tokenOf = new Map(market.reserves.map(({ id, token }) => [id, token.address]));
  const requests = positions.map(({ holdings }) => ({
    ...at,
    marketReferencePriceInUsd: Number(at.marketReferencePriceInUsd),
    formattedReserves,
    userEmodeCategoryId: 0,
    userReserves: holdings.map((one) => ({
      underlyingAsset: tokenOf.get(one.reserveId)!,
      scaledATokenBalance: String(one.scaledATokenBalance),
      usageAsCollateralEnabledOnUser: one.usedAsCollateral,
      scaledVariableDebt: String(one.scaledVariableDebt),
    })),
  }));
  return (index) => formatUserSummary(requests[index]!).healthFactor;
}

/** A reserve that was updated in this very second: the indices are those of the block. */
function reserveOf(reserve: AaveV3Market["reserves"][number]) {
  const { token } = reserve;
  return {
    originalId: reserve.id,
    id: token.address,
    symbol: token.symbol,
    name: token.symbol,
    decimals: token.decimals,
    underlyingAsset: token.address,
    usageAsCollateralEnabled: true,
    reserveFactor: "1000",
    baseLTVasCollateral: String(reserve.liquidationThresholdBps),
    liquidityIndex: String(reserve.liquidityIndex),
    reserveLiquidationThreshold: String(reserve.liquidationThresholdBps),
    reserveLiquidationBonus: String(reserve.liquidationBonusBps),
    variableBorrowIndex: String(reserve.variableBorrowIndex),
    variableBorrowRate: String(reserve.variableBorrowRate),
    liquidityRate: String(reserve.liquidityRate),
    availableLiquidity: String(reserve.availableLiquidity),
    totalScaledVariableDebt: "0",
    lastUpdateTimestamp: 1,
    borrowCap: "0",
    supplyCap: "0",
    debtCeiling: "0",
    debtCeilingDecimals: 2,
    isolationModeTotalDebt: "0",
    virtualUnderlyingBalance: "0",
    deficit: "0",
    priceInMarketReferenceCurrency: String(reserve.price),
  };
}
