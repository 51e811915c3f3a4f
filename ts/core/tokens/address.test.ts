import { describe, expect, it } from "vitest";
import { UsageError } from "../errors/errors.ts";
import { parseAddress } from "./address.ts";

const CHECKSUMMED = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

describe("parseAddress", () => {
  it.each([CHECKSUMMED, CHECKSUMMED.toLowerCase(), `0x${CHECKSUMMED.slice(2).toUpperCase()}`, ` ${CHECKSUMMED} `])(
    "returns %j checksummed",
    (text) => {
      expect(parseAddress(text, "<user>")).toBe(CHECKSUMMED);
    },
  );

  it("refuses a wrong checksum", () => {
    expect(() => parseAddress(CHECKSUMMED.replace("F6F4", "f6F4"), "<user>")).toThrow("<user> has a wrong checksum");
  });

  it.each(["", "0x", "alice.eth", "0x1234", `${CHECKSUMMED}00`, CHECKSUMMED.replace("f", "g")])(
    "refuses %j",
    (text) => {
      expect(() => parseAddress(text, "<user>")).toThrow(UsageError);
    },
  );

  it("says so when only the prefix is missing", () => {
    expect(() => parseAddress(CHECKSUMMED.slice(2), "<user>")).toThrow(
      expect.objectContaining({ hint: "put 0x in front of it" }),
    );
  });
});
