import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { addressField } from "../core/adapter/address-fields.ts";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { ChainBook } from "../core/chain-book.ts";
import { parseJson } from "../core/data/parse-json.ts";
import { DevnetError } from "../core/errors/errors.ts";
import { ROOT } from "../core/root.ts";

/** Where the local chain, when it is built, says what it consists of. */
export const DEVNET_FILE = join(ROOT, ".cache", "devnet", "devnet.json");

/**
 * The book of the local chain, as it was built last. What it says of adapters that are not among these is left out.
 * @throws DevnetError when it was never built or the file is not what a build writes.
 */
export async function readDevnetBook(
  adapters: readonly AdapterAddresses<unknown>[],
  file = DEVNET_FILE,
): Promise<ChainBook> {
  const hint = "start it with npx fliq devnet";
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DevnetError("the local chain was never built here, so its addresses are not known", { cause, hint });
  });
  const parsed = schemaOf(adapters).safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]!.path.join(".");
    throw new DevnetError(`the local chain's address file is damaged${where ? ` (${where})` : ""}`, {
      hint: "remove the folder .cache/devnet and start it with npx fliq devnet",
    });
  }
  return { chainId: 31337, name: "devnet", ...parsed.data.book, liquidators: {} };
}

function schemaOf(adapters: readonly AdapterAddresses<unknown>[]) {
  const addresses = Object.fromEntries(adapters.map(({ name, schema }) => [name, schema.optional()]));
  return z.object({
    book: z.object({
      wrappedNative: addressField,
      routeTokens: z.array(addressField),
      addresses: z.object(addresses),
    }),
  });
}
