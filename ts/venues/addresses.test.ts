import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_NAMES } from "../core/names/chain-names.ts";
import { VENUES } from "./index.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

describe.each(Object.entries(VENUES))("addresses of %s", (_, venue) => {
  it.each(CHAINS)("on %s are of the shape that settings must have, and spelt with their checksum", async (chain) => {
    const known = await venue.addresses.known(chain);
    expect(venue.addresses.schema.parse(known)).toEqual(known);
    for (const address of addressesIn(known)) {
      expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    }
  });
});

it("are those of every chain that the venues are known on", async () => {
  const counts = Object.entries(VENUES).map(async ([name, { addresses }]) => {
    const known = await Promise.all(CHAINS.map((chain) => addresses.known(chain)));
    return [name, known.filter((one) => addressesIn(one).length > 0).length] as const;
  });
  expect(Object.fromEntries(await Promise.all(counts))).toMatchObject({
    ...{ "uniswap-v2": 7, "uniswap-v3": 7, "uniswap-v4": 7, "balancer-v2": 7, "pancake-v3": 4 },
  });
});

function addressesIn(value: unknown): string[] {
  if (typeof value === "string") return ADDRESS.test(value) ? [value] : [];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(addressesIn);
}
