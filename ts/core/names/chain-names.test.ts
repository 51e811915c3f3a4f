import { describe, expect, it } from "vitest";
import { CHAIN_IDS, CHAIN_NAMES, chainNameOf, parseChainName, rpcUrlVariables } from "./chain-names.ts";

describe("parseChainName", () => {
  it("knows names, aliases and ids, in any case", () => {
    for (const name of CHAIN_NAMES) {
      expect(parseChainName(name)).toBe(name);
      expect(parseChainName(String(CHAIN_IDS[name]))).toBe(name);
      expect(chainNameOf(CHAIN_IDS[name])).toBe(name);
    }
    expect(parseChainName("Mainnet")).toBe("ethereum");
    expect(parseChainName("bsc")).toBe("bnb");
  });

  it("suggests the nearest name for a typo", () => {
    expect(() => parseChainName("arbitrun")).toThrow(expect.objectContaining({ hint: "did you mean arbitrum?" }));
  });

  it("lists the names when nothing is near", () => {
    expect(() => parseChainName("solana-devnet-7")).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining("ethereum, arbitrum") }),
    );
  });

  it("does not take inherited property names for aliases", () => {
    for (const word of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect(() => parseChainName(word)).toThrow("unknown chain");
    }
  });

  it("answers null for a chain that is not supported", () => {
    expect(chainNameOf(100)).toBeNull();
  });
});

describe("rpcUrlVariables", () => {
  it("accepts both names of the main chain", () => {
    expect(rpcUrlVariables("ethereum")).toEqual(["ETHEREUM_RPC_URL", "MAINNET_RPC_URL"]);
    expect(rpcUrlVariables("bnb")).toEqual(["BNB_RPC_URL"]);
  });
});
