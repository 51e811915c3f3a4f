import {
  type Address,
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  parseAbi,
  toHex,
} from "viem";
import { type SimulatedCall, type SimulatedResult, simulateBlocks } from "../../differential/simulate.ts";
import { type CompoundError, errorOfCodes } from "../errors.ts";
import type { CompoundCase } from "./case.ts";
import type { ComptrollerHandle, TokenHandle } from "./chain.ts";
import { LIQUIDATOR, momentOf, overridesOf } from "./overrides.ts";

const CTOKEN = parseAbi([
  "function liquidateBorrow(address borrower, uint256 repayAmount, address cTokenCollateral) returns (uint256)",
  "function redeem(uint256 cTokens) returns (uint256)",
  "function balanceOf(address account) view returns (uint256)",
  "event LiquidateBorrow(address liquidator, address borrower, uint256 repayAmount, address cTokenCollateral, uint256 seizeTokens)",
  "event Failure(uint256 code, uint256 info, uint256 detail)",
  "event Redeem(address redeemer, uint256 redeemAmount, uint256 redeemTokens)",
  "event Transfer(address indexed from, address indexed to, uint256 amount)",
  "error Error(string)",
  "error Panic(uint256)",
  "error LiquidateComptrollerRejection(uint256 errorCode)",
  "error LiquidateCloseAmountIsZero()",
  "error RedeemTransferOutNotPossible()",
]);
const CETHER = parseAbi(["function liquidateBorrow(address borrower, address cTokenCollateral) payable"]);

export interface PlayInput {
  /** Places of the two tokens. */
  readonly debt: number;
  readonly collateral: number;
  readonly repay: bigint;
}

/** What the real contracts do: the liquidation, then the redemption of all that was got. */
export type Played =
  | {
      readonly ok: true;
      readonly repaid: bigint;
      readonly seized: bigint;
      readonly toLiquidator: bigint;
      /** Underlying that came; null: the market could not pay. */
      readonly received: bigint | null;
    }
  | { readonly ok: false; readonly error: CompoundError | string };

/** A case with what is to be done in it. */
export interface PlayedCase {
  readonly given: CompoundCase;
  readonly input: PlayInput;
  /** cTokens to redeem afterwards. */
  readonly redeemed: bigint;
}

/** Plays cases on the real contracts, each in a pretended block of its own. */
export async function playCases(handle: ComptrollerHandle, cases: readonly PlayedCase[]): Promise<Played[]> {
  const blocks = cases.map(({ given, input, redeemed }) => {
    const [borrowed, held] = [handle.tokens[input.debt]!, handle.tokens[input.collateral]!];
    const ask = (data: Hex): SimulatedCall => ({ from: LIQUIDATOR, to: held.cToken, data });
    const calls = [
      liquidation(borrowed, held, given.user, input.repay),
      ask(encodeFunctionData({ abi: CTOKEN, functionName: "balanceOf", args: [LIQUIDATOR] })),
      ask(encodeFunctionData({ abi: CTOKEN, functionName: "redeem", args: [redeemed] })),
    ];
    return { ...momentOf(handle, given), overrides: overridesOf(handle, given), calls };
  });
  const results = await simulateBlocks(handle.rpc, blocks);
  return cases.map((one, index) => playedOf(handle, one, results[index]!));
}

function playedOf(handle: ComptrollerHandle, { input }: PlayedCase, results: readonly SimulatedResult[]): Played {
  const [borrowed, held] = [handle.tokens[input.debt]!, handle.tokens[input.collateral]!];
  const [liquidated, got, redeemed] = results as [SimulatedResult, SimulatedResult, SimulatedResult];
  if (!liquidated.ok) return { ok: false, error: errorOf(liquidated.data) };
  const refused = failureIn(liquidated);
  if (refused !== null) return { ok: false, error: refused };
  const event = eventIn(liquidated, borrowed.cToken, "LiquidateBorrow");
  if (!got.ok || event === null) throw new Error("a liquidation without traces");
  return {
    ok: true,
    repaid: event.repayAmount as bigint,
    seized: event.seizeTokens as bigint,
    toLiquidator: decodeFunctionResult({ abi: CTOKEN, functionName: "balanceOf", data: got.data }),
    received: receivedIn(redeemed, held),
  };
}

function liquidation(
  { cToken, underlying }: TokenHandle,
  held: TokenHandle,
  user: Address,
  repay: bigint,
): SimulatedCall {
  if (underlying !== null) {
    const args = [user, repay, held.cToken] as const;
    return {
      from: LIQUIDATOR,
      to: cToken,
      data: encodeFunctionData({ abi: CTOKEN, functionName: "liquidateBorrow", args }),
    };
  }
  const data = encodeFunctionData({ abi: CETHER, functionName: "liquidateBorrow", args: [user, held.cToken] });
  return { from: LIQUIDATOR, to: cToken, data, value: toHex(repay) };
}

/** The code that an older token returns instead of reverting, with what its comptroller said; null: none. */
function failureIn({ data, logs }: Extract<SimulatedResult, { ok: true }>): CompoundError | string | null {
  if (data === "0x" || BigInt(data) === 0n) return null;
  for (const log of logs) {
    try {
      const { eventName, args } = decodeEventLog({ abi: CTOKEN, ...log, topics: log.topics });
      if (eventName !== "Failure") continue;
      return errorOfCodes(Number(args.code), Number(args.detail)) ?? `code ${args.code}, ${args.detail}`;
    } catch {
      // an event of another kind
    }
  }
  return `code ${BigInt(data)}`;
}

/** The arguments of an event of that contract. */
function eventIn(result: Extract<SimulatedResult, { ok: true }>, contract: Address, name: string) {
  for (const log of result.logs) {
    if (log.address.toLowerCase() !== contract.toLowerCase()) continue;
    try {
      const { eventName, args } = decodeEventLog({ abi: CTOKEN, ...log, topics: log.topics });
      if (eventName === name) return args as unknown as Record<string, unknown>;
    } catch {
      // an event of another kind
    }
  }
  return null;
}

/** Of the older tokens by their event; the newer ones only move the token. */
function receivedIn(result: SimulatedResult, { cToken, underlying }: TokenHandle): bigint | null {
  if (!result.ok || BigInt(result.data) !== 0n) return null;
  const event = eventIn(result, cToken, "Redeem");
  if (event !== null) return event.redeemAmount as bigint;
  const moved = underlying && eventIn(result, underlying.address, "Transfer");
  if (!moved) throw new Error("a redemption without traces");
  return moved.amount as bigint;
}

const SENTENCES: Readonly<Record<string, CompoundError>> = {
  LIQUIDATE_SEIZE_TOO_MUCH: "SeizeTooMuch",
  REPAY_BORROW_NEW_TOTAL_BALANCE_CALCULATION_FAILED: "BooksTooSmall",
};

function errorOf(data: Hex): CompoundError | string {
  const { errorName, args } = decodeErrorResult({ abi: CTOKEN, data });
  if (errorName === "LiquidateComptrollerRejection") return errorOfCodes(3, Number(args[0])) ?? `code 3, ${args[0]}`;
  if (errorName === "LiquidateCloseAmountIsZero") return "InvalidAmount";
  // the newer tokens subtract, and older tokens of ether say which code it was, not why
  if (errorName === "Panic") return "BooksTooSmall";
  const sentence = String(args?.[0]);
  return SENTENCES[sentence] ?? sentence;
}
