import { type Address, size } from "viem";
import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { conversion } from "./conversion.ts";
import { KINDS, type Said } from "./kinds.ts";

const TOKEN: Address = "0x00000000000000000000000000000000000000a1";
const OTHER: Address = "0x00000000000000000000000000000000000000a2";
const NATIVE: Address = "0x00000000000000000000000000000000000000a3";

/** What a contract may say of itself. */
const NUMBERS = [0n, 1n, 10n ** 18n - 1n, 10n ** 18n, 10n ** 36n, 2n ** 128n, MAX_UINT256 - 1n, MAX_UINT256];
const ADDRESSES = new Set(["asset", "underlying", "comptroller", "stETH", "UNDERLYING_ASSET_ADDRESS", "POOL"]);
const NAMES = ["aToken", "cToken", "wstETH", "vault"];

/** Every choice of one of these for each place. */
function choices<T>(of: readonly T[], places: number): T[][] {
  if (places === 0) return [[]];
  return choices(of, places - 1).flatMap((rest) => of.map((one) => [...rest, one]));
}

describe.each(KINDS.map((kind, index) => ({ name: NAMES[index]!, kind })))("whatever a $name claims", ({ kind }) => {
  const names = kind.questions.map(({ functionName, args = [] }) => [functionName, ...args].join(" "));
  // all questions about one amount are answered alike
  const free = [...new Set(names.map((name) => name.split(" ")[0]!))].filter((name) => !ADDRESSES.has(name));
  const pools = choices(NUMBERS, free.length).flatMap((numbers) => {
    const claimOf = (name: string) => (ADDRESSES.has(name) ? OTHER : numbers[free.indexOf(name)]);
    const said: Said = Object.fromEntries(names.map((name) => [name, claimOf(name.split(" ")[0]!)]));
    const more = kind.more(TOKEN, said);
    if (more === null) return [];
    return choices(NUMBERS, more.length).flatMap((answers) => {
      const state = kind.conversion(TOKEN, said, answers, NATIVE);
      return state === null ? [] : [conversion(state)];
    });
  });

  it("its hop can be packed, and has one length", () => {
    expect(pools.length).toBeGreaterThan(20);
    const lengths = pools.map((pool) => size(pool.hop(TOKEN, OTHER, "seller")!));
    expect(lengths.every((length) => length <= 24 + 21 + 32)).toBe(true);
  });

  it("a sale pays something that is there, or is refused", () => {
    const wrong = pools.flatMap((pool) =>
      NUMBERS.filter((amount) => amount > 0n).filter((amount) => {
        const sold = pool.sell(TOKEN, OTHER, amount);
        return sold.ok && !(sold.received > 0n && sold.received <= pool.holding(OTHER) && sold.paid <= amount);
      }),
    );
    expect(wrong).toEqual([]);
    const curves = pools.map((pool) => pool.curve(TOKEN, OTHER)(1e24));
    expect(curves.filter((paid) => !(paid >= 0))).toEqual([]);
  });
});
