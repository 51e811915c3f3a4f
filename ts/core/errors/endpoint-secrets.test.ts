import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./endpoint-secrets.ts";
import { createRedactor } from "./redact.ts";

const BASIC = Buffer.from("alice:pa$$/w=1?").toString("base64");

describe("what a node says", () => {
  it.each([
    ["a short key", "https://rpc.example/v2/k9x2", "invalid key k9x2", "invalid key [redacted]"],
    ["a key of digits", "https://rpc.example/7731", "key 7731: no (7731)", "key [redacted]: no ([redacted])"],
    ["a long key of digits", "https://rpc.example/?k=12345678901234", "12345678901234?", "[redacted]?"],
    ["a key of letters", "https://rpc.example/?token=hunter", "bad token Hunter", "bad token [redacted]"],
    ["a key without a value", "https://rpc.example/?abcd1", "no abcd1", "no [redacted]"],
    ["a password", "https://alice:hush@rpc.example", "hush of alice", "[redacted] of [redacted]"],
    ["basic authentication", "https://alice:pa$$%2Fw%3D1%3F@rpc.example", `got Basic ${BASIC}`, "got Basic [redacted]"],
    [
      "the same in a URL",
      "https://alice:pa$$%2Fw%3D1%3F@rpc.example",
      `auth=${encodeURIComponent(BASIC)}&pair=alice:pa$$/w=1?`,
      "auth=[redacted]&pair=[redacted]",
    ],
    ["a key with signs", "https://rpc.example/a%2Bb%2Fc1", "a+b/c1 or a%2Bb%2Fc1", "[redacted] or [redacted]"],
  ])("does not repeat %s", (_, url, said, shown) => {
    expect(withoutSecrets(said, url)).toBe(shown);
  });

  it.each([
    ["https://eth-mainnet.example/v2/api/rpc", "the api of eth-mainnet v2 needs rpc for block 18000000 on mainnet"],
    ["https://rpc.example/7731", "block 17731, 77310 and 0x7731 are no 773"],
    ["https://rpc.example/k9x2", "k9x20 and ak9x2 are other words"],
    ["http://127.0.0.1:8545", "port 8545 is in use"],
    ["https://rpc.example/polygon-mainnet/1", "polygon-mainnet has 1 block"],
    ["no url", "no url at all"],
  ])("keeps its ordinary words and numbers: %s", (url, said) => {
    expect(withoutSecrets(said, url)).toBe(said);
  });
});

describe("the redactor of everything that is printed", () => {
  it("knows basic authentication in every form", () => {
    const redactor = createRedactor();
    redactor.addUrl("https://alice:hunter%3F22@rpc.example");
    const pair = "alice:hunter?22";
    const base64 = Buffer.from(pair).toString("base64");
    for (const form of [
      pair,
      base64,
      base64.replace(/=+$/, ""),
      encodeURIComponent(base64),
      "hunter%3F22",
      "hunter?22",
    ]) {
      expect(redactor.redact(`said ${form}.`)).toBe("said [redacted].");
    }
    expect(redactor.redact("alice is an ordinary word")).toBe("alice is an ordinary word");
  });
});
