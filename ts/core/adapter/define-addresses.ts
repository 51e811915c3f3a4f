import type { z } from "zod";
import type { ChainBook } from "../chain-book.ts";
import { AddressBookError } from "../errors/errors.ts";
import type { ChainName } from "../names/chain-names.ts";

/** Chains whose addresses are written down; the local chain says its own when it is built. */
export type PublicChain = Exclude<ChainName, "devnet">;

/** What one adapter has on each chain. Only its own code, and whoever borrows from the same system, knows the shape. */
export interface AdapterAddresses<T> {
  /** Key in `ChainBook.addresses`. */
  readonly name: string;
  /** Takes JSON, addresses as strings and blocks as decimal strings, and what it makes of them. */
  readonly schema: z.ZodType<T>;
  /** What is written down of a chain, loaded when it is asked for; what stands for "nothing" where there is nothing. */
  known(chain: PublicChain): Promise<T>;
  /**
   * The adapter's part of a book; what stands for "nothing" when the book has none.
   * @throws AddressBookError when it is not of the adapter's shape.
   */
  of(book: Pick<ChainBook, "name" | "addresses">): T;
  /** The same book with this part instead. */
  with(book: ChainBook, addresses: T): ChainBook;
}

/** An adapter's addresses. A chain that is left out has `none`. */
export function defineAddresses<T>(definition: {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly chains: Readonly<Partial<Record<PublicChain, () => Promise<T>>>>;
  readonly none: NoInfer<T>;
}): AdapterAddresses<T> {
  const { name, schema, chains, none } = definition;
  // a book lives as long as a command and is asked in every stage
  const parsed = new WeakMap<object, T>();
  return {
    name,
    schema,
    known: async (chain) => (await chains[chain]?.()) ?? none,
    of(book) {
      const part = book.addresses[name];
      if (part === undefined || part === null) return none;
      const before = typeof part === "object" ? parsed.get(part) : undefined;
      if (before !== undefined) return before;
      const result = schema.safeParse(part);
      if (!result.success) throw malformed(name, book.name, result.error.issues[0]!.path);
      if (typeof part === "object") parsed.set(part, result.data);
      return result.data;
    },
    with: (book, addresses) => ({ ...book, addresses: { ...book.addresses, [name]: addresses } }),
  };
}

function malformed(adapter: string, chain: string, path: readonly PropertyKey[]): AddressBookError {
  const where = path.length === 0 ? "" : ` (${path.join(".")})`;
  return new AddressBookError(`the addresses of ${adapter} on ${chain} are malformed${where}`, {
    hint: "correct them where they were written",
  });
}
