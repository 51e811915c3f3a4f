import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";
import { ADAPTER_ADDRESSES, loadBook } from "./load-book.ts";

describe("the book of a chain", () => {
  it("keeps the addresses of every adapter, and never two under one name", () => {
    const parts = [...Object.values(PROTOCOLS), ...Object.values(FUNDINGS), ...Object.values(VENUES)];
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
      const text = JSON.stringify([book.addresses, book.routeTokens], (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
      const addresses = text.match(/"0x[0-9a-fA-F]{40}"/g)!;
      expect(addresses.length).toBeGreaterThan(book.routeTokens.length);
      expect(new Set(addresses).size).toBe(addresses.length);
    },
  );
});
