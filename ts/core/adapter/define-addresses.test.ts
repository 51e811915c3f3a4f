import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ChainBook } from "../chain-book.ts";
import { AddressBookError } from "../errors/errors.ts";
import { addressField, blockField } from "./address-fields.ts";
import { defineAddresses } from "./define-addresses.ts";

const PLACE = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
interface Place {
  readonly place: `0x${string}`;
  readonly fromBlock: bigint;
}

let asked = 0;
const PLACES = defineAddresses<Place | null>({
  name: "places",
  schema: z.object({ place: addressField, fromBlock: blockField }).nullable(),
  chains: {
    base: async () => {
      asked += 1;
      return { place: PLACE, fromBlock: 7n };
    },
  },
  none: null,
});

const bookOf = (addresses: Record<string, unknown>) => ({ name: "test", addresses }) as unknown as ChainBook;

describe("an adapter's addresses", () => {
  it("are loaded for a chain when they are asked for; where none are written down there are none", async () => {
    expect(asked).toBe(0);
    expect(await PLACES.known("base")).toEqual({ place: PLACE, fromBlock: 7n });
    expect([asked, await PLACES.known("bnb")]).toEqual([1, null]);
  });

  it("are read from a book as JSON and as what becomes of it, and are none when it has none", () => {
    const json = bookOf({ places: { place: PLACE.toLowerCase(), fromBlock: "7" } });
    expect(PLACES.of(json)).toEqual({ place: PLACE, fromBlock: 7n });
    expect(PLACES.of(PLACES.with(json, PLACES.of(json)))).toEqual({ place: PLACE, fromBlock: 7n });
    for (const none of [{}, { places: null }, { other: 1 }]) expect(PLACES.of(bookOf(none))).toBeNull();
  });

  it("are checked once for a book and all that is made of it", () => {
    const book = bookOf({ places: { place: PLACE, fromBlock: "7" } });
    expect(PLACES.of({ ...book, liquidators: {} } as ChainBook)).toBe(PLACES.of(book));
  });

  it("are put into a book without a change of that book or of another adapter's", () => {
    const book = bookOf({ places: { place: PLACE, fromBlock: "7" }, other: 1 });
    const changed = PLACES.with(book, null);
    expect([PLACES.of(changed), changed.addresses.other]).toEqual([null, 1]);
    expect(PLACES.of(book)?.fromBlock).toBe(7n);
  });

  it.each([
    [{ place: PLACE, fromBlock: 7 }, "fromBlock"],
    [{ place: PLACE, fromBlock: "0x7" }, "fromBlock"],
    [{ place: PLACE, fromBlock: `1${"0".repeat(18)}` }, "fromBlock"],
    [{ place: PLACE.slice(0, -1), fromBlock: "7" }, "place"],
    // a typo: the checksum is of another address
    [{ place: PLACE.replace("5", "6"), fromBlock: "7" }, "place"],
    [{ fromBlock: "7" }, "place"],
  ])("are refused when they are %o", (wrong, field) => {
    const work = () => PLACES.of(bookOf({ places: wrong }));
    expect(work).toThrow(AddressBookError);
    expect(work).toThrow(`the addresses of places on test are malformed (${field})`);
  });

  it("are refused when they are of another kind altogether", () => {
    expect(() => PLACES.of(bookOf({ places: "nowhere" }))).toThrow(/^the addresses of places on test are malformed$/);
  });
});
