import { describe, expect, it } from "vitest";
import { ACCOUNT_INDEX, FIRST_BORROWER_INDEX } from "../shared/accounts.ts";
import { BUILD_TIMEOUT, startTestChain } from "../testing/start-test-chain.ts";
import type { DevnetBorrower } from "../types.ts";
import { LENDING_PARTS, PARTS_FOR_PEOPLE } from "./for-people.ts";
import { PARTS } from "./index.ts";

describe("parts", () => {
  it("have names and keys of their own, none of which means what is shared", () => {
    const names = PARTS.map(({ name }) => name);
    const keys = PARTS.map(({ key }) => key);
    expect(new Set([...names, "shared", "chainlink"]).size).toBe(names.length + 2);
    expect(new Set([...keys, "tokens", "feeds", "accounts"]).size).toBe(keys.length + 3);
  });

  it("are all told to people, those with borrowers first", () => {
    expect(new Set(PARTS_FOR_PEOPLE)).toEqual(new Set(PARTS));
    expect(PARTS_FOR_PEOPLE.slice(0, LENDING_PARTS.length)).toEqual(LENDING_PARTS);
  });

  it("give their borrowers accounts that have no other role", () => {
    const last = FIRST_BORROWER_INDEX + LENDING_PARTS.flatMap(({ lending }) => lending.borrowers).length - 1;
    expect(last).toBeLessThan(ACCOUNT_INDEX.supplier);
  });

  it("are found on the chain with what they contribute", { timeout: BUILD_TIMEOUT }, async ({ onTestFinished }) => {
    const chain = await startTestChain();
    onTestFinished(chain.stop);
    const { addresses, borrowers, book } = chain.devnet.info;
    const own: Readonly<Record<string, unknown>> = { ...addresses };
    for (const part of PARTS) {
      expect(book.addresses[part.name]).toEqual(part.book(own[part.key]));
      for (const [what, address] of part.contracts(own[part.key])) {
        expect((await chain.client.getCode({ address }))?.length, what).toBeGreaterThan(2);
      }
    }
    expect(Object.keys(book.addresses).sort()).toEqual([...PARTS.map(({ name }) => name), "chainlink"].sort());
    expect(book.addresses.chainlink).toMatchObject({ [addresses.tokens.WBTC]: addresses.feeds.WBTC });

    const opened: Readonly<Record<string, readonly DevnetBorrower[]>> = borrowers;
    const all = LENDING_PARTS.flatMap(({ key }) => opened[key] ?? []);
    expect(all.map(({ accountIndex }) => accountIndex)).toEqual(all.map((_, at) => FIRST_BORROWER_INDEX + at));
    for (const { name, key, lending } of LENDING_PARTS) {
      expect(opened[key]?.map(({ label }) => label)).toEqual(lending.borrowers.map(({ label }) => label));
      const reference = opened[key]?.find(({ label }) => label === lending.reference);
      expect(chain.borrower(name, lending.reference)).toBe(reference);
      expect(chain.borrower(key, lending.reference)).toBe(reference);
    }
    expect(() => chain.borrower("nowhere", "reference")).toThrow("no borrower reference on nowhere");
  });
});
