import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Abi, encodeErrorResult, type Hex, parseAbi, stringToHex } from "viem";
import { describe, expect, it } from "vitest";
import { FUNDINGS } from "../funding/index.ts";
import { aaveV3LiquidatorAbi } from "../generated/AaveV3Liquidator.ts";
import { sellerAbi } from "../generated/Seller.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { VENUES } from "../venues/index.ts";
import { OWN_WORDS } from "./own-words.ts";
import { revertReason } from "./revert-reason.ts";

const LIQUIDATOR = "0x8464135c8F25Da09e49BC8782676a84730C318bC";
const FLASH_LOAN = parseAbi(["error FlashloanDisabled()"]);
const SOLIDITY = parseAbi(["error Error(string reason)", "error Panic(uint256 code)"]);
const said = (reason: string): Hex => encodeErrorResult({ abi: SOLIDITY, errorName: "Error", args: [reason] });
const panic = (code: bigint): Hex => encodeErrorResult({ abi: SOLIDITY, errorName: "Panic", args: [code] });

describe("revertReason", () => {
  it("has words for every error of every contract that is shipped, with its values", async () => {
    const errors = await shippedErrors();
    expect(errors.length).toBeGreaterThan(100);
    for (const error of errors) {
      const args = error.inputs.map(({ type }) => sampleOf(type));
      const data = encodeErrorResult({ abi: [error], errorName: error.name, args } as never);
      const { code, message, numbers } = revertReason(data);
      expect(code, error.name).toMatch(/^(?!reverted)[a-z][a-z-]+$/);
      expect(message, error.name).toMatch(/^\S+ .+ \S+$/);
      expect(message, error.name).not.toMatch(/[?{}]|the transaction reverts/);
      expect(Object.keys(numbers ?? {})).toHaveLength(error.inputs.length);
    }
  });

  it("has no words for an error that nothing has", async () => {
    const names = new Set((await shippedErrors()).map(({ name }) => name));
    expect(Object.keys(OWN_WORDS).filter((name) => !names.has(name))).toEqual([
      "ERC20InsufficientBalance",
      "ERC20InsufficientAllowance",
    ]);
  });

  it.each([
    ["SwapOverpaid", [31n, 30n], "swap-overpaid", "a pool of the route asks for 31 units, and was offered 30"],
    ["RouteInvalid", ["0x00"], "route-invalid", expect.stringContaining("the route cannot be read to its end")],
    ["VenueParametersInvalid", ["0xff"], "venue-parameters-invalid", expect.stringContaining("a hop of the route")],
    ["VenueUnsupported", [9], "venue-unsupported", "whoever sells does not know venue 9 of the route"],
  ] as const)("says %s of the seller in words", (errorName, args, code, message) => {
    const data = encodeErrorResult({ abi: sellerAbi, errorName, args } as never);
    expect(revertReason(data)).toMatchObject({ code, message });
  });

  it("keeps the two values that were compared", () => {
    const data = encodeErrorResult({
      abi: aaveV3LiquidatorAbi,
      errorName: "ProfitBelowMinimum",
      args: [10n ** 30n, 2n ** 255n],
    });
    expect(revertReason(data)).toEqual({
      code: "profit-below-minimum",
      message: "the profit on chain would be below the minimum",
      numbers: { left: String(10n ** 30n), minimum: String(2n ** 255n) },
    });
  });

  it("says who was refused, and which limit was passed", () => {
    const abi = aaveV3LiquidatorAbi;
    const caller = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";
    const refused = encodeErrorResult({ abi, errorName: "NotOperator", args: [caller] });
    expect(revertReason(refused).message).toBe(
      `${caller} is not an operator of the liquidator: the owner must call setOperator`,
    );
    expect(revertReason(refused, [], LIQUIDATOR).message).toContain(
      `not an operator of the liquidator ${LIQUIDATOR}: `,
    );
    const below = encodeErrorResult({ abi, errorName: "BonusShareBelowLimit", args: [4_000n, 5_000n] });
    expect(revertReason(below).message).toBe(
      "the share of the bonus asked for, 4000 bps, is below the owner's limit of 5000 bps",
    );
  });

  it.each([
    [said("45"), "reverted", "the transaction reverts: 45"],
    [said("SPL"), "reverted", "the transaction reverts: SPL"],
    [said("toString"), "reverted", "the transaction reverts: toString"],
    [said("constructor"), "reverted", "the transaction reverts: constructor"],
    [panic(17n), "panic", "the transaction reverts: a number overflows"],
    [panic(99n), "panic", "the transaction reverts: panic code 99"],
    ["0x", "reverted-silently", expect.stringContaining("without a reason")],
    ["0xdeadbeef", "reverted", "the transaction reverts with unknown data 0xdeadbeef"],
    ["0x08c379a0", "reverted", "the transaction reverts with unknown data 0x08c379a0"],
  ])("says %s as %s", (data, code, message) => {
    expect(revertReason(data as Hex)).toMatchObject({ code, message });
  });

  it.each([
    // Aave up to v3.3 gives numbers and then names, Morpho sentences, Uniswap letters
    [said("45"), "healthy", "the health factor is at or above 1"],
    [said("103"), "must-not-leave-dust", expect.stringContaining("worth less than 1000 USD")],
    ["0x930bb771", "healthy", "the health factor is at or above 1"],
    [said("position is healthy"), "healthy", "the position is healthy at this block"],
    [said("IIA"), "swap-unpaid", "the pool did not receive its input: the seized collateral does not cover the swap"],
    [encodeErrorResult({ abi: FLASH_LOAN, errorName: "FlashloanDisabled" }), "flash-loan-disabled", expect.any(String)],
    [said("SPL"), "reverted", "the transaction reverts: SPL"],
  ])("says %s as %s in the words of the contracts that the call meets", (data, code, message) => {
    const words = [PROTOCOLS["aave-v3"], PROTOCOLS.morpho, VENUES["uniswap-v3"], FUNDINGS.aave].map(
      ({ errors }) => errors!,
    );
    expect(revertReason(data as Hex, words)).toMatchObject({ code, message });
  });

  it("cuts what nobody could read, and prints no control characters", () => {
    expect(revertReason(`0x12345678${"ab".repeat(500)}`).message.length).toBeLessThan(130);
    expect(revertReason(said("x".repeat(10_000))).message.length).toBeLessThan(160);
    expect(revertReason(said("a\n\u001b[31mb")).message).toBe("the transaction reverts: a [31mb");
  });
});

type AbiError = Extract<Abi[number], { type: "error" }>;

/** Of every generated ABI, those that several have once for each. */
async function shippedErrors(): Promise<AbiError[]> {
  const folder = join(import.meta.dirname, "../generated");
  const modules = await Promise.all(
    readdirSync(folder).map((file): Promise<Record<string, Abi>> => import(join(folder, file))),
  );
  return modules
    .flatMap((module) => Object.values(module).flat())
    .filter((entry): entry is AbiError => entry.type === "error");
}

function sampleOf(type: string): unknown {
  if (type === "address") return "0x00000000000000000000000000000000000000aa";
  if (type === "bytes") return stringToHex("path");
  if (type === "bool") return true;
  return /^u?int(8|16)$/.test(type) ? 7 : 7n;
}
