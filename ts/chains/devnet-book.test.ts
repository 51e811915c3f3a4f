import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { addressField, blockField } from "../core/adapter/address-fields.ts";
import { defineAddresses } from "../core/adapter/define-addresses.ts";
import { DevnetError } from "../core/errors/errors.ts";
import { readDevnetBook } from "./devnet-book.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-devnet-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PLACE = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const PLACES = defineAddresses({
  name: "places",
  schema: z.array(z.object({ place: addressField, fromBlock: blockField })),
  chains: {},
  none: [],
});
const NOWHERE = defineAddresses<string | null>({
  name: "nowhere",
  schema: z.string().nullable(),
  chains: {},
  none: null,
});

const file = () => join(folder, "devnet.json");

function write(addresses: unknown): void {
  writeFileSync(file(), JSON.stringify({ book: { wrappedNative: PLACE, routeTokens: [PLACE], addresses } }));
}

describe("readDevnetBook", () => {
  it("says how to get a local chain when there is none", async () => {
    await expect(readDevnetBook([PLACES], file())).rejects.toThrow(
      expect.objectContaining({ code: "devnet", hint: "start it with npx fliq devnet" }),
    );
  });

  it("has the addresses of the adapters asked for and no other, and nothing of one that is not there", async () => {
    write({ places: [{ place: PLACE.toLowerCase(), fromBlock: "7" }], elsewhere: { anything: 1 } });
    const book = await readDevnetBook([PLACES, NOWHERE], file());
    expect(book).toEqual({
      chainId: 31337,
      name: "devnet",
      wrappedNative: PLACE,
      routeTokens: [PLACE],
      addresses: { places: [{ place: PLACE, fromBlock: 7n }] },
      liquidators: {},
    });
    expect([PLACES.of(book), NOWHERE.of(book)]).toEqual([[{ place: PLACE, fromBlock: 7n }], null]);
  });

  it.each(["", "{}", '{"book": {"addresses": {}}}', "<html>"])("refuses a file that holds %j", async (text) => {
    writeFileSync(file(), text);
    const error = await readDevnetBook([], file()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DevnetError);
    expect(String(error)).toContain("is damaged");
  });

  it.each([
    [{ place: "0x00", fromBlock: "7" }, "place"],
    // one digit of the checksum is another
    [{ place: PLACE.replace("F", "f"), fromBlock: "7" }, "place"],
    [{ place: PLACE, fromBlock: "-7" }, "fromBlock"],
  ])("says where the addresses of an adapter are damaged: %o", async (wrong, field) => {
    write({ places: [wrong] });
    await expect(readDevnetBook([PLACES], file())).rejects.toThrow(
      expect.objectContaining({
        code: "devnet",
        message: `the local chain's address file is damaged (book.addresses.places.0.${field})`,
        hint: "remove the folder .cache/devnet and start it with npx fliq devnet",
      }),
    );
    expect((await readDevnetBook([], file())).addresses).toEqual({});
  });
});
