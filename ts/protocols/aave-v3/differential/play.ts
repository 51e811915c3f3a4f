import {
  type Address,
  decodeAbiParameters,
  decodeErrorResult,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  parseAbi,
  parseEventLogs,
} from "viem";
import { MAX_UINT256 } from "../../../core/math.ts";
import { type SimulatedLog, type SimulatedResult, simulate } from "../../differential/simulate.ts";
import { constantCode, mappingSlot, Overrides, type Place } from "../../differential/storage.ts";
import { ERROR_STRINGS } from "../errors.ts";
import type { AaveCase, ReserveCase } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";

const POOL = parseAbi([
  "function getUserAccountData(address user) view returns (uint256 totalCollateralBase, uint256 totalDebtBase, uint256 availableBorrowsBase, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)",
  "function getReserveNormalizedIncome(address asset) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address asset) view returns (uint256)",
  "function liquidationCall(address collateralAsset, address debtAsset, address user, uint256 debtToCover, bool receiveAToken)",
  "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
  "event DeficitCreated(address indexed user, address indexed debtAsset, uint256 amountCreated)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "function scaledBalanceOf(address user) view returns (uint256)",
]);

const ERRORS = parseAbi([
  "error Error(string)",
  "error Panic(uint256)",
  "error SelfLiquidation()",
  "error ReserveInactive()",
  "error ReservePaused()",
  "error PriceOracleSentinelCheckFailed()",
  "error LiquidationGraceSentinelCheckFailed()",
  "error HealthFactorNotBelowThreshold()",
  "error CollateralCannotBeLiquidated()",
  "error SpecifiedCurrencyNotBorrowedByUser()",
  "error MustNotLeaveDust()",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error InvalidBurnAmount()",
]);

/** Who liquidates: any address will do. */
const LIQUIDATOR: Address = "0x000000000000000000000000000000001111d470";

/** What the real pool says and does. */
export interface Played {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  readonly healthFactor: bigint;
  readonly liquidityIndices: readonly bigint[];
  readonly variableBorrowIndices: readonly bigint[];
  readonly call: PlayedCall;
  /** The borrower's scaled debt in the debt reserve afterwards. */
  readonly scaledDebtLeft: bigint;
}

export type PlayedCall =
  | {
      readonly ok: true;
      readonly repaid: bigint;
      readonly seized: bigint;
      readonly protocolFee: bigint;
      /** Written-off debt by reserve id. */
      readonly deficits: ReadonlyMap<number, bigint>;
    }
  | { readonly ok: false; readonly error: string };

export interface PlayInput {
  readonly collateral: ReserveHandle;
  readonly debt: ReserveHandle;
  readonly debtToCover: bigint;
  /** Seconds after the case's time. */
  readonly later?: bigint;
  /** Debt units that the liquidator has; unlimited by default. */
  readonly funds?: bigint;
  /** The borrower calls. */
  readonly selfLiquidation?: boolean;
}

/** Reads a case from the real pool and liquidates in it, in one pretended block. */
export async function play(market: MarketHandle, given: AaveCase, input: PlayInput): Promise<Played> {
  const { pool } = market;
  const { collateral, debt } = input;
  const from = input.selfLiquidation ? given.user : LIQUIDATOR;
  const view = (data: Hex, to = pool) => ({ from, to, data });
  const indices = (functionName: "getReserveNormalizedIncome" | "getReserveNormalizedVariableDebt") =>
    market.reserves.map(({ token }) => view(encodeFunctionData({ abi: POOL, functionName, args: [token] })));
  const account = encodeFunctionData({ abi: POOL, functionName: "getUserAccountData", args: [given.user] });
  const liquidation = encodeFunctionData({
    abi: POOL,
    functionName: "liquidationCall",
    args: [collateral.token, debt.token, given.user, input.debtToCover, false],
  });
  const balance = encodeFunctionData({ abi: POOL, functionName: "scaledBalanceOf", args: [given.user] });

  const overrides = overridesOf(market, given);
  fund(overrides, debt, from, market.pool, input.funds ?? 2n ** 127n);
  const calls = [
    view(account),
    ...indices("getReserveNormalizedIncome"),
    ...indices("getReserveNormalizedVariableDebt"),
    view(liquidation),
    view(balance, debt.variableDebtToken),
  ];
  const results = await simulate(market.rpc, given.time + (input.later ?? 0n), overrides, calls);
  const count = market.reserves.length;
  const [totalCollateralBase, totalDebtBase, , , , healthFactor] = decodeFunctionResult({
    abi: POOL,
    functionName: "getUserAccountData",
    data: returned(results[0]),
  });
  return {
    totalCollateralBase,
    totalDebtBase,
    healthFactor,
    liquidityIndices: results.slice(1, 1 + count).map(word),
    variableBorrowIndices: results.slice(1 + count, 1 + 2 * count).map(word),
    call: decodeCall(results[1 + 2 * count]!, market, given, collateral),
    scaledDebtLeft: word(results[2 + 2 * count]!),
  };
}

