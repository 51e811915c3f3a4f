import { concat, padHex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { printableSymbol } from "../tokens/symbol.ts";
import { packedReader } from "./packed.ts";

describe("packedReader", () => {
  it("reads values in the order in which they were written", () => {
    const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    const reader = packedReader(concat(["0x07", "0x00", "0x020102", address, "0x03414243", "0x00", "0x01", "0x01ff"]));
    expect(reader.byte()).toBe(7);
    expect(reader.uint()).toBe(0n);
    expect(reader.number()).toBe(258);
    expect(reader.address()).toBe(address);
    expect(new TextDecoder().decode(reader.text())).toBe("ABC");
    expect(reader.optionalUint()).toBeNull();
    expect(reader.done()).toBe(false);
    expect(reader.optionalUint()).toBe(255n);
    expect(reader.done()).toBe(true);
  });

  it("reads the largest number", () => {
    expect(packedReader(concat(["0x20", padHex("0x", { size: 32 })])).uint()).toBe(0n);
    expect(packedReader(`0x20${"ff".repeat(32)}`).uint()).toBe(2n ** 256n - 1n);
  });

  it("never reads past the end", () => {
    expect(() => packedReader("0x").byte()).toThrow(RangeError);
    expect(() => packedReader("0x0501").uint()).toThrow(RangeError);
    expect(() => packedReader("0x0501").text()).toThrow(RangeError);
    expect(() => packedReader("0x0501").address()).toThrow(RangeError);
  });
});

describe("printableSymbol", () => {
  const symbol = (text: string) => printableSymbol(new TextEncoder().encode(text), zeroAddress);

  it.each([
    ["USDC", "USDC"],
    ["USD₮0", "USD₮0"],
    ["  UNI \t V2 ", "UNI V2"],
    ["A\u001b[31mB\u0007", "A[31mB"],
    ["safe\u202Eelbon", "safeelbon"],
    ["zero\u200Bwidth", "zerowidth"],
    ["x".repeat(40), "x".repeat(24)],
  ])("prints %j as %j", (text, printed) => {
    expect(symbol(text)).toBe(printed);
  });

  it("falls back to the address", () => {
    expect(symbol("")).toBe("0x0000…0000");
    expect(printableSymbol(new Uint8Array([0xff, 0xfe]), zeroAddress)).toBe("0x0000…0000");
  });
});
