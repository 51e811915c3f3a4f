import { describe, expect, it } from "vitest";
import { UsageError } from "../core/errors/errors.ts";
import { accountTarget, marketKey, parseTargetKey, type Target, targetKey, userOf } from "./target.ts";

const POOL = "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2";
const USER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ID = `0x${"5a".repeat(32)}` as const;
const aave = { protocol: "aave-v3", market: POOL } as const;
const morpho = { protocol: "morpho", market: POOL, marketId: ID } as const;

const TARGETS: readonly (readonly [string, Target])[] = [
  [`aave-v3/${POOL}/${USER}`, accountTarget(aave, USER)],
  [`morpho/${POOL}/${ID}/${USER}`, accountTarget(morpho, USER)],
  [`aave-v3/${POOL}/auction:127`, { ...aave, subject: { kind: "auction", id: "127" } }],
  [`aave-v3/${POOL}/store:${USER}`, { ...aave, subject: { kind: "store", asset: USER } }],
];

describe("the key of a target", () => {
  it.each(TARGETS)("is %s in lower case, and stands for it", (key, target) => {
    expect(targetKey(target)).toBe(key.toLowerCase());
    expect(parseTargetKey(key)).toEqual(target);
    expect(parseTargetKey(` ${key.toLowerCase()}\n`)).toEqual(target);
  });

  it("does not depend on how addresses are written, nor on who owns the account", () => {
    const owned: Target = { ...aave, subject: { kind: "account", user: USER, owner: POOL } };
    const shouted = { ...aave, market: POOL.toUpperCase().replace("0X", "0x") as typeof POOL };
    expect(targetKey(owned)).toBe(targetKey(accountTarget(shouted, USER.toLowerCase() as typeof USER)));
  });

  it("begins with the market's", () => {
    for (const [, target] of TARGETS) expect(targetKey(target).startsWith(`${marketKey(target)}/`)).toBe(true);
  });

  it.each([
    "",
    USER,
    `aave-v3/${USER}`,
    `aave-v9/${POOL}/${USER}`,
    `aave-v3/${POOL}/${USER}/`,
    `aave-v3/${POOL}/${USER.slice(0, -1)}`,
    `morpho/${POOL}/${ID.slice(0, -1)}/${USER}`,
    `aave-v3/${POOL}/auction:`,
    `aave-v3/${POOL}/store:1`,
  ])("is not %o", (text) => {
    expect(() => parseTargetKey(text)).toThrow(UsageError);
  });
});

describe("the user of a target", () => {
  it("is there where it is an account", () => {
    expect(TARGETS.map(([, target]) => userOf(target))).toEqual([USER, USER, null, null]);
  });
});
