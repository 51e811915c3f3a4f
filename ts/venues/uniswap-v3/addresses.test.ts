import { getAddress, keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");

describe.each(CHAINS)("Uniswap V3 on %s", (name) => {
  it("has a well-formed factory, and the pool creation code of the package", async () => {
    const deployment = (await UNISWAP_V3_ADDRESSES.known(name))!;
    expect(UNISWAP_V3_ADDRESSES.schema.parse(deployment)).toEqual(deployment);
    expect(getAddress(deployment.factory.toLowerCase() as `0x${string}`)).toBe(deployment.factory);
    const { default: artifact } = await import(
      "@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json",
      { with: { type: "json" } }
    );
    expect(deployment.poolInitCodeHash).toBe(keccak256(artifact.bytecode as `0x${string}`));
  });
});
