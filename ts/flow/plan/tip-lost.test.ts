import { type Address, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { sellerAddress } from "../deploy/seller-address.ts";
import { tipLost } from "./tip-lost.ts";

const SOMEBODY: Address = "0x00000000000000000000000000000000000000b2";

describe("tipLost", () => {
  it("says why the seller is no recipient of a tip", () => {
    const reason = tipLost({ tipBps: 1, tipRecipient: sellerAddress() });
    expect(reason).toMatchObject({ code: "tip-recipient-invalid" });
    expect(reason!.message).toMatch(/^the tip's recipient 0x\w{40} is the seller, and what comes there is for anybody/);
    expect(tipLost({ tipBps: 1, tipRecipient: sellerAddress().toLowerCase() as Address })).not.toBeNull();
  });

  it("says nothing of anybody else, of whoever produces the block, and where no tip is paid", () => {
    expect(tipLost({ tipBps: 1, tipRecipient: SOMEBODY })).toBeNull();
    expect(tipLost({ tipBps: 1, tipRecipient: zeroAddress })).toBeNull();
    expect(tipLost({ tipBps: 0, tipRecipient: sellerAddress() })).toBeNull();
  });
});
