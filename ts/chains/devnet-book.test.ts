import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DevnetError } from "../core/errors/errors.ts";
import { readDevnetBook } from "./devnet-book.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-devnet-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("readDevnetBook", () => {
  it("says how to get a local chain when there is none", async () => {
    await expect(readDevnetBook(join(folder, "devnet.json"))).rejects.toThrow(
      expect.objectContaining({ code: "devnet", hint: "start it with npx fliq devnet" }),
    );
  });

  it.each(["", "{}", '{"addresses": {"tokens": {}}}', "<html>"])("refuses a file that holds %j", async (text) => {
    writeFileSync(join(folder, "devnet.json"), text);
    const error = await readDevnetBook(join(folder, "devnet.json")).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DevnetError);
    expect(String(error)).toContain("is damaged");
  });
});
