import { type Address, encodeAbiParameters, type Hex, pad, toEventSelector } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainLog } from "../protocol.ts";
import { TARGET } from "./position.fixture.ts";
import { positionTarget } from "./position-target.ts";
import { touchedBy } from "./touched-by.ts";

const BOOK = { name: "here", addresses: { morpho: { morpho: TARGET.market, fromBlock: "1" } } };
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
      expect(touchedBy(logs, BOOK, null, [])).toEqual([{ target: TARGET, borrows: true }]);
    }
    expect(touchedBy([repay, repay], BOOK, null, [])).toEqual([{ target: TARGET, borrows: false }]);
  });

  it("names positions of a market that nobody has asked for", () => {
    const id = pad("0x05", { size: 32 });
    const [sender, , ...rest] = borrow().topics;
    const other = { ...borrow(), topics: [sender!, id, ...rest] };
    const target = positionTarget(TARGET.market, id, USER);
    expect(touchedBy([other], BOOK, null, [])).toEqual([{ target, borrows: true }]);
  });

  it("hears the singleton in any case", () => {
    const shouted = { ...repay, address: TARGET.market.toUpperCase().replace("X", "x") as Address };
    expect(touchedBy([shouted], BOOK, null, [])).toEqual([{ target: TARGET, borrows: false }]);
  });

  it("passes over logs of other contracts and events after which no debt or collateral is another", () => {
    const supply = logOf("Supply(bytes32,address,address,uint256,uint256)", [word(CALLER), word(USER)], uints(2));
    const accrued = logOf("AccrueInterest(bytes32,uint256,uint256,uint256)", [], uints(3));
    expect(touchedBy([borrow(CALLER), supply, accrued], BOOK, null, [])).toEqual([]);
  });

  it("names nobody on a chain without Morpho", () => {
    expect(touchedBy([borrow()], { name: "here", addresses: {} }, null, [])).toEqual([]);
  });

  it.each([
    ["no topics", { topics: [] }],
    ["too few topics", { topics: borrow().topics.slice(0, 2) }],
    ["topics that are cut", { topics: borrow().topics.map((topic, at) => (at === 2 ? "0x12" : topic)) as Hex[] }],
    ["topics that are no hex", { topics: borrow().topics.map((topic, at) => (at === 2 ? "0xzz" : topic)) as Hex[] }],
    ["no data", { data: "0x" }],
    ["data that are cut", { data: borrow().data.slice(0, -2) as Hex }],
  ] as const)("passes over a log with %s, and names the next one's", (_, change) => {
    expect(touchedBy([{ ...borrow(), ...change }, repay], BOOK, null, [])).toEqual([
      { target: TARGET, borrows: false },
    ]);
  });
});
