import { type Address, decodeErrorResult, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from "viem";
import { MAX_UINT256 } from "../../../core/math/math.ts";
import type { Rpc } from "../../differential/rpc.ts";
import { type SimulatedResult, simulate } from "../../differential/simulate.ts";
import { constantCode, findMapping, mappingSlot } from "../../differential/storage.ts";
import { type EarlyCase, OWN_ORACLE } from "./early-case.ts";
import {
  LIQUIDATOR,
  MORPHO,
  type MorphoHandle,
  marketOf,
  NO_MARKET,
  openMorpho,
  overridesOf,
  type Played,
  type PlayInput,
  returned,
  SOMEBODY,
} from "./play.ts";

const EARLY = parseAbi([
  "struct Terms { uint256 preLltv; uint256 preLCF1; uint256 preLCF2; uint256 preLIF1; uint256 preLIF2; address preLiquidationOracle; }",
  "function createPreLiquidation(bytes32 id, Terms terms) returns (address)",
  "function preLiquidate(address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data) returns (uint256 seized, uint256 repaid)",
  "function isAuthorized(address authorizer, address authorized) view returns (bool)",
  "function idToMarketParams(bytes32 id) view returns (address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)",
  "error InconsistentInput()",
  "error LiquidatablePosition()",
  "error NotPreLiquidatablePosition()",
  "error PreLiquidationTooLarge(uint256 repaidShares, uint256 repayableShares)",
  "error Error(string)",
  "error Panic(uint256)",
]);

/** Morpho, a factory of pre-liquidations, and where Morpho keeps what they need. */
export interface EarlyHandle extends MorphoHandle {
  readonly factory: Address;
  /** Bases of the mappings by market id, and by who authorises. */
  readonly params: bigint;
  readonly authorizations: bigint;
}

export async function openEarly(
  rpc: Rpc,
  { morpho, factory }: { readonly morpho: Address; readonly factory: Address },
  tokens: readonly Address[],
): Promise<EarlyHandle> {
  const params = encodeFunctionData({ abi: EARLY, functionName: "idToMarketParams", args: [NO_MARKET] });
  const authorized = encodeFunctionData({ abi: EARLY, functionName: "isAuthorized", args: [SOMEBODY, SOMEBODY] });
  const byItself = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(SOMEBODY, base));
  return {
    ...(await openMorpho(rpc, morpho, tokens)),
    factory,
    params: (await findMapping(rpc, morpho, params, NO_MARKET)).slot,
    authorizations: (await findMapping(rpc, morpho, authorized, SOMEBODY, byItself)).slot,
  };
}

/** Has the factory make the contract of a case, then plays it, in pretended blocks. */
export async function playEarly(handle: EarlyHandle, given: EarlyCase, input: PlayInput): Promise<Played> {
  const { morpho, factory, rpc } = handle;
  const { time, user, market, terms } = given;
  const { params, id } = market;
  const made = {
    preLltv: terms.preLltv,
    preLCF1: terms.closeFactorLow,
    preLCF2: terms.closeFactorHigh,
    preLIF1: terms.incentiveLow,
    preLIF2: terms.incentiveHigh,
    preLiquidationOracle: given.oracle,
  };
  const data = encodeFunctionData({ abi: EARLY, functionName: "createPreLiquidation", args: [id, made] });
  const create = { from: LIQUIDATOR, to: factory, data };
  const overrides = withMarket(handle, given);
  const [created] = await simulate(rpc, time, overrides, [create]);
  const preLiquidation = decodeFunctionResult({
    abi: EARLY,
    functionName: "createPreLiquidation",
    data: returned(created!),
  });
  allow(handle, overrides, given, preLiquidation);

  const args = [user, input.seizedAssets, input.repaidShares, "0x"] as const;
  const ask = (to: Address, call: Hex) => ({ from: LIQUIDATOR, to, data: call });
  const readMarket = ask(morpho, encodeFunctionData({ abi: MORPHO, functionName: "market", args: [id] }));
  const calls = [
    create,
    ask(morpho, encodeFunctionData({ abi: MORPHO, functionName: "accrueInterest", args: [params] })),
    readMarket,
    ask(preLiquidation, encodeFunctionData({ abi: EARLY, functionName: "preLiquidate", args })),
    readMarket,
    ask(morpho, encodeFunctionData({ abi: MORPHO, functionName: "position", args: [id, user] })),
  ];
  const results = await simulate(rpc, time + (input.later ?? 0n), overrides, calls);
  const [, , accrued, done, after, stored] = results as SimulatedResult[] as [
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
  ];
  if (!done.ok) return { accrued: marketOf(accrued), call: { ok: false, error: errorName(done.data) } };
  const [seized, repaid] = decodeFunctionResult({ abi: EARLY, functionName: "preLiquidate", data: done.data });
  const held = decodeFunctionResult({ abi: MORPHO, functionName: "position", data: returned(stored) });
  const position = { borrowShares: held[1], collateral: held[2] };
  return { accrued: marketOf(accrued), call: { ok: true, seized, repaid, after: marketOf(after), position } };
}

/** The case as Morpho stores it, its parameters included: the contract that is made reads them. */
function withMarket(handle: EarlyHandle, given: EarlyCase) {
  const { params, id } = given.market;
  const slot = mappingSlot(id, handle.params);
  const words = [params.loanToken, params.collateralToken, params.oracle, params.irm, params.lltv];
  const overrides = overridesOf(handle, given).code(OWN_ORACLE, constantCode(given.price));
  for (const [index, word] of words.entries()) overrides.word(handle.morpho, slot + BigInt(index), BigInt(word));
  return overrides;
}

function allow(
  { morpho, authorizations, tokens }: EarlyHandle,
  overrides: ReturnType<typeof overridesOf>,
  { user, isAuthorized }: EarlyCase,
  preLiquidation: Address,
): void {
  const accepted = mappingSlot(preLiquidation, mappingSlot(user, authorizations));
  overrides.word(morpho, accepted, isAuthorized ? 1n : 0n);
  for (const { token, allowances } of tokens) {
    overrides.word(token, mappingSlot(preLiquidation, mappingSlot(LIQUIDATOR, allowances.slot)), MAX_UINT256);
  }
}

function errorName(data: Hex): string {
  const { errorName: name, args } = decodeErrorResult({ abi: EARLY, data });
  if (name === "Panic") return `Panic(${args[0]})`;
  return name === "Error" ? args[0] : name;
}
