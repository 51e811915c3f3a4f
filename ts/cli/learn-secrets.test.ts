import { describe, expect, it } from "vitest";
import { defineSettings } from "../core/adapter/define-settings.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { learnSecrets } from "./learn-secrets.ts";

const ROUTER = defineSettings({ settings: {}, secrets: ["FLIQ_ROUTER_API_KEY"] });
const KEY = "ab".repeat(32);

function redacted(text: string, env: Record<string, string>, argv: readonly string[] = []): string {
  const redactor = createRedactor();
  learnSecrets({ env, redactor }, argv, [ROUTER]);
  return redactor.redact(text);
}

describe("learnSecrets", () => {
  it.each([
    ["of the keystore", { FLIQ_KEYSTORE_PASSWORD: "correct-horse" }, "correct-horse"],
    ["of an adapter", { FLIQ_ROUTER_API_KEY: "zx-route-me" }, "zx-route-me"],
    ["in the wrong variable", { FLIQ_TIP_BPS: KEY }, KEY],
    [
      "in the second of several endpoints",
      { FLIQ_RPC_URL: "https://a/v2/KEY, https://b/v2/SECRETKEY123" },
      "SECRETKEY123",
    ],
    ["in an endpoint for sending", { FLIQ_SEND_URL: "https://user:SECRETKEY123@b" }, "SECRETKEY123"],
    ["in an endpoint", { BASE_RPC_URL: "https://host/v2/SECRETKEY123" }, "SECRETKEY123"],
  ])("knows a secret %s", (_, env, secret) => {
    expect(redacted(`got ${secret} back`, env)).toBe("got [redacted] back");
  });

  it("knows what an endpoint on the command line authorises with", () => {
    const both = "--rpc-url=https://host/v2/ANOTHERKEY456,https://host/v2/SECRETKEY123";
    for (const argv of [
      ["--rpc-url=https://host/v2/SECRETKEY123"],
      ["--send-url", "https://h/v2/SECRETKEY123"],
      [both],
    ]) {
      expect(redacted("got SECRETKEY123 back", {}, argv)).toBe("got [redacted] back");
    }
  });

  it("leaves what is no secret", () => {
    expect(redacted("got ethereum back", { FLIQ_CHAIN: "ethereum" })).toBe("got ethereum back");
  });
});
