import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";

/** Written down apart from what the program reads: comptroller, token of the chain's own coin, block of the deployment. */
const KNOWN: Readonly<Record<string, readonly (readonly [string, string, bigint])[]>> = {
  ethereum: [["0x3d9819210a31b4961b30ef54be2aed79b9c9cd3b", "0x4ddc2d193948926d02f9b1fe9e1daa0718270ed5", 7_710_671n]],
  bnb: [["0xfd36e2c2a6789db23113685031d7f16329158384", "0xa07c5b74c9b40447a954e1466938b865b6bbea36", 2_471_512n]],
};

describe.each(CHAIN_NAMES.filter((name) => name !== "devnet"))("Compound V2 on %s", (name) => {
  it("has well-formed addresses, and the comptrollers that are known of the chain", async () => {
    const markets = await COMPOUND_V2_ADDRESSES.known(name);
    expect(COMPOUND_V2_ADDRESSES.schema.parse(markets)).toEqual(markets);
    for (const address of markets.flatMap(({ comptroller, native }) => [comptroller, native!])) {
      expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    }
    const told = markets.map(({ comptroller, native, fromBlock }) => {
      return [comptroller.toLowerCase(), native?.toLowerCase(), fromBlock];
    });
    expect(told).toEqual(KNOWN[name] ?? []);
  });
});

describe("the settings of a comptroller", () => {
  const market = {
    name: "mine",
    comptroller: "0x3d9819210A31b4961b30EF54bE2aeD79B9c9Cd3B",
    native: null,
    oracleUnit: "native",
    fromBlock: "1",
  };

  it("take a comptroller without a token of ether, whose prices are in ether", () => {
    expect(COMPOUND_V2_ADDRESSES.schema.parse([market])).toEqual([{ ...market, fromBlock: 1n }]);
  });

  it.each([
    ["no comptroller", { comptroller: undefined }],
    ["an unknown unit", { oracleUnit: "eur" }],
    ["no word on ether", { native: undefined }],
    ["no address", { native: "0x12" }],
  ])("refuse %s", (_, change) => {
    expect(COMPOUND_V2_ADDRESSES.schema.safeParse([{ ...market, ...change }]).success).toBe(false);
  });
});
