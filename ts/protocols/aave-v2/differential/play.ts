import {
  type AbiEvent,
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
import type { AaveV2Policy } from "../policy.ts";
import type { AaveV2Case } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";
import { fund, overridesOf } from "./overrides.ts";

const POOL = parseAbi([
  "function getUserAccountData(address user) view returns (uint256 totalCollateral, uint256 totalDebt, uint256 availableBorrows, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)",
  "function getReserveNormalizedIncome(address asset) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address asset) view returns (uint256)",
  "function liquidationCall(address collateralAsset, address debtAsset, address user, uint256 debtToCover, bool receiveAToken)",
]);
const TOKEN = parseAbi([
  "function balanceOf(address) view returns (uint256)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
]);
const ERRORS = parseAbi(["error Error(string)", "error Panic(uint256)"]);

/** Who liquidates: any address will do. */
const LIQUIDATOR: Address = "0x000000000000000000000000000000001111d470";

/** What the real pool says and does. */
export interface Played {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  readonly healthFactor: bigint;
  /** Of the debt's reserve: the account's debt at a stable rate. */
  readonly stableDebt: bigint;
  readonly liquidityIndices: readonly bigint[];
  readonly debtIndices: readonly bigint[];
  readonly call: PlayedCall;
}

export type PlayedCall =
  | {
      readonly ok: true;
      readonly repaid: bigint;
      /** What left the borrower. */
      readonly gross: bigint;
      /** Of it, what reached the liquidator, as underlying. */
      readonly toLiquidator: bigint;
    }
  /** The string that the pool reverts with. */
  | { readonly ok: false; readonly error: string };

export interface PlayInput {
  readonly collateral: ReserveHandle;
  readonly debt: ReserveHandle;
  readonly debtToCover: bigint;
  readonly inKind: boolean;
  /** Debt units that the liquidator has; unlimited by default. */
  readonly funds?: bigint;
}

/** Reads a case from the real pool and liquidates in it, in one pretended block. */
export async function play(
  market: MarketHandle,
  given: AaveV2Case,
  input: PlayInput,
  policy: AaveV2Policy,
): Promise<Played> {
  const { pool, reserves } = market;
  const { collateral, debt, debtToCover, inKind } = input;
  const view = (data: Hex, to = pool) => ({ from: LIQUIDATOR, to, data });
  const indices = (functionName: "getReserveNormalizedIncome" | "getReserveNormalizedVariableDebt") =>
    reserves.map(({ token }) => view(encodeFunctionData({ abi: POOL, functionName, args: [token] })));
  const args = [collateral.token, debt.token, given.user, debtToCover, inKind] as const;
  const overrides = overridesOf(market, given);
  fund(overrides, debt, LIQUIDATOR, pool, input.funds ?? 2n ** 127n);
  const balanceOf = encodeFunctionData({ abi: TOKEN, functionName: "balanceOf", args: [given.user] });
  const results = await simulate(market.rpc, given.time, overrides, [
    view(encodeFunctionData({ abi: POOL, functionName: "getUserAccountData", args: [given.user] })),
    view(balanceOf, debt.stableDebtToken),
    ...indices("getReserveNormalizedIncome"),
    ...indices("getReserveNormalizedVariableDebt"),
    view(encodeFunctionData({ abi: POOL, functionName: "liquidationCall", args })),
  ]);
  const [totalCollateralBase, totalDebtBase, , , , healthFactor] = decodeFunctionResult({
    abi: POOL,
    functionName: "getUserAccountData",
    data: returned(results[0]),
  });
  const count = reserves.length;
  return {
    totalCollateralBase,
    totalDebtBase,
    healthFactor,
    stableDebt: word(results[1]!),
    liquidityIndices: results.slice(2, 2 + count).map(word),
    debtIndices: results.slice(2 + count, 2 + 2 * count).map(word),
    call: decodeCall(results.at(-1)!, collateral, inKind, policy.liquidationEvent),
  };
}

function returned(result: SimulatedResult | undefined): Hex {
  if (!result?.ok) throw new Error(`a view reverted: ${result?.data}`);
  return result.data;
}

const word = (result: SimulatedResult): bigint => decodeAbiParameters([{ type: "uint256" }], returned(result))[0];

function decodeCall(
  result: SimulatedResult,
  collateral: ReserveHandle,
  inKind: boolean,
  liquidationEvent: AbiEvent,
): PlayedCall {
  if (!result.ok) return { ok: false, error: errorText(result.data) };
  const logs = result.logs.map((log: SimulatedLog) => ({ ...log, topics: log.topics })) as never[];
  const [event] = parseEventLogs({ abi: [liquidationEvent], logs });
  const { debtToCover: repaid, liquidatedCollateralAmount: gross } = event!.args as Record<string, bigint>;
  const carrier = (inKind ? collateral.aToken : collateral.token).toLowerCase();
  const toLiquidator = parseEventLogs({ abi: TOKEN, logs })
    .filter(({ address, args }) => address.toLowerCase() === carrier && args.to.toLowerCase() === LIQUIDATOR)
    .reduce((sum, { args }) => sum + args.value, 0n);
  return { ok: true, repaid: repaid!, gross: gross!, toLiquidator };
}

function errorText(data: Hex): string {
  if (data === "0x" || data === undefined) return "reverted without data";
  const { errorName, args } = decodeErrorResult({ abi: ERRORS, data });
  return errorName === "Error" ? String(args[0]) : `Panic(${args[0]})`;
}
