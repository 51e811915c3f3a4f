import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { SPARK_ADDRESSES } from "./addresses.ts";

describe("SPARK_ADDRESSES", () => {
  it("has the one market of Ethereum, well-formed, from the block of its pool on", async () => {
    const markets = await SPARK_ADDRESSES.known("ethereum");
    expect(SPARK_ADDRESSES.schema.parse(markets)).toEqual(markets);
    const [market, ...others] = markets;
    expect(others).toEqual([]);
    for (const address of [market!.pool, market!.addressesProvider]) {
      expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    }
    // written down apart from what the program reads
    expect(market!.pool.toLowerCase()).toBe("0xc13e21b648a5ee794902342038ff3adab66be987");
    expect(market!.fromBlock).toBe(16_776_401n);
  });

  it("has none of any other chain of the project", async () => {
    for (const chain of CHAIN_NAMES) {
      if (chain === "devnet" || chain === "ethereum") continue;
      expect(await SPARK_ADDRESSES.known(chain), chain).toEqual([]);
    }
  });
});
