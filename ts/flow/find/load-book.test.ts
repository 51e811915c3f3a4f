import { describe, expect, it } from "vitest";
import type { AdapterAddresses } from "../../core/adapter/define-addresses.ts";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { PRICE_SOURCES } from "../../prices/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";
import { ADAPTER_ADDRESSES, loadBook } from "./load-book.ts";

interface Part {
  readonly addresses?: AdapterAddresses<unknown>;
}

/** Addresses anywhere in a value, with repetitions, but for what a market counts in and a pool trades: tokens like any other. */
function addressesIn(part: unknown): string[] {
  const plain = (value: unknown) => (typeof value === "bigint" ? String(value) : value);
  const text = JSON.stringify(part, (key, value: unknown) => (key === "base" || key === "coins" ? null : plain(value)));
  return text.match(/"0x[0-9a-fA-F]{40}"/g) ?? [];
}

describe("the book of a chain", () => {
  it("keeps the addresses of every adapter, and never two under one name", () => {
    const parts = [PROTOCOLS, FUNDINGS, VENUES, PRICE_SOURCES].flatMap((registry) => Object.values<Part>(registry));
    for (const { addresses } of parts) if (addresses) expect(ADAPTER_ADDRESSES).toContain(addresses);
    const names = ADAPTER_ADDRESSES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(CHAIN_NAMES.filter((name) => name !== "devnet"))(
    "of %s is whole, and no address in it twice",
    async (name) => {
      const book = await loadBook(name);
      expect(Object.keys(book.addresses)).toEqual(ADAPTER_ADDRESSES.map((adapter) => adapter.name));
      for (const adapter of ADAPTER_ADDRESSES) expect(adapter.of(book)).toEqual(book.addresses[adapter.name]);
      // tokens have feeds by their addresses, and one feed serves what stands for the same
      const { chainlink: feeds, ...others } = book.addresses;
      const addresses = addressesIn([others, book.routeTokens]);
      expect(addresses.length).toBeGreaterThan(book.routeTokens.length);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addressesIn(Object.values(feeds!)).filter((feed) => addresses.includes(feed))).toEqual([]);
    },
  );
});
