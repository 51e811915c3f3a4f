import {
  type Address,
  decodeErrorResult,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  pad,
  parseAbi,
} from "viem";
import { MAX_UINT256 } from "../../../core/math/math.ts";
import type { Rpc } from "../../differential/rpc.ts";
import { type SimulatedResult, simulate } from "../../differential/simulate.ts";
import { constantCode, findMapping, mappingSlot, Overrides, type Place } from "../../differential/storage.ts";
import { type MorphoCase, ORACLE, RATE_MODEL } from "./case.ts";

export const MORPHO = parseAbi([
  "struct MarketParams { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "function accrueInterest(MarketParams marketParams)",
  "function market(bytes32 id) view returns (uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)",
  "function position(bytes32 id, address user) view returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral)",
  "function liquidate(MarketParams marketParams, address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data) returns (uint256 seized, uint256 repaid)",
  "error Error(string)",
  "error Panic(uint256)",
]);

const TOKEN = parseAbi([
  "function balanceOf(address user) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
]);

export const LIQUIDATOR: Address = "0x000000000000000000000000000000001111d470";
export const SOMEBODY: Address = "0x00000000000000000000000000000000005eeded";
export const NO_MARKET: Hex = pad("0x01", { size: 32 });

/** Morpho on a running chain, and where it and two tokens keep their state. */
export interface MorphoHandle {
  readonly rpc: Rpc;
  readonly morpho: Address;
  /** Bases of the mappings by market id. */
  readonly markets: bigint;
  readonly positions: bigint;
  readonly tokens: readonly { readonly token: Address; readonly balances: Place; readonly allowances: Place }[];
}

export async function openMorpho(rpc: Rpc, morpho: Address, tokens: readonly Address[]): Promise<MorphoHandle> {
  const market = encodeFunctionData({ abi: MORPHO, functionName: "market", args: [NO_MARKET] });
  const position = encodeFunctionData({ abi: MORPHO, functionName: "position", args: [NO_MARKET, SOMEBODY] });
  const ofSomebody = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(NO_MARKET, base));
  const balance = encodeFunctionData({ abi: TOKEN, functionName: "balanceOf", args: [SOMEBODY] });
  const allowance = encodeFunctionData({ abi: TOKEN, functionName: "allowance", args: [SOMEBODY, SOMEBODY] });
  const toItself = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(SOMEBODY, base));
  const openToken = async (token: Address) => ({
    token,
    balances: await findMapping(rpc, token, balance, SOMEBODY),
    allowances: await findMapping(rpc, token, allowance, SOMEBODY, toItself),
  });
  return {
    rpc,
    morpho,
    markets: (await findMapping(rpc, morpho, market, NO_MARKET)).slot,
    positions: (await findMapping(rpc, morpho, position, NO_MARKET, ofSomebody)).slot,
    tokens: await Promise.all(tokens.map(openToken)),
  };
}

/** Assets and shares of both sides of a market. */
export interface PlayedMarket {
  readonly supply: { readonly assets: bigint; readonly shares: bigint };
  readonly borrow: { readonly assets: bigint; readonly shares: bigint };
}

/** What the real Morpho does: interest alone, then the call. */
export interface Played {
  readonly accrued: PlayedMarket;
  readonly call:
    | {
        readonly ok: true;
        readonly seized: bigint;
        readonly repaid: bigint;
        readonly after: PlayedMarket;
        readonly position: { readonly borrowShares: bigint; readonly collateral: bigint };
      }
    | { readonly ok: false; readonly error: string };
}

export interface PlayInput {
  /** One of the two is zero. */
  readonly seizedAssets: bigint;
  readonly repaidShares: bigint;
  /** Seconds after the case's time. */
  readonly later?: bigint;
}

/** Plays a case on the real Morpho in one pretended block. */
export async function play(handle: MorphoHandle, given: MorphoCase, input: PlayInput): Promise<Played> {
  const { morpho } = handle;
  const { time, user, market } = given;
  const { params, id } = market;
  const data = {
    accrue: encodeFunctionData({ abi: MORPHO, functionName: "accrueInterest", args: [params] }),
    market: encodeFunctionData({ abi: MORPHO, functionName: "market", args: [id] }),
    position: encodeFunctionData({ abi: MORPHO, functionName: "position", args: [id, user] }),
    liquidate: encodeFunctionData({
      abi: MORPHO,
      functionName: "liquidate",
      args: [params, user, input.seizedAssets, input.repaidShares, "0x"],
    }),
  };
  const order = [data.accrue, data.market, data.liquidate, data.market, data.position];
  const calls = order.map((call) => ({ from: LIQUIDATOR, to: morpho, data: call }));
  const at = time + (input.later ?? 0n);
  const results = await simulate(handle.rpc, at, overridesOf(handle, given), calls);
  const [, accrued, liquidated, after, stored] = results as [
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
    SimulatedResult,
  ];
  if (!liquidated.ok) return { accrued: marketOf(accrued), call: { ok: false, error: errorName(liquidated.data) } };
  const [seized, repaid] = decodeFunctionResult({ abi: MORPHO, functionName: "liquidate", data: liquidated.data });
  const [, borrowShares, collateral] = decodeFunctionResult({
    abi: MORPHO,
    functionName: "position",
    data: returned(stored),
  });
  const left = { borrowShares, collateral };
  return { accrued: marketOf(accrued), call: { ok: true, seized, repaid, after: marketOf(after), position: left } };
}

export function returned(result: SimulatedResult): Hex {
  if (!result.ok) throw new Error(`a view reverted: ${result.data}`);
  return result.data;
}

export function marketOf(result: SimulatedResult): PlayedMarket {
  const words = decodeFunctionResult({ abi: MORPHO, functionName: "market", data: returned(result) });
  return { supply: { assets: words[0], shares: words[1] }, borrow: { assets: words[2], shares: words[3] } };
}

function errorName(data: Hex): string {
  const { errorName: name, args } = decodeErrorResult({ abi: MORPHO, data });
  return name === "Panic" ? `Panic(${args?.[0]})` : String(args?.[0]);
}

const packed = (low: bigint, high: bigint): bigint => low | (high << 128n);

export function overridesOf(
  { morpho, markets, positions, tokens }: MorphoHandle,
  { user, market, position }: MorphoCase,
): Overrides {
  const slot = mappingSlot(market.id, markets);
  const held = mappingSlot(user, mappingSlot(market.id, positions));
  const overrides = new Overrides()
    .word(morpho, slot, packed(market.totalSupplyAssets, market.totalSupplyShares))
    .word(morpho, slot + 1n, packed(market.totalBorrowAssets, market.totalBorrowShares))
    .word(morpho, slot + 2n, packed(market.lastUpdate, market.fee))
    .word(morpho, held + 1n, packed(position.borrowShares, position.collateral))
    .code(ORACLE, constantCode(market.price ?? 0n))
    .code(RATE_MODEL, constantCode(market.borrowRate ?? 0n));
  for (const { token, balances, allowances } of tokens) {
    overrides
      .word(token, mappingSlot(LIQUIDATOR, balances.slot), 2n ** 127n)
      .word(token, mappingSlot(morpho, balances.slot), 2n ** 127n)
      .word(token, mappingSlot(morpho, mappingSlot(LIQUIDATOR, allowances.slot)), MAX_UINT256);
  }
  return overrides;
}
