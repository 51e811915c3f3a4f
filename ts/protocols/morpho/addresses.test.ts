import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");

describe("Morpho Blue", () => {
  it("is on every chain but Avalanche", async () => {
    const known = await Promise.all(CHAINS.map(async (name) => [name, await MORPHO_ADDRESSES.known(name)] as const));
    expect(known.filter(([, singleton]) => singleton === null).map(([name]) => name)).toEqual(["avalanche"]);
  });

  it.each(CHAINS.filter((name) => name !== "avalanche"))("has a well-formed address on %s", async (name) => {
    const singleton = (await MORPHO_ADDRESSES.known(name))!;
    expect(MORPHO_ADDRESSES.schema.parse(singleton)).toEqual(singleton);
    expect(getAddress(singleton.morpho.toLowerCase() as `0x${string}`)).toBe(singleton.morpho);
    // the deployment of a protocol is never within the first blocks of a chain
    expect(singleton.fromBlock).toBeGreaterThan(1_000_000n);
  });
});
