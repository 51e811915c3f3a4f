import { getAddress } from "viem";
import * as viemChains from "viem/chains";
import { describe, expect, it } from "vitest";
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
const WELL_KNOWN = {
  ethereum: {
    pool: "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2",
    wrappedNative: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
  },
  arbitrum: {
    pool: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
    wrappedNative: "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1",
  },
  base: {
    pool: "0xA238Dd80C259a72e81d7e4664a9801593F98d1c5",
    wrappedNative: "0x4200000000000000000000000000000000000006",
  },
  optimism: {
    pool: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
    wrappedNative: "0x4200000000000000000000000000000000000006",
  },
  polygon: {
    pool: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
    wrappedNative: "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270",
  },
  bnb: {
    pool: "0x6807dc923806fE8Fd134338EABCA509979a7e0cB",
    wrappedNative: "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c",
  },
  avalanche: {
    pool: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
    wrappedNative: "0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7",
  },
} as const;

/** A market as the Aave address book exports it. */
interface AaveModule {
  readonly CHAIN_ID: number;
  readonly POOL: string;
}

describe.each(REAL)("the book of %s", (name) => {
  it("is of that chain and holds well-formed, different addresses", async () => {
    const book = await loadChainBook(name);
    expect(book).toMatchObject({ chainId: CHAIN_IDS[name], name });
    const addresses = [
      ...book.aaveV3.flatMap((market) => [market.pool, market.addressesProvider]),
      ...(book.morpho ? [book.morpho.morpho] : []),
      ...(book.uniswapV3 ? [book.uniswapV3.factory] : []),
      ...book.routeTokens,
    ];
    for (const address of addresses) expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(book.routeTokens).toContain(book.wrappedNative);
    expect(new Set(book.aaveV3.map((market) => market.name)).size).toBe(book.aaveV3.length);
  });

  it("has the main market and the wrapped native token that everybody knows", async () => {
    const { aaveV3, wrappedNative } = await loadChainBook(name);
    expect({ pool: aaveV3[0]?.pool, wrappedNative }).toEqual(WELL_KNOWN[name as keyof typeof WELL_KNOWN]);
    expect(aaveV3[0]?.name).toBe("main");
  });

  it("forgets no market that the Aave address book has of this chain, and has none of another", async () => {
    const all = Object.entries(await import("@aave-dao/aave-address-book"))
      .filter(([module, content]) => module.startsWith("AaveV3") && "POOL" in content)
      .map(([, content]) => content as AaveModule)
      .filter(({ CHAIN_ID }) => CHAIN_ID === IN_VIEM[name as keyof typeof IN_VIEM].id);
    const { aaveV3 } = await loadChainBook(name);
    expect(aaveV3.map(({ pool }) => pool).sort()).toEqual(all.map(({ POOL }) => POOL).sort());
  });

  it("scans every later market from a later block", async () => {
    const { aaveV3, morpho } = await loadChainBook(name);
    const [main, ...later] = [...aaveV3, ...(morpho ? [morpho] : [])].map(({ fromBlock }) => fromBlock);
    for (const fromBlock of later) expect(fromBlock).toBeGreaterThan(main!);
    // the deployment of a protocol is never within the first blocks of a chain
    expect(main).toBeGreaterThan(1_000_000n);
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

describe("Uniswap V3", () => {
  it("has one pool creation code on all chains, that of the package", async () => {
    const { default: artifact } = await import(
      "@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json",
      {
        with: { type: "json" },
      }
    );
    const { keccak256 } = await import("viem");
    const hash = keccak256(artifact.bytecode as `0x${string}`);
    for (const name of REAL) expect((await loadChainBook(name)).uniswapV3?.poolInitCodeHash).toBe(hash);
  });
});
