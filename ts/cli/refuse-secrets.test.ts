import { describe, expect, it } from "vitest";
import { refuseSecretsInArguments } from "./refuse-secrets.ts";

const KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

describe("refuseSecretsInArguments", () => {
  it.each([
    ["--private-key", `0x${KEY}`],
    [`--private-key=0x${KEY}`],
    ["--pk", "x"],
    ["--password", "hunter2"],
    ["--mnemonic=test test"],
    ["inspect", `0x${KEY}`],
    ["inspect", KEY.toUpperCase()],
    [`--foo=${KEY}`],
  ])("refuses %s %s without repeating it", (...argv) => {
    let error: unknown;
    try {
      refuseSecretsInArguments(argv);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ exitCode: 2, message: "a private key or password must not be on the command line" });
    expect(String((error as Error).stack)).not.toMatch(/ac0974|hunter2/i);
  });

  it.each([
    ["inspect", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "--json"],
    ["--keystore", "key.json", "--password-file", "pw"],
    ["--market", `0x${KEY}`],
    [`--market=0x${KEY}`],
    [],
  ])("lets %s %s through", (...argv) => {
    expect(() => refuseSecretsInArguments(argv)).not.toThrow();
  });
});
