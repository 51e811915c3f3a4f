import { getAddress } from "viem";
import * as viemChains from "viem/chains";
import { describe, expect, it } from "vitest";
import { CHAIN_IDS, CHAIN_NAMES } from "../core/chain-names.ts";
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
const IN_ADDRESS_BOOK: Record<string, readonly string[]> = {
  ethereum: ["AaveV3Ethereum", "AaveV3EthereumLido", "AaveV3EthereumEtherFi", "AaveV3EthereumHorizon"],
  arbitrum: ["AaveV3Arbitrum"],
  base: ["AaveV3Base"],
  optimism: ["AaveV3Optimism"],
  polygon: ["AaveV3Polygon"],
  bnb: ["AaveV3BNB"],
  avalanche: ["AaveV3Avalanche"],
};

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
    for (const { fromBlock } of book.aaveV3) expect(fromBlock).toBeGreaterThan(0n);
  });

  it("lists the markets of the Aave address book, each of this chain", async () => {
    const book = await loadChainBook(name);
    const modules = await Promise.all(
      IN_ADDRESS_BOOK[name]!.map((module) => import(`@aave-dao/aave-address-book/${module}`)),
    );
    for (const module of modules) expect(module.CHAIN_ID).toBe(CHAIN_IDS[name]);
    expect(book.aaveV3.map(({ pool, addressesProvider }) => [pool, addressesProvider])).toEqual(
      modules.map((module) => [module.POOL, module.POOL_ADDRESSES_PROVIDER]),
    );
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
