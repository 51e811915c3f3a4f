import { describe, expect, it } from "vitest";
import type { ChainsSetting } from "../core/config/own-chains.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import { MORPHO_ADDRESSES } from "../protocols/morpho/addresses.ts";
import { loadChainBook } from "./registry.ts";

const [A, B, C] = ["a", "b", "c"].map((digit) => `0x${digit.repeat(40)}`) as [string, string, string];
const ADAPTERS = [AAVE_V3_ADDRESSES, MORPHO_ADDRESSES];
const MARKET = { name: "fork", pool: A, addressesProvider: B, fromBlock: "7" };
const MORPHO = { morpho: C, fromBlock: "9" };

function settings(byName: object): ChainsSetting {
  const whole = Object.entries(byName).map(([name, chain]) => [name, { routeTokens: [], addresses: {}, ...chain }]);
  return { byName: Object.fromEntries(whole), file: "x.json" };
}
const load = (chain: string, byName: object) => loadChainBook(chain, ADAPTERS, settings(byName));

describe("a book with what the settings add", () => {
  it("is made of the settings alone for a chain that only they know", async () => {
    const addresses = { "aave-v3": [MARKET], morpho: MORPHO };
    const own = { chainId: 5, wrappedNative: C, routeTokens: [A], leastPriorityFeeGwei: 3n, addresses };
    const book = await load("own", { own });
    expect(book).toMatchObject({ chainId: 5, name: "own", wrappedNative: C, routeTokens: [A], leastPriorityFee: 3n });
    expect(AAVE_V3_ADDRESSES.of(book)).toMatchObject([{ name: "fork", fromBlock: 7n }]);
    expect(MORPHO_ADDRESSES.of(book)).toMatchObject({ fromBlock: 9n });
    expect(MORPHO_ADDRESSES.of(await load("own", { own: { ...own, addresses: {} } }))).toBeNull();
  });

  it("has a market, a system and route tokens more than the project knows", async () => {
    const known = await load("avalanche", {});
    const added = { routeTokens: [A, known.routeTokens[0]], addresses: { "aave-v3": [MARKET], morpho: MORPHO } };
    const book = await load("avalanche", { avalanche: added });
    expect(AAVE_V3_ADDRESSES.of(book).map(({ name }) => name)).toEqual(["main", "fork"]);
    expect(MORPHO_ADDRESSES.of(known)).toBeNull();
    expect(MORPHO_ADDRESSES.of(book)).toMatchObject({ fromBlock: 9n });
    expect(book.routeTokens).toEqual([...known.routeTokens, A]);
    expect(await load("base", { avalanche: added })).toEqual(await load("base", {}));
  });

  it.each([
    ["another address of what is known", { morpho: MORPHO }, "morpho.morpho", "would replace what is known of base"],
    ["a known name", { "aave-v3": [{ ...MARKET, name: "main" }] }, "aave-v3.0", "would replace"],
    [
      "one name twice",
      { "aave-v3": [MARKET, { ...MARKET, pool: C, addressesProvider: C }] },
      "aave-v3.1",
      "would replace",
    ],
    ["no address", { "aave-v3": [{ ...MARKET, pool: "0x12" }] }, "aave-v3.0.pool", "must be an address"],
    [
      "a wrong checksum",
      { morpho: { ...MORPHO, morpho: `0xA${"a".repeat(39)}` } },
      "morpho.morpho",
      "must be an address",
    ],
    ["something missing", { "aave-v3": [{ name: "fork", pool: A }] }, "aave-v3.0.addressesProvider", "expected string"],
    ["an adapter that there is not", { "aave-v4": [] }, "aave-v4", "is of no adapter"],
  ])("refuses %s, and names the key", async (_, addresses, key, why) => {
    const failed = await load("base", { base: { addresses } }).catch((error) => error);
    expect(failed).toMatchObject({ code: "config", exitCode: 1 });
    expect(failed.message).toContain(`"chains.base.addresses.${key}" in x.json`);
    expect(failed.message).toContain(why);
  });

  it("takes what is known when it is said again", async () => {
    const [known] = [MORPHO_ADDRESSES.of(await load("base", {}))!];
    const again = { morpho: known.morpho.toLowerCase(), fromBlock: String(known.fromBlock) };
    expect(await load("base", { base: { addresses: { morpho: again } } })).toEqual(await load("base", {}));
  });
});
