import { type Address, encodeAbiParameters, encodeEventTopics, type Hex, pad, parseAbi, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { randomFrom } from "../differential/random.ts";
import type { ChainLog, MarketReads, Read } from "../protocol.ts";
import { accountTarget, marketKey } from "../target.ts";
import { readOf, stateOf, TARGET, TIME } from "./account.fixture.ts";
import { aaveV3 } from "./index.ts";
import { logSources } from "./log-sources.ts";
import type { AaveV3Market } from "./state.ts";

const ABI = parseAbi([
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event UserEModeSet(address indexed user, uint8 categoryId)",
]);
const { market } = stateOf({ collateral: {}, debt: {} });
const { pool } = market;
const [{ aToken, variableDebtToken, token }] = market.reserves as [AaveV3Market["reserves"][number]];
const [alice, bob]: Address[] = [
  "0x00000000000000000000000000000000000A11cE",
  "0x0000000000000000000000000000000000000B0b",
];
const BOOK: ChainBook = {
  ...{ chainId: 1, wrappedNative: zeroAddress, routeTokens: [], liquidators: {} },
  name: "here",
  addresses: { "aave-v3": [{ name: "main", pool, addressesProvider: pool, fromBlock: "1" }] },
};
const touchedBy = (logs: readonly ChainLog[], book: ChainBook, known: MarketReads<AaveV3Market>) =>
  aaveV3.touchedBy(logs, book, known, []);
const markets = new Map([[marketKey(TARGET), readOf(market)]]);
const unread: Read<AaveV3Market> = { ok: false, blockNumber: 1n, timestamp: TIME, reason: { code: "x", message: "" } };

const borrow = (address: Address, who: Address): ChainLog => ({
  address,
  topics: encodeEventTopics({
    ...{ abi: ABI, eventName: "Borrow" },
    args: { reserve: token.address, onBehalfOf: who, referralCode: 0 },
  }) as Hex[],
  data: encodeAbiParameters(
    [{ type: "address" }, { type: "uint256" }, { type: "uint8" }, { type: "uint256" }],
    [bob!, 1n, 2, 1n],
  ),
});
const transfer = (address: Address, from: Address, to: Address): ChainLog => ({
  address,
  topics: encodeEventTopics({ abi: ABI, eventName: "Transfer", args: { from, to } }) as Hex[],
  data: pad("0x1"),
});
const eMode = (who: Address): ChainLog => ({
  address: pool,
  topics: encodeEventTopics({ abi: ABI, eventName: "UserEModeSet", args: { user: who } }) as Hex[],
  data: pad("0x1"),
});
const touch = (who: Address, borrows: boolean) => ({
  target: accountTarget({ protocol: "aave-v3", market: pool }, who),
  borrows,
});

describe("touchedBy", () => {
  it("names who owes, not who called, and both ends of a transfer", () => {
    expect(touchedBy([borrow(pool, alice!)], BOOK, markets)).toEqual([touch(alice!, true)]);
    expect(touchedBy([transfer(aToken, alice!, bob!)], BOOK, markets)).toEqual([
      touch(alice!, false),
      touch(bob!, false),
    ]);
    expect(touchedBy([eMode(bob!)], BOOK, markets)).toEqual([touch(bob!, false)]);
  });

  it("names nobody for a mint's or a burn's other end", () => {
    const logs = [transfer(variableDebtToken, zeroAddress, alice!), transfer(variableDebtToken, alice!, zeroAddress)];
    expect(touchedBy(logs, BOOK, markets)).toEqual([touch(alice!, false)]);
  });

  it("names each once, and remembers who borrowed before or after", () => {
    const logs = [eMode(alice!), borrow(pool, alice!), transfer(aToken, alice!, bob!), eMode(bob!)];
    const both = [touch(alice!, true), touch(bob!, false)];
    expect(touchedBy(logs, BOOK, markets)).toEqual(both);
    expect(touchedBy([...logs, ...logs], BOOK, markets)).toEqual(both);
  });

  it("hears every source in any case, and no other contract", () => {
    const shouted = { ...borrow(pool, alice!), address: pool.toUpperCase().replace("X", "x") as Address };
    expect(touchedBy([shouted], BOOK, markets)).toEqual([touch(alice!, true)]);
    // the token itself, a pool's event from a token, a token's event from the pool
    const strange = [transfer(token.address, alice!, bob!), borrow(aToken, alice!), transfer(pool, alice!, bob!)];
    expect(touchedBy(strange, BOOK, markets)).toEqual([]);
    expect(touchedBy([borrow(pool, alice!)], { ...BOOK, addresses: {} }, markets)).toEqual([]);
  });

  it.each([
    ["from which nobody has borrowed yet", new Map()],
    ["that could not be read", new Map([[marketKey(TARGET), unread]])],
  ])("hears the pool of a market %s", (_, known) => {
    expect(touchedBy([borrow(pool, alice!), transfer(aToken, alice!, bob!)], BOOK, known)).toEqual([
      touch(alice!, true),
    ]);
  });

  it("throws at nothing that a node could say", () => {
    const random = randomFrom(11);
    const words: (Hex | undefined)[] = [
      "0x",
      "0x12",
      pad("0x0"),
      pad(alice!),
      `0x${"f".repeat(64)}`,
      "0xzz" as Hex,
      undefined,
    ];
    const good = [borrow(pool, alice!), transfer(aToken, alice!, bob!), eMode(bob!)];
    let named = 0;
    for (let sample = 0; sample < 2_000; sample++) {
      const log = random.pick(good);
      const topics = log.topics.map((topic) => (random.chance(0.5) ? topic : random.pick(words)) as Hex);
      const cut = topics.slice(0, Number(random.integer(0n, 4n)));
      const found = touchedBy([{ ...log, topics: cut, data: "0x" }], BOOK, markets);
      named += found.length;
      for (const { target } of found)
        expect([touch(alice!, false), touch(bob!, false)].map((one) => one.target)).toContainEqual(target);
    }
    expect(named).toBeGreaterThan(100);
  });
});

describe("logSources", () => {
  it("is the pool and every balance that counts, and the pool alone while the market is not known", () => {
    const tokens = market.reserves.flatMap((reserve) => [reserve.aToken, reserve.variableDebtToken]);
    expect(logSources(TARGET, market)).toEqual([pool, ...tokens]);
    expect(logSources(TARGET, null)).toEqual([pool]);
  });
});
