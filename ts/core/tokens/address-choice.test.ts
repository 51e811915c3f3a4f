import { describe, expect, it } from "vitest";
import { addressChoiceText, parseAddressChoice } from "./address-choice.ts";

const WHOLE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("an address as a person names it", () => {
  it.each([WHOLE, WHOLE.toLowerCase()])("is whole: %s", (text) => {
    expect(parseAddressChoice(text, "<user>")).toBe(WHOLE);
  });

  it.each(["0x7099…79C8", "0x7099...79c8", " 0X7099..79C8 ".replace("X", "x")])("is as tables show it: %s", (text) => {
    const choice = parseAddressChoice(text, "<user>");
    expect(choice).toEqual({ start: "0x7099", end: "79c8" });
    expect(addressChoiceText(choice)).toBe("0x7099…79c8");
  });

  it.each(["0x70…79C8", "0x7099…", "…79C8", "7099…79C8", "0x7099 79C8", "0x709g…79C8"])(
    "is nothing else: %s",
    (text) => {
      expect(() => parseAddressChoice(text, "<user>")).toThrow(/^<user> must be an address of 0x and 40/);
    },
  );
});
