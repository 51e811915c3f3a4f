import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import { ConfigError } from "../errors/errors.ts";

/** An account as a list names it: the address itself, or an object that has it as `address`, `account`, `user`, `borrower` or `id`. */
const FIELDS = ["address", "account", "user", "borrower", "id"] as const;

const entry: z.ZodType<string> = z.lazy(() =>
  z.union([
    z.string(),
    z.object(Object.fromEntries(FIELDS.map((name) => [name, entry.optional()]))).transform((fields, context) => {
      const found = FIELDS.map((name) => fields[name]).find((value) => value !== undefined && ADDRESS.test(value));
      if (found !== undefined) return found;
      context.issues.push({ code: "custom", message: "has no address", input: undefined });
      return z.NEVER;
    }),
  ]),
);
const ADDRESS = /^0x[0-9a-f]{40}$/i;
export const borrowerList = z.array(entry);

/**
 * The accounts of a list, each once: a JSON array of them, or text with one in every line that has any, in whatever column of a
 * CSV. The first line of a text that is no remark may be a header; a line that begins with `#` is a remark.
 * @param source for people
 * @throws ConfigError when it is neither, or has no account
 */
export function parseBorrowers(text: string, source: string): Address[] {
  const accounts = /^\s*[[{]/.test(text) ? fromJson(text, source) : fromLines(text, source);
  if (accounts.length === 0) throw new ConfigError(`${source} names no account`, { hint: FORMS });
  return accounts;
}

/** @throws ConfigError for what is no address, without repeating more of it than a line has */
export function uniqueAccounts(accounts: readonly string[], source: string): Address[] {
  const unique = new Map<string, Address>();
  for (const account of accounts) {
    if (!isAddress(account)) {
      throw new ConfigError(`${source} names an account that is no address: ${JSON.stringify(account.slice(0, 60))}`, {
        hint: "an address is 0x and 40 digits, in lower case or with a correct checksum",
      });
    }
    unique.set(account.toLowerCase(), getAddress(account));
  }
  return [...unique.values()];
}

const FORMS = "give one address a line, a CSV with a column of addresses, or a JSON array of addresses";

function fromJson(text: string, source: string): Address[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ConfigError(`${source} is not valid JSON`, { hint: FORMS });
  }
  const parsed = borrowerList.safeParse(content);
  if (!parsed.success) throw new ConfigError(`${source} is no JSON array of accounts`, { hint: FORMS });
  return uniqueAccounts(parsed.data, source);
}

function fromLines(text: string, source: string): Address[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  // a remark may stand before the header
  const first = lines.findIndex((line) => line !== "" && !line.startsWith("#"));
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const account = line
      .split(/[,;\t]/)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))
      .find((cell) => /^0x/i.test(cell));
    if (account !== undefined) found.push(account);
    else if (index !== first) {
      throw new ConfigError(`line ${index + 1} of ${source} has no address`, { hint: FORMS });
    }
  }
  return uniqueAccounts(found, source);
}
