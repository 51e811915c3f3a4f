import { describe, expect, it } from "vitest";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { readRouterCall } from "./read-call.ts";

const FILE = "op-132799000-1inch-velodrome-balancer-curve.json";

describe.skipIf(!isRecorded(FILE))("a call of 1inch's router that Optimism has seen", () => {
  it("is read as what it did", () => {
    const [sale] = readRecorded(FILE).transactions as [ReturnType<typeof readRecorded>["transactions"][number]];
    const call = readRouterCall(sale.input)!;
    expect(call).toMatchObject({
      tokenIn: "0x4200000000000000000000000000000000000042",
      tokenOut: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
      isPlain: true,
    });
    expect(call.receiver!.toLowerCase()).toBe(sale.from);
    // the last that it moved is what it paid out
    const paid = BigInt(sale.logs.at(-1)!.data);
    expect(call.least).toBeLessThanOrEqual(paid);
    expect(Number(call.least) / Number(paid)).toBeGreaterThan(0.99);
    expect(call.amount).toBe(0x380f622a91d9ca0000n);
  });
});
