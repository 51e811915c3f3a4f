import { type Address, numberToHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { type LocalServer, result, startServer } from "../../core/rpc/local-server.fixture.ts";
import type { PriceQuestion } from "../price-source.ts";
import { readRoutes } from "./read-routes.ts";

const WETH: Address = "0x00000000000000000000000000000000000000e1";
const TOKEN: Address = "0x00000000000000000000000000000000000000a1";
const USD = 10n ** 8n;
const BOOK = {
  chainId: 1,
  name: "ethereum",
  wrappedNative: WETH,
  routeTokens: [],
  liquidators: {},
  addresses: {},
} as const;

let server: LocalServer;
/** What the token says of its decimals, and what the reference. */
let said: { token: bigint; reference: bigint };
beforeAll(async () => {
  server = await startServer(({ id, params }, response) => {
    const [{ to }] = params as [{ to: Address }];
    result(response, id, numberToHex(to.toLowerCase() === TOKEN ? said.token : said.reference, { size: 32 }));
  });
});
afterAll(() => server.close());

/** Of a token of which a thousandth of a unit of the reference, each worth 2,000 dollars, costs one. */
async function price() {
  const context = contextOf(server.url, BOOK);
  const question: PriceQuestion = {
    ...{ tokens: [TOKEN], blockNumber: 1n },
    earlier: async () => new Map([[WETH, 2_000n * USD]]),
    costs: async (_, __, amounts) => amounts.map((bought) => bought * 1_000n),
  };
  const prices = await readRoutes(context, question);
  return { prices, warnings: context.warnings };
}

describe("the price of a token by its routes", () => {
  it("is told in dollars per whole token", async () => {
    said = { token: 18n, reference: 18n };
    const { prices } = await price();
    expect(prices.get(TOKEN)).toBe(2n * USD);
  });

  it.each([78n, 300_000_000n, 2n ** 256n - 1n])("is none where one of the two claims %d decimals", async (decimals) => {
    for (const claimed of [
      { token: decimals, reference: 18n },
      { token: 18n, reference: decimals },
    ]) {
      said = claimed;
      expect(await price()).toEqual({ prices: new Map(), warnings: [] });
    }
  });
});
