import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { ChainsSetting } from "../core/config/own-chains.ts";
import { ConfigError } from "../core/errors/errors.ts";
import { nearest } from "../core/names/nearest.ts";

/** The book of a chain that only the settings know, without addresses yet. */
export function newBook(name: string, { byName }: ChainsSetting): ChainBook {
  const { chainId, wrappedNative, leastPriorityFeeGwei } = byName[name]!;
  return {
    chainId: chainId!,
    name,
    wrappedNative: wrappedNative!,
    routeTokens: [],
    ...(leastPriorityFeeGwei !== undefined && { leastPriorityFee: leastPriorityFeeGwei }),
    addresses: {},
    liquidators: {},
  };
}

/**
 * A book with what the settings add to it. What is known is never replaced: an entry that says otherwise is refused.
 * @throws ConfigError that names the key
 */
export function addToBook(
  book: ChainBook,
  adapters: readonly AdapterAddresses<unknown>[],
  { byName, file }: ChainsSetting,
): ChainBook {
  const own = byName[book.name];
  if (own === undefined) return book;
  const names = adapters.map(({ name }) => name);
  const at = (...path: readonly PropertyKey[]) =>
    `"${["chains", book.name, "addresses", ...path].map(String).join(".")}" in ${file}`;
  let full: ChainBook = { ...book, routeTokens: [...new Set([...book.routeTokens, ...own.routeTokens])] };
  for (const [name, part] of Object.entries(own.addresses)) {
    const adapter = adapters.find((one) => one.name === name);
    if (adapter === undefined) {
      const guess = nearest(name, names);
      throw new ConfigError(`${at(name)} is of no adapter`, {
        hint: guess ? `did you mean "${guess}"?` : `there are ${names.join(", ")}`,
      });
    }
    const parsed = adapter.schema.safeParse(part);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!;
      throw new ConfigError(`${at(name, ...path)}: ${message}`, { hint: "docs/settings.md says what it consists of" });
    }
    full = adapter.with(
      full,
      merged(adapter.of(full), parsed.data, (key) => refusal(at(name, ...key), book.name)),
    );
  }
  return full;
}

function refusal(where: string, chain: string): ConfigError {
  return new ConfigError(`${where} would replace what is known of ${chain}`, {
    hint: "leave it out: what is known is added to, never replaced",
  });
}

type Refuse = (key: readonly PropertyKey[]) => ConfigError;

/** Lists grow, records get keys, and nothing becomes something; the same again is no harm. */
function merged(known: unknown, added: unknown, refuse: Refuse): unknown {
  if (known === null || known === undefined) return added;
  if (Array.isArray(known)) {
    const entries = added as readonly Entry[];
    const before = (index: number): Entry[] => [...known, ...entries.slice(0, index)];
    const clash = entries.findIndex((one, index) => before(index).some((other) => overlap(one, other)));
    if (clash >= 0) throw refuse([clash]);
    return [...known, ...entries];
  }
  const [before, more] = [known as Entry, (added ?? {}) as Entry];
  const clash = Object.keys(more).find((key) => Object.hasOwn(before, key) && text(before[key]) !== text(more[key]));
  if (clash !== undefined) throw refuse([clash]);
  return { ...before, ...more };
}

type Entry = Readonly<Record<string, unknown>>;

/** Two entries of a list with one name or one address are the same thing said twice. */
function overlap(one: Entry, other: Entry): boolean {
  const tells = (key: string) => key === "name" || /^0x[0-9a-f]{40}$/i.test(String(one[key]));
  return Object.keys(one).some((key) => tells(key) && text(one[key]) === text(other[key]));
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part)).toLowerCase();
}
