import { type Address, encodeAbiParameters, type Hex, pad, toEventSelector } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainLog } from "../protocol.ts";
import { marketKey } from "../target.ts";
import { marketWith, readOf, TARGET } from "./position.fixture.ts";
import { positionTarget } from "./position-target.ts";
import { touchedBy } from "./touched-by.ts";
import { unread } from "./unread.ts";

const MARKETS = new Map([[marketKey(TARGET), readOf(marketWith())]]);
const [USER, CALLER] = [`0x${"8".repeat(40)}`, `0x${"7".repeat(40)}`] as [Address, Address];
const ID = TARGET.marketId!;

const word = (address: Address) => pad(address, { size: 32 });
function logOf(event: string, indexed: readonly Hex[], data: Hex, address = TARGET.market): ChainLog {
  return { address, topics: [toEventSelector(event), ID, ...indexed], data };
}
const uints = (count: number) => encodeAbiParameters(Array(count).fill({ type: "uint256" }), Array(count).fill(1n));
const borrow = (address = TARGET.market) =>
  logOf(
    "Borrow(bytes32,address,address,address,uint256,uint256)",
    [word(USER), word(CALLER)],
    `${word(CALLER)}${uints(2).slice(2)}`,
    address,
  );
const repay = logOf("Repay(bytes32,address,address,uint256,uint256)", [word(CALLER), word(USER)], uints(2));

describe("touchedBy", () => {
  it("names a position once, and that it has borrowed wherever among its logs that is", () => {
    for (const logs of [
      [borrow(), repay],
      [repay, borrow()],
    ]) {
      expect(touchedBy(logs, MARKETS)).toEqual([{ target: TARGET, borrows: true }]);
    }
    expect(touchedBy([repay, repay], MARKETS)).toEqual([{ target: TARGET, borrows: false }]);
  });

  it("names positions of a market that nobody has asked for, and where no market could be read", () => {
    const id = pad("0x05", { size: 32 });
    const [sender, , ...rest] = borrow().topics;
    const other = { ...borrow(), topics: [sender!, id, ...rest] };
    const target = positionTarget(TARGET.market, id, USER);
    for (const markets of [MARKETS, new Map([[marketKey(TARGET), unread(1n, { code: "x", message: "x" })]])]) {
      expect(touchedBy([other], markets)).toEqual([{ target, borrows: true }]);
    }
  });

  it("passes over logs of other contracts and events after which no debt or collateral is another", () => {
    const supply = logOf("Supply(bytes32,address,address,uint256,uint256)", [word(CALLER), word(USER)], uints(2));
    const accrued = logOf("AccrueInterest(bytes32,uint256,uint256,uint256)", [], uints(3));
    expect(touchedBy([borrow(CALLER), supply, accrued], MARKETS)).toEqual([]);
    expect(touchedBy([borrow()], new Map())).toEqual([]);
  });

  it.each([
    ["no topics", { topics: [] }],
    ["too few topics", { topics: borrow().topics.slice(0, 2) }],
    ["topics that are cut", { topics: borrow().topics.map((topic, at) => (at === 2 ? "0x12" : topic)) as Hex[] }],
    ["topics that are no hex", { topics: borrow().topics.map((topic, at) => (at === 2 ? "0xzz" : topic)) as Hex[] }],
    ["no data", { data: "0x" }],
    ["data that are cut", { data: borrow().data.slice(0, -2) as Hex }],
  ] as const)("passes over a log with %s, and names the next one's", (_, change) => {
    expect(touchedBy([{ ...borrow(), ...change }, repay], MARKETS)).toEqual([{ target: TARGET, borrows: false }]);
  });
});
