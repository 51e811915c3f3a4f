import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const TEXT = '{"rpcUrl":"http://ä"}\n';
const utf16 = (text: string, swap: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return swap ? bytes.swap16() : bytes;
};

describe("a text file", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte-order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16 as Windows writes it", utf16(TEXT, false)],
    ["UTF-16 the other way round", utf16(TEXT, true)],
  ])("is the same text in %s", (_, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  it("may be empty, and keeps a mark that is not at its beginning", () => {
    expect(decodeText(new Uint8Array())).toBe("");
    expect(decodeText(Buffer.from("a\uFEFFb"))).toBe("a\uFEFFb");
  });
});
