import { concat } from "viem";
import { expect, it } from "vitest";
import { saleOf } from "./sale-of.ts";
import { AMOUNT_OUT, LEAST, REQUEST, ROUTER_V6, swapCall } from "./testing/answers.fixture.ts";

it("makes the only hop of a route of an accepted quote", () => {
  const quote = { ok: true, aggregator: "one-inch", router: ROUTER_V6, data: swapCall(), gas: 5n } as const;
  const { hop, ...sale } = saleOf({ ...quote, amountOut: AMOUNT_OUT, least: LEAST }, REQUEST);
  const length = (20 + (swapCall().length - 2) / 2).toString(16).padStart(4, "0");
  expect(hop).toBe(concat(["0x0c", `0x${length}`, REQUEST.tokenOut, ROUTER_V6, swapCall()]));
  expect(sale).toEqual({
    tokenIn: REQUEST.tokenIn,
    tokenOut: REQUEST.tokenOut,
    paid: REQUEST.amount,
    received: AMOUNT_OUT,
    least: LEAST,
    gas: 5n,
    address: ROUTER_V6,
    label: "1inch",
  });
});
