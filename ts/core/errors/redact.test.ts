import { describe, expect, it } from "vitest";
import { createRedactor, endpointName } from "./redact.ts";

const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

describe("endpointName", () => {
  it.each([
    ["https://user:pw@rpc.example/v2/key?apikey=1#x", "https://rpc.example"],
    ["http://127.0.0.1:8545", "http://127.0.0.1:8545"],
    ["http://[::1]:8545/secret", "http://[::1]:8545"],
    ["not a url with secret", "[redacted]"],
  ])("keeps protocol, host and port of %s", (url, expected) => {
    expect(endpointName(url)).toBe(expected);
  });
});

describe("redact", () => {
  it("cuts every URL in a text and keeps the punctuation of the sentence", () => {
    const { redact } = createRedactor();
    expect(redact("see https://a.example/v2/KEY?k=1, then (http://u:p@b.example:1/x). wss://c.example/ws/abc")).toBe(
      "see https://a.example, then (http://b.example:1). wss://c.example",
    );
  });

  it("masks a private key with and without prefix, in any case", () => {
    const redactor = createRedactor();
    redactor.add(KEY);
    const text = redactor.redact(`a ${KEY} b ${KEY.slice(2)} c ${KEY.slice(2).toUpperCase()}`);
    expect(text).toBe("a [redacted] b [redacted] c [redacted]");
  });

  it("masks the parts of an endpoint that authorise, wherever they appear", () => {
    const redactor = createRedactor();
    redactor.addUrl("https://alice:hunter%3F22@rpc.example/v2/abcdef123456?apikey=qwertz987");
    const text = redactor.redact('{"error":"invalid key abcdef123456 for alice, qwertz987 / hunter?22"}');
    for (const secret of ["abcdef123456", "qwertz987", "hunter?22"]) expect(text).not.toContain(secret);
  });

  it("leaves hashes and addresses that are no secret alone", () => {
    const redactor = createRedactor();
    redactor.add(KEY);
    const hash = `0x${"12".repeat(32)}`;
    expect(redactor.redact(`transaction ${hash}`)).toBe(`transaction ${hash}`);
  });

  it("treats a secret as text, not as a pattern", () => {
    const redactor = createRedactor();
    redactor.add("a.c+d(e)$");
    expect(redactor.redact("a.c+d(e)$ abccdde")).toBe("[redacted] abccdde");
  });

  it("ignores values that cannot be told from ordinary output", () => {
    const redactor = createRedactor();
    redactor.add("1000");
    redactor.add("");
    redactor.add(undefined);
    redactor.add("123456789");
    redactor.addUrl("http://127.0.0.1:8545/v2/rpc");
    redactor.addUrl("https://rpc.example/ethereum-mainnet/optimism");
    const text = "1000 blocks by rpc v2 of ethereum-mainnet and optimism cost 1234567890";
    expect(redactor.redact(text)).toBe(text);
  });
});
