import { isAddress } from "viem";
import { describe, expect, it } from "vitest";
import { loadChainBook } from "../../chains/registry.ts";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { CHAINLINK_ADDRESSES } from "./addresses.ts";

const chains = CHAIN_NAMES.flatMap((name) => (name === "devnet" ? [] : [name]));

describe("the feeds of a chain", () => {
  it.each(chains)("are addresses on %s, and price its native token", async (name) => {
    const book = await loadChainBook(name, []);
    const feeds = await CHAINLINK_ADDRESSES.known(name);
    const entries = Object.entries(feeds);
    // a name that the package does not have would be a key or a value of "undefined"
    expect(entries.flat().filter((address) => !isAddress(address))).toEqual([]);
    expect(feeds[book.wrappedNative]).toBeDefined();
    expect(entries.length).toBeGreaterThan(5);
  });

  it.each(chains)("price all route tokens on %s but bitcoin on Ethereum", async (name) => {
    const { routeTokens } = await loadChainBook(name, []);
    const feeds = await CHAINLINK_ADDRESSES.known(name);
    const without = routeTokens.filter((token) => feeds[token] === undefined);
    expect(without).toEqual(name === "ethereum" ? ["0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599"] : []);
  });
});
