import { getAddress, keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { UNISWAP_V2_ADDRESSES } from "./addresses.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");

describe.each(CHAINS)("Uniswap V2 on %s", (name) => {
  it("has a well-formed factory, and the pair creation code of the package", async () => {
    const deployments = await UNISWAP_V2_ADDRESSES.known(name);
    expect(UNISWAP_V2_ADDRESSES.schema.parse(deployments)).toEqual(deployments);
    const [{ factory, pairInitCodeHash }] = deployments as [(typeof deployments)[number]];
    expect(getAddress(factory.toLowerCase() as `0x${string}`)).toBe(factory);
    const { default: artifact } = await import("@uniswap/v2-core/build/UniswapV2Pair.json", { with: { type: "json" } });
    expect(pairInitCodeHash).toBe(keccak256(`0x${artifact.bytecode}`));
  });
});