/** Health factors that the real pool computes for the same account at other prices of one asset. */
export async function healthFactorsAt(
  market: MarketHandle,
  given: AaveCase,
  { feed }: { readonly feed: Place },
  prices: readonly bigint[],
): Promise<bigint[]> {
  const data = encodeFunctionData({ abi: POOL, functionName: "getUserAccountData", args: [given.user] });
  const at = async (price: bigint) => {
    const overrides = overridesOf(market, given).word(feed.contract, feed.slot, price);
    const [result] = await simulate(market.rpc, given.time, overrides, [{ from: LIQUIDATOR, to: market.pool, data }]);
    return decodeFunctionResult({ abi: POOL, functionName: "getUserAccountData", data: returned(result) })[5];
  };
  return Promise.all(prices.map(at));
}

function returned(result: SimulatedResult | undefined): Hex {
  if (!result?.ok) throw new Error(`a view reverted: ${result?.data}`);
  return result.data;
}

const word = (result: SimulatedResult): bigint => decodeAbiParameters([{ type: "uint256" }], returned(result))[0];

function decodeCall(
  result: SimulatedResult,
  market: MarketHandle,
  given: AaveCase,
  collateral: ReserveHandle,
): PlayedCall {
  if (!result.ok) return { ok: false, error: errorName(result.data) };
  const logs = result.logs.map((log: SimulatedLog) => ({ ...log, topics: log.topics }));
  const events = parseEventLogs({ abi: POOL, logs: logs as never[] });
  let [repaid, seized, protocolFee] = [0n, 0n, 0n];
  const deficits = new Map<number, bigint>();
  for (const event of events) {
    if (event.eventName === "LiquidationCall") {
      repaid = event.args.debtToCover;
      seized = event.args.liquidatedCollateralAmount;
    } else if (event.eventName === "DeficitCreated") {
      const asset = event.args.debtAsset.toLowerCase();
      const reserve = market.reserves.find(({ token }) => token.toLowerCase() === asset)!;
      deficits.set(reserve.id, event.args.amountCreated);
    } else if (
      event.address.toLowerCase() === collateral.aToken.toLowerCase() &&
      event.args.from.toLowerCase() === given.user.toLowerCase() &&
      event.args.to.toLowerCase() === market.treasury.toLowerCase()
    ) {
      protocolFee = event.args.value;
    }
  }
  return { ok: true, repaid, seized, protocolFee, deficits };
}

/** The name of the custom error, also where an old revision says it by a number. */
function errorName(data: Hex): string {
  if (data === "0x" || data === undefined) return "reverted without data";
  const { errorName: name, args } = decodeErrorResult({ abi: ERRORS, data });
  if (name === "Panic") return `Panic(${args?.[0]})`;
  if (name !== "Error") return name;
  const known = Object.entries(ERROR_STRINGS).find(([, text]) => text === args?.[0]);
  return known?.[0] ?? `Error(${args?.[0]})`;
}

/** Revision from which reserves have a virtual balance and a flag for it. */
const VIRTUAL_BALANCES = 4;
const A_LOT = 2n ** 118n;

function overridesOf(market: MarketHandle, given: AaveCase): Overrides {
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

function fund(
  overrides: Overrides,
  { token, tokenBalances, tokenAllowances }: ReserveHandle,
  owner: Address,
  spender: Address,
  amount: bigint,
) {
  overrides.word(token, mappingSlot(owner, tokenBalances.slot), amount);
  overrides.word(token, mappingSlot(spender, mappingSlot(owner, tokenAllowances.slot)), MAX_UINT256);
}
