import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_IDS, CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { RADIANT_ADDRESSES } from "../radiant/addresses.ts";
import { AAVE_V2_ADDRESSES } from "./addresses.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");

/** What everybody knows, written down apart from the package that the addresses are of. */
const MAIN_POOL: Readonly<Partial<Record<(typeof CHAINS)[number], string>>> = {
  ethereum: "0x7d2768dE32b0b80b7a3454c06BdAc94A69DDc7A9",
  polygon: "0x8dFf5E27EA6b7AC08EbFdf9eB090F32ee9a30fcf",
  avalanche: "0x4F01AeD16D97E3aB5ab2B501154DC9bb0F1A5A2C",
};

/** Aave Arc. */
const PERMISSIONED = "AaveV2EthereumArc";

describe.each(CHAINS)("Aave V2 on %s", (name) => {
  it("has well-formed, different addresses, the main market first, all markets of the address book that anybody may use", async () => {
    const markets = await AAVE_V2_ADDRESSES.known(name);
    expect(markets[0]?.pool).toBe(MAIN_POOL[name]);
    const addresses = markets.flatMap(({ pool, addressesProvider }) => [pool, addressesProvider]);
    for (const address of addresses) expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(new Set(markets.map((market) => market.name)).size).toBe(markets.length);
    const all = Object.entries(await import("@aave-dao/aave-address-book"))
      .filter(([module, content]) => module.startsWith("AaveV2") && "POOL" in content && module !== PERMISSIONED)
      .map(([, content]) => content as { readonly CHAIN_ID: number; readonly POOL: string })
      .filter(({ CHAIN_ID }) => CHAIN_ID === CHAIN_IDS[name]);
    expect(markets.map(({ pool }) => pool).sort()).toEqual(all.map(({ POOL }) => POOL).sort());
  });

  it("counts in a token of its own or in dollars, and is scanned from its deployment on", async () => {
    for (const { base, fromBlock } of await AAVE_V2_ADDRESSES.known(name)) {
      expect(base.unit).toBe(base.token === null ? 10n ** 8n : 10n ** 18n);
      expect(base.token === null).toBe(name === "avalanche");
      expect(fromBlock).toBeGreaterThan(1_000_000n);
    }
  });

  it("is no Radiant: nobody can be relied on for its addresses", async () => {
    expect(await RADIANT_ADDRESSES.known(name)).toEqual([]);
  });
});
