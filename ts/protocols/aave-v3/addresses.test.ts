import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { CHAIN_IDS, CHAIN_NAMES } from "../../core/names/chain-names.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";

const CHAINS = CHAIN_NAMES.filter((name) => name !== "devnet");

/** What everybody knows, written down apart from the package that the addresses are of. */
const MAIN_POOL = {
  ethereum: "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2",
  arbitrum: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
  base: "0xA238Dd80C259a72e81d7e4664a9801593F98d1c5",
  optimism: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
  polygon: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
  bnb: "0x6807dc923806fE8Fd134338EABCA509979a7e0cB",
  avalanche: "0x794a61358D6845594F94dc1DB02A252b5b4814aD",
} as const;

/** A market as the Aave address book exports it. */
interface AaveModule {
  readonly CHAIN_ID: number;
  readonly POOL: string;
}

describe.each(CHAINS)("Aave V3 on %s", (name) => {
  it("has well-formed, different addresses under different names, the main market first", async () => {
    const markets = await AAVE_V3_ADDRESSES.known(name);
    expect(AAVE_V3_ADDRESSES.schema.parse(markets)).toEqual(markets);
    const addresses = markets.flatMap(({ pool, addressesProvider }) => [pool, addressesProvider]);
    for (const address of addresses) expect(getAddress(address.toLowerCase() as `0x${string}`)).toBe(address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(new Set(markets.map((market) => market.name)).size).toBe(markets.length);
    expect(markets[0]).toMatchObject({ name: "main", pool: MAIN_POOL[name] });
  });

  it("forgets no market that the Aave address book has of this chain, and has none of another", async () => {
    const all = Object.entries(await import("@aave-dao/aave-address-book"))
      .filter(([module, content]) => module.startsWith("AaveV3") && "POOL" in content)
      .map(([, content]) => content as AaveModule)
      .filter(({ CHAIN_ID }) => CHAIN_ID === CHAIN_IDS[name]);
    const markets = await AAVE_V3_ADDRESSES.known(name);
    expect(markets.map(({ pool }) => pool).sort()).toEqual(all.map(({ POOL }) => POOL).sort());
  });

  it("scans every later market from a later block", async () => {
    const [main, ...later] = (await AAVE_V3_ADDRESSES.known(name)).map(({ fromBlock }) => fromBlock);
    for (const fromBlock of later) expect(fromBlock).toBeGreaterThan(main!);
    // the deployment of a protocol is never within the first blocks of a chain
    expect(main).toBeGreaterThan(1_000_000n);
  });
});
