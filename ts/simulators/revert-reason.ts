import { type Abi, type Address, decodeErrorResult, type Hex, parseAbi } from "viem";

import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import { morphoLensAbi } from "../generated/MorphoLens.ts";
import { sellerAbi } from "../generated/Seller.ts";
import { LIQUIDATORS } from "./liquidators.ts";
import { OWN_WORDS } from "./own-words.ts";

type AbiError = Extract<Abi[number], { type: "error" }>;

/** Of tokens (OpenZeppelin 5). */
const TOKEN_ERRORS = parseAbi([
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
]);

/** Of whatever is shipped. The seller reverts through the liquidator, which passes its data on unchanged. */
const OWN_ERRORS: Abi = [...Object.values(LIQUIDATORS).flat(), ...sellerAbi, ...morphoLensAbi, ...TOKEN_ERRORS];

const SILENT =
  "the transaction reverts without a reason; old tokens such as wrapped ether do so when a balance is too small";

/** Solidity's own checks. */
const PANICS: Readonly<Record<string, string>> = {
  "1": "an assertion fails",
  "17": "a number overflows",
  "18": "something is divided by zero",
  "50": "an array is read past its end",
};

/**
 * Revert data in words: known errors get a sentence, unknown ones their name or their raw data.
 * @param foreign errors of the contracts that the call meets, besides the liquidator and its tokens
 * @param liquidator that was called, where it is known
 */
export function revertReason(data: Hex, foreign: readonly RevertWords[] = [], liquidator?: Address): Reason {
  if (data === "0x") return { code: "reverted-silently", message: SILENT };
  const abi = errorsOf([...OWN_ERRORS, ...foreign.flatMap((one) => one.abi)]);
  let decoded: { errorName: string; args?: readonly unknown[] | undefined };
  try {
    decoded = decodeErrorResult({ abi, data }) as typeof decoded;
  } catch {
    return { code: "reverted", message: `the transaction reverts with unknown data ${data.slice(0, 74)}` };
  }
  const { errorName, args = [] } = decoded;
  const key = errorName === "Error" ? String(args[0]) : errorName;
  const known = [OWN_WORDS, ...foreign.map(({ words }) => words)].find((words) => Object.hasOwn(words, key))?.[key];
  const numbers = numbersOf(abi, errorName, args);
  if (known) {
    const contract = `the liquidator${liquidator ? ` ${liquidator}` : ""}`;
    const said: Readonly<Record<string, string>> = { contract, ...numbers };
    const message = known[1].replace(/\{(\w+)\}/g, (_, name: string) => said[name] ?? "?");
    return { code: known[0], message, numbers };
  }
  if (errorName === "Panic") {
    const said = PANICS[String(args[0])] ?? `panic code ${args[0]}`;
    return { code: "panic", message: `the transaction reverts: ${said}`, numbers };
  }
  // whoever wrote the contract chose the text
  const shown = key
    .replace(/[\p{C}\s]+/gu, " ")
    .slice(0, 120)
    .trim();
  return {
    code: "reverted",
    message: `the transaction reverts: ${shown}`,
    numbers: errorName === "Error" ? {} : numbers,
  };
}

/** The errors among the entries, each name once. */
function errorsOf(entries: Abi): AbiError[] {
  const errors = entries.filter((entry) => entry.type === "error");
  return [...new Map(errors.map((error) => [error.name, error])).values()];
}

function numbersOf(abi: readonly AbiError[], errorName: string, args: readonly unknown[]): Record<string, string> {
  const inputs = abi.find(({ name }) => name === errorName)?.inputs ?? [];
  return Object.fromEntries(inputs.map((input, index) => [input.name || `arg${index}`, String(args[index])]));
}
