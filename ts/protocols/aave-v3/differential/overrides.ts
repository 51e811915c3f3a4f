import type { Address } from "viem";
import { MAX_UINT256 } from "../../../core/math/math.ts";
import { constantCode, mappingSlot, Overrides } from "../../differential/storage.ts";
import type { AaveCase, ReserveCase } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";

/** Revision from which reserves have a virtual balance and a flag for it. */
const VIRTUAL_BALANCES = 4;
const A_LOT = 2n ** 118n;

/** The storage of a market as a case wants it. */
export function overridesOf(market: MarketHandle, given: AaveCase): Overrides {
  const overrides = new Overrides();
  const { eMode } = given;
  const inCategory = (id: number) => (eMode.bitmap >> BigInt(id)) & 1n;
  for (const reserve of market.reserves) {
    const stored = given.reserves[reserve.id]!;
    const config = configWord(stored, market.revision, inCategory(reserve.id));
    overrides
      .word(market.pool, reserve.dataSlot, config)
      .word(market.pool, reserve.dataSlot + 1n, stored.liquidityIndex | (stored.liquidityRate << 128n))
      .word(market.pool, reserve.dataSlot + 2n, stored.variableBorrowIndex | (stored.variableBorrowRate << 128n))
      .word(market.pool, reserve.dataSlot + 3n, stampWord(stored, reserve.id, market.revision))
      .word(reserve.feed.contract, reserve.feed.slot, stored.price)
      .word(reserve.aTokenSupply.contract, reserve.aTokenSupply.slot, A_LOT)
      .word(reserve.debtSupply.contract, reserve.debtSupply.slot, A_LOT)
      .word(reserve.token, mappingSlot(reserve.aToken, reserve.tokenBalances.slot), stored.cash);
    if (market.revision >= VIRTUAL_BALANCES) overrides.word(market.pool, reserve.dataSlot + 8n, stored.cash << 128n);
  }
  let config = 0n;
  for (const holding of given.holdings) {
    const reserve = market.reserves[holding.reserveId]!;
    const stored = given.reserves[holding.reserveId]!;
    const { aTokenBalances, debtBalances } = reserve;
    const collateral = holding.scaledATokenBalance | (stored.liquidityIndex << 128n);
    const debt = holding.scaledVariableDebt | (stored.variableBorrowIndex << 128n);
    overrides.word(reserve.aToken, mappingSlot(given.user, aTokenBalances.slot), collateral);
    overrides.word(reserve.variableDebtToken, mappingSlot(given.user, debtBalances.slot), debt);
    if (reserve.stableDebtToken !== null && holding.stableDebt > 0n) {
      // A rate of zero: the debt is what is stored.
      const slot = mappingSlot(given.user, reserve.stableBalances);
      overrides.word(reserve.stableDebtToken, slot, holding.stableDebt);
      overrides.word(reserve.stableDebtToken, reserve.debtSupply.slot, A_LOT);
    }
    if (holding.scaledVariableDebt + holding.stableDebt > 0n) config |= 1n << BigInt(2 * reserve.id);
    if (holding.usedAsCollateral) config |= 2n << BigInt(2 * reserve.id);
  }
  const priceSource = eMode.price === null ? 0n : BigInt(market.eModePrice!.asset);
  const third = market.revision >= BITMAPS ? eMode.bitmap : priceSource;
  const category = (eMode.thresholdBps << 16n) | (eMode.bonusBps << 32n) | (third << 48n);
  overrides
    .word(market.pool, mappingSlot(1n, market.eModes), category)
    .word(market.pool, mappingSlot(given.user, market.userEModes), eMode.entered ? 1n : 0n)
    .word(market.pool, mappingSlot(given.user, market.userConfigs), config);
  if (market.sentinel !== null) overrides.code(market.sentinel, constantCode(given.sentinelAllows ? 1n : 0n));
  if (eMode.price !== null) overrides.word(market.eModePrice!.feed.contract, market.eModePrice!.feed.slot, eMode.price);
  return overrides;
}

/** Revision from which eMode categories name their assets, not the assets their category. */
const BITMAPS = 5;

/** `ReserveConfigurationMap`: borrowing on, a tenth of the interest to the treasury, no caps. */
function configWord(reserve: ReserveCase, revision: number, inCategory: bigint): bigint {
  const bit = (set: boolean, place: bigint) => (set ? 1n << place : 0n);
  return (
    (reserve.thresholdBps << 16n) |
    (reserve.bonusBps << 32n) |
    (BigInt(reserve.decimals) << 48n) |
    bit(reserve.active, 56n) |
    bit(true, 58n) |
    bit(reserve.paused, 60n) |
    (1_000n << 64n) |
    (reserve.protocolFeeBps << 152n) |
    (revision >= BITMAPS ? 0n : inCategory << 168n) |
    bit(revision >= VIRTUAL_BALANCES, 252n)
  );
}

/** Time of the last update, id, and the grace period where there is one; no deficit, no stable rate. */
const stampWord = (reserve: ReserveCase, id: number, revision: number): bigint =>
  (reserve.lastUpdate << 128n) |
  (BigInt(id) << 168n) |
  (revision >= VIRTUAL_BALANCES ? reserve.graceUntil << 184n : 0n);

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
