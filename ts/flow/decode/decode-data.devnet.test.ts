import { type Hex, toFunctionSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { movePrice } from "../../devnet/index.ts";
import { LENDING_PARTS } from "../../devnet/parts/for-people.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import type { DevnetBorrower } from "../../devnet/types.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { loadBook } from "../find/load-book.ts";
import { decodeData, kindsOf } from "./decode-data.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** Kinds that an account's address is all that is needed for. */
const BY_ACCOUNT = ["user-account-data", "account-liquidity"];
const cases = PROTOCOL_NAMES.flatMap((protocol) =>
  kindsOf(protocol)
    .filter((kind) => BY_ACCOUNT.includes(kind))
    .map((kind) => [protocol, kind] as const),
);

let chain: TestChain;
let book: ChainBook;
beforeAll(async () => {
  chain = await startTestChain();
  book = await loadBook("devnet");
  await movePrice(chain.client, "WETH", 2_600n * 10n ** 8n);
});
afterAll(() => chain?.stop());

function borrowersOf(protocol: ProtocolName): readonly DevnetBorrower[] {
  const { key } = LENDING_PARTS.find(({ name }) => name === protocol)!;
  const all: Readonly<Record<string, readonly DevnetBorrower[]>> = chain.devnet.info.borrowers;
  return all[key]!;
}

describe("answers of the real contracts", () => {
  it.each(cases)("of %s to %s are read, and follow from themselves", async (protocol, kind) => {
    const { call } = PROTOCOLS[protocol].decoders![kind]!;
    const selector = toFunctionSelector(call);
    const markets = PROTOCOLS[protocol].markets(book);
    const said = new Set<string>();
    for (const { address: user, market } of borrowersOf(protocol)) {
      const to = markets.find(({ name }) => name === market)!.address;
      const data: Hex = `${selector}${user.slice(2).toLowerCase().padStart(64, "0")}`;
      const { data: answer = "0x" } = await chain.client.call({ to, data });
      const { words, notes } = decodeData(protocol, { kind, data: answer, market }, book);
      expect(answer).toBe(`0x${words.map(({ value }) => value.toString(16).padStart(64, "0")).join("")}`);
      for (const { code } of notes) said.add(code);
    }
    expect(said).not.toContain("inconsistent");
    expect([...said]).toEqual(expect.arrayContaining(["liquidatable", "healthy"]));
  });

  it("are asked of all who have such", () => {
    expect(cases.map(([protocol]) => protocol).sort()).toEqual(
      PROTOCOL_NAMES.filter((protocol) => protocol !== "morpho").sort(),
    );
  });
});
