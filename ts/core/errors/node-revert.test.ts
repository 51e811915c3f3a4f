import { encodeErrorResult, type Hex, parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import { revertDataOf } from "./node-revert.ts";

const errors = parseAbi(["error Error(string reason)", "error NotOperator(address caller)"]);
const CALLER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const HASH = `0x${"12".repeat(32)}`;
const DATA = encodeErrorResult({ abi: errors, errorName: "NotOperator", args: [CALLER] });
const text = (reason: string): Hex => encodeErrorResult({ abi: errors, errorName: "Error", args: [reason] });

describe("revert data", () => {
  it.each<[string, unknown]>([
    ["in data", { code: 3, message: "execution reverted", data: DATA }],
    ["in data, by another code and without a word", { code: -32015, message: "VM execution error.", data: DATA }],
    ["after a word", { code: -32015, message: "VM execution error.", data: `Reverted ${DATA}` }],
    [
      "after a word, of an estimate",
      { code: -32015, message: "Transaction execution error.", data: `Reverted ${DATA}` },
    ],
    ["after a word and a colon", { code: -32015, message: "VM execution error", data: `revert: ${DATA}` }],
    ["below data", { code: -32603, message: "Error: transaction reverted", data: { message: "", data: DATA } }],
    [
      "below data, by its code alone",
      { code: -32603, message: "Internal JSON-RPC error.", data: { code: 3, data: DATA } },
    ],
    [
      "of the original error",
      {
        code: -32603,
        message: "Internal JSON-RPC error.",
        data: { originalError: { code: 3, message: "execution reverted", data: DATA } },
      },
    ],
    [
      "of an original error beside data",
      { code: -32603, message: "Internal error", originalError: { message: "execution reverted", data: DATA } },
    ],
    [
      "named after the transaction",
      {
        code: -32000,
        message: "VM Exception while processing transaction: revert",
        data: { [HASH]: { error: "revert", program_counter: 7, return: DATA }, stack: "at run", name: "o" },
      },
    ],
    [
      "called a result",
      {
        code: -32000,
        message: "VM Exception while processing transaction: revert",
        data: { hash: HASH, programCounter: 7, result: DATA, message: "revert" },
      },
    ],
    ["in the message", { code: -32000, message: `execution reverted: ${DATA}` }],
    ["in the message, beside an address", { code: -32000, message: `call to ${CALLER} reverted (${DATA})` }],
    ["in a message below", { code: -32603, message: "failed", data: { message: `Reverted ${DATA}` } }],
    ["in a message below data that is empty", { code: 3, message: `execution reverted ${DATA}`, data: "0x" }],
  ])("is found %s", (_, error) => {
    expect(revertDataOf(error)).toBe(DATA);
  });

  it.each<[string, unknown]>([
    ["execution reverted: 45", { code: -32000, message: "execution reverted: 45" }],
    ["execution reverted: revert: 45", { code: 3, message: "execution reverted: revert: 45", data: "0x" }],
    ["ganache", { code: -32000, message: "VM Exception while processing transaction: revert 45" }],
    [
      "hardhat",
      {
        code: -32603,
        message: "Error: VM Exception while processing transaction: reverted with reason string '45'",
        data: { data: "0x", txHash: HASH },
      },
    ],
  ])("is made of the text where there is no more: %s", (_, error) => {
    expect(revertDataOf(error)).toBe(text("45"));
  });

  it.each<[string, unknown]>([
    ["a code", { code: 3, message: "" }],
    ["a word", { code: -32000, message: "execution reverted" }],
    ["a word in data", { code: -32015, message: "VM execution error.", data: "revert" }],
    ["a word in data, of an estimate", { code: -32015, message: "Transaction execution error.", data: "revert" }],
    ["a word before nothing", { code: -32015, message: "VM execution error.", data: "Reverted 0x" }],
    ["an original error", { code: -32603, message: "x", data: { originalError: { message: "execution reverted" } } }],
    [
      "a search for gas that found none",
      { code: -32000, message: "gas required exceeds allowance (30000000) or always failing transaction" },
    ],
    ["an address", { code: -32000, message: `execution reverted at ${CALLER} in ${HASH}` }],
    ["a custom error without its data", { code: -32000, message: "execution reverted: custom error NotOperator" }],
    ["digits that are no bytes", { code: -32000, message: "reverted 0x82b4290" }],
  ])("is empty where there is only %s", (_, error) => {
    expect(revertDataOf(error)).toBe("0x");
  });

  it.each<[string, unknown]>([
    ["an internal error", { code: -32603, message: "Internal error" }],
    ["an internal error with details", { code: -32603, message: "x", data: { originalError: { code: -32000 } } }],
    ["a missing method", { code: -32601, message: "the method eth_estimateGas does not exist/is not available" }],
    ["too little gas", { code: -32000, message: "gas required exceeds allowance (21000)" }],
    ["a hash", { code: -32000, message: "header not found", data: HASH }],
    ["a call that is repeated", { code: -32000, message: "header not found", data: { to: CALLER, data: DATA } }],
    ["a request that is repeated", { code: -32000, message: "busy", data: { params: [{ data: DATA }] } }],
    ["a text", "execution reverted"],
    ["nothing", undefined],
    ["null", null],
  ])("is none of %s", (_, error) => {
    expect(revertDataOf(error)).toBeNull();
  });

  it("is not looked for without end", () => {
    let error: Record<string, unknown> = { message: "execution reverted" };
    for (let level = 0; level < 50; level++) error = { data: error };
    expect(revertDataOf(error)).toBeNull();
  });
});
