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
import { type SimulatedLog, type SimulatedResult, simulate } from "../../differential/simulate.ts";
import type { Place } from "../../differential/storage.ts";
import { ERROR_STRINGS } from "../errors.ts";
import type { AaveCase } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";
import { fund, overridesOf } from "./overrides.ts";

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
