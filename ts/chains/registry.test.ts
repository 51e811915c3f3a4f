import { getAddress } from "viem";
import * as viemChains from "viem/chains";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineAddresses } from "../core/adapter/define-addresses.ts";
import { CHAIN_IDS, CHAIN_NAMES } from "../core/names/chain-names.ts";
import { loadChainBook } from "./registry.ts";
import { viemChain } from "./viem-chain.ts";

const REAL = CHAIN_NAMES.filter((name) => name !== "devnet");
const IN_VIEM = {
  ethereum: viemChains.mainnet,
  arbitrum: viemChains.arbitrum,
  base: viemChains.base,
  optimism: viemChains.optimism,
  polygon: viemChains.polygon,
  bnb: viemChains.bsc,
  avalanche: viemChains.avalanche,
} as const;
/** What everybody knows, written down apart from the packages that the books are made of. */
const WRAPPED_NATIVE = {
  ethereum: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
  arbitrum: "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1",
  base: "0x4200000000000000000000000000000000000006",
  optimism: "0x4200000000000000000000000000000000000006",
  polygon: "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270",
  bnb: "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c",
  avalanche: "0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7",
} as const;

describe.each(REAL)("the book of %s", (name) => {
  it("is of that chain and holds well-formed, different tokens, the wrapped native one among them", async () => {
    const { chainId, name: own, wrappedNative, routeTokens } = await loadChainBook(name, []);
    expect({ chainId, own, wrappedNative }).toEqual({
      chainId: CHAIN_IDS[name],
      own: name,
      wrappedNative: WRAPPED_NATIVE[name],
    });
    for (const address of routeTokens) expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    expect(new Set(routeTokens).size).toBe(routeTokens.length);
    expect(routeTokens).toContain(wrappedNative);
  });

  it("has the addresses of the adapters asked for, each under its name, and loads those of no other chain", async () => {
    const loaded: string[] = [];
    const load = (chain: string) => async () => {
      loaded.push(chain);
      return chain;
    };
    const chains = Object.fromEntries(REAL.map((chain) => [chain, load(chain)]));
    const [one, two] = [
      defineAddresses({ name: "one", schema: z.string(), chains, none: "" }),
      defineAddresses<string | null>({ name: "two", schema: z.string().nullable(), chains: {}, none: null }),
    ];
    const book = await loadChainBook(name, [one, two]);
    expect(book).toMatchObject({ addresses: { one: name, two: null }, liquidators: {} });
    expect([one.of(book), two.of(book), loaded]).toEqual([name, null, [name]]);
  });

  it("comes with a description that agrees with viem's and names no endpoint", async () => {
    const [ours, theirs] = [await viemChain(name), IN_VIEM[name as keyof typeof IN_VIEM]];
    expect(ours.id).toBe(theirs.id);
    expect(ours.nativeCurrency).toEqual(theirs.nativeCurrency);
    expect(ours.contracts?.multicall3).toMatchObject({ blockCreated: theirs.contracts.multicall3.blockCreated });
    expect(ours.contracts?.multicall3).toMatchObject({
      address: getAddress(theirs.contracts.multicall3.address.toLowerCase() as `0x${string}`),
    });
    expect(ours.blockExplorers?.default.url).toBe(theirs.blockExplorers.default.url);
    expect(Object.keys(ours.formatters ?? {})).toEqual(Object.keys(theirs.formatters ?? {}));
    expect(ours.rpcUrls.default.http).toEqual([]);
  });
});
