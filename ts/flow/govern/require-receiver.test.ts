import { type Address, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { sellerAddress } from "../deploy/seller-address.ts";
import { requireReceiver } from "./require-receiver.ts";

const ANYBODY: Address = "0x00000000000000000000000000000000000000b2";
const OTHER: Address = "0x00000000000000000000000000000000000000C3";
const WETH: Address = "0x4200000000000000000000000000000000000006";
const book = { wrappedNative: WETH };

describe("requireReceiver", () => {
  it.each([
    ["a seller that is set", OTHER, OTHER, /is a seller, and what comes there is for anybody to take$/],
    ["the project's own seller, whichever is set", sellerAddress(), OTHER, /is a seller/],
    ["the project's own seller, when none is set", sellerAddress(), zeroAddress, /is a seller/],
    ["the same in small letters", sellerAddress().toLowerCase() as Address, zeroAddress, /is a seller/],
    ["the wrapped native token", WETH, OTHER, /is the wrapped native token, and what comes there is lost$/],
  ])("refuses %s", (_, receiver, seller, message) => {
    const call = () => requireReceiver(receiver, { seller, book });
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code: "receiver-invalid", exitCode: 4 }));
  });

  it("takes anybody else", () => {
    for (const seller of [OTHER, zeroAddress, sellerAddress()]) requireReceiver(ANYBODY, { seller, book });
    expect(() => requireReceiver(ANYBODY, { seller: ANYBODY, book })).toThrow(ANYBODY);
  });
});
