import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { MORPHO_ADDRESSES } from "../../protocols/morpho/addresses.ts";
import { protocolsFor } from "./protocols-for.ts";

const POOL = "0x00000000000000000000000000000000000000b1";
const MORPHO = "0x00000000000000000000000000000000000000b2";
const ID = `0x${"5".repeat(64)}` as const;
const BOTH = ["aave-v3", "morpho"] as const;
const book = {
  name: "devnet",
  addresses: {
    "aave-v3": [{ name: "Main", pool: POOL, addressesProvider: POOL, fromBlock: "0" }],
    morpho: { morpho: MORPHO, fromBlock: "0" },
  },
} as unknown as ChainBook;

describe("the protocols for a market", () => {
  it.each([
    [null, BOTH],
    [{ name: "main" }, ["aave-v3"]],
    [{ name: "morpho" }, ["morpho"]],
    [{ address: POOL }, ["aave-v3"]],
    [{ address: MORPHO }, ["morpho"]],
    [{ id: ID }, ["morpho"]],
  ] as const)("%o", (choice, expected) => {
    expect(protocolsFor(choice, BOTH, book)).toEqual(expected);
  });

  it.each([
    [{ name: "prime" }, BOTH, "devnet has no market prime", "it has Main, morpho"],
    [{ name: "morpho" }, ["aave-v3"], "devnet has no market morpho", "it has Main"],
    [{ address: "0x00000000000000000000000000000000000000b3" }, BOTH, /no market 0x0{38}b3/, "it has Main, morpho"],
    [{ id: ID }, ["aave-v3"], /no market 0x5{64}/, "it has Main"],
  ] as const)("%o that %o do not have is wrong usage", (choice, protocols, message, hint) => {
    const work = () => protocolsFor(choice, protocols, book);
    expect(work).toThrow(UsageError);
    expect(work).toThrow(expect.objectContaining({ message: expect.stringMatching(message), hint }));
  });

  it("does not look for a market id where Morpho is not", () => {
    expect(() => protocolsFor({ id: ID }, ["morpho"], MORPHO_ADDRESSES.with(book, null))).toThrow(
      expect.objectContaining({ hint: "it has none of morpho" }),
    );
  });
});
