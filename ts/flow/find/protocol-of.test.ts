import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { parseTargetKey } from "../../protocols/target.ts";
import { protocolOf } from "./protocol-of.ts";

const POOL = "0x00000000000000000000000000000000000000b1";
const MORPHO = "0x00000000000000000000000000000000000000b2";
const USER = "0x00000000000000000000000000000000000000c1";
const ID = `0x${"5".repeat(64)}`;
const book = {
  name: "devnet",
  addresses: {
    "aave-v3": [{ name: "main", pool: POOL, addressesProvider: POOL, fromBlock: "0" }],
    morpho: { morpho: MORPHO, fromBlock: "0" },
  },
} as unknown as ChainBook;

describe("the protocol of a target", () => {
  it.each([
    [`aave-v3/${POOL}/${USER}`, "aave-v3"],
    [`morpho/${MORPHO}/${ID}/${USER}`, "morpho"],
  ])("%s", (key, protocol) => {
    expect(protocolOf(parseTargetKey(key), book)).toBe(protocol);
  });

  it.each([
    [`aave-v3/${MORPHO}/${USER}`, /^devnet has no market 0x0{38}b2$/i, "it has main"],
    [`morpho/${POOL}/${ID}/${USER}`, /^devnet has no market 0x0{38}b1$/i, "it has morpho"],
    [`aave-v3/${POOL}/${ID}/${USER}`, / is no target of aave-v3$/, "its targets are aave-v3/market/account"],
    [`morpho/${MORPHO}/${USER}`, / is no target of morpho$/, "its targets are morpho/market/id/account"],
    [`aave-v3/${POOL}/auction:7`, / is no target of aave-v3$/, "its targets are aave-v3/market/account"],
    [`morpho/${MORPHO}/${ID}/store:${POOL}`, / is no target of morpho$/, "its targets are morpho/market/id/account"],
  ])("%s is wrong usage", (key, message, hint) => {
    const work = () => protocolOf(parseTargetKey(key), book);
    expect(work).toThrow(UsageError);
    expect(work).toThrow(expect.objectContaining({ message: expect.stringMatching(message), hint }));
  });
});
