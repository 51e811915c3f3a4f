import type { Address } from "viem";
import { MAX_UINT256 } from "../../../core/math/math.ts";
import { constantCode, mappingSlot, Overrides } from "../../differential/storage.ts";
import type { AaveV2Reserve } from "../state.ts";
import type { AaveV2Case } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";

const A_LOT = 2n ** 118n;

/** The storage of a market as a case wants it. */
export function overridesOf(market: MarketHandle, { state, user }: AaveV2Case): Overrides {
  const overrides = new Overrides();
  const { pool } = market;
  for (const handle of market.reserves) {
    const reserve = state.market.reserves.find(({ id }) => id === handle.id)!;
    overrides
      .word(pool, handle.dataSlot, configWord(reserve))
      .word(pool, handle.dataSlot + 1n, reserve.liquidityIndex | (reserve.variableBorrowIndex << 128n))
      .word(pool, handle.dataSlot + 2n, reserve.liquidityRate | (reserve.variableBorrowRate << 128n))
      // no rate for new stable debt: nobody borrows
      .word(pool, handle.dataSlot + 3n, reserve.lastUpdate << 128n)
      .word(handle.aTokenSupply.contract, handle.aTokenSupply.slot, A_LOT)
      .word(handle.debtSupply.contract, handle.debtSupply.slot, A_LOT)
      .word(handle.token, mappingSlot(handle.aToken, handle.tokenBalances.slot), reserve.cash!);
    if (handle.source !== null) overrides.code(handle.source, constantCode(reserve.price!));
  }
  let config = 0n;
  for (const holding of state.position.holdings) {
    const handle = market.reserves[holding.reserveId]!;
    const put = (place: { contract: Address; slot: bigint }, value: bigint) =>
      overrides.word(place.contract, mappingSlot(user, place.slot), value);
    put(handle.aTokenBalances, holding.scaledATokenBalance);
    put(handle.debtBalances, holding.scaledVariableDebt);
    if (holding.stable !== null) {
      put(handle.stableBalances, holding.stable.principal);
      put(handle.stableRates, holding.stable.rate);
      put(handle.stableStamps, holding.stable.since);
      overrides.word(handle.stableDebtToken, handle.debtSupply.slot, A_LOT);
    }
    if (holding.scaledVariableDebt > 0n || holding.stable !== null) config |= 1n << BigInt(2 * handle.id);
    if (holding.usedAsCollateral) config |= 2n << BigInt(2 * handle.id);
  }
  overrides.word(pool, mappingSlot(user, market.userConfigs), config);
  if (state.market.paused) overrides.word(pool, market.paused.slot, 1n);
  return overrides;
}

/**
 * `ReserveConfigurationMap`: borrowing on, no interest to the treasury, whose part is computed from the sum of all stable debts
 * and the time of that, which are another case's.
 */
function configWord(reserve: AaveV2Reserve): bigint {
  return (
    (reserve.liquidationThresholdBps << 16n) |
    (reserve.liquidationBonusBps << 32n) |
    (BigInt(reserve.token.decimals) << 48n) |
    (reserve.active ? 1n << 56n : 0n) |
    (1n << 58n)
  );
}

/** Gives an account a balance, and the spender leave to take it. */
export function fund(
  overrides: Overrides,
  { token, tokenBalances, tokenAllowances }: ReserveHandle,
  owner: Address,
  spender: Address,
  amount: bigint,
) {
  overrides.word(token, mappingSlot(owner, tokenBalances.slot), amount);
  overrides.word(token, mappingSlot(spender, mappingSlot(owner, tokenAllowances.slot)), MAX_UINT256);
}
