import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { KeystoreError } from "../errors/errors.ts";
import { decryptKeystore, encryptKeystore } from "./keystore.ts";

const CAST = join(import.meta.dirname, "../../../node_modules/.bin/cast");
const KEY: Hex = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
// test vectors of the Web3 Secret Storage Definition; both hold the same key
const PUBLISHED_KEY = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
const PBKDF2 = {
  version: 3,
  crypto: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "6087dab2f9fdbbfaddc31a909735c1e6" },
    ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
    kdf: "pbkdf2",
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: "hmac-sha256",
      salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
    },
    mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
  },
};
const SCRYPT = {
  version: 3,
  crypto: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "83dbcc02d8ccb40e466191a123791e0e" },
    ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
    kdf: "scrypt",
    kdfparams: {
      dklen: 32,
      n: 262144,
      r: 1,
      p: 8,
      salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
    },
    mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-keystore-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("decryptKeystore", () => {
  it.each([
    ["pbkdf2", PBKDF2],
    ["scrypt with p=8 r=1", SCRYPT],
    ["a capital Crypto section", { version: 3, Crypto: SCRYPT.crypto }],
  ])("opens %s", async (_, content) => {
    expect(await decryptKeystore(content, "testpassword", "k.json")).toBe(PUBLISHED_KEY);
  });

  it("opens what cast wallet import writes", async () => {
    execFileSync(CAST, ["wallet", "import", "a", "-k", folder, "--private-key", KEY, "--unsafe-password", "päss wörd"]);
    const content = JSON.parse(readFileSync(join(folder, "a"), "utf8"));
    expect(await decryptKeystore(content, "päss wörd", "a")).toBe(KEY);
  });

  // key derivation is slow on purpose
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

  it("opens what cast wallet new writes", async () => {
    const target = mkdtempSync(join(folder, "new-"));
    const printed = execFileSync(CAST, ["wallet", "new", target, "--unsafe-password", "pw"], { encoding: "utf8" });
    const content = JSON.parse(readFileSync(join(target, readdirSync(target)[0]!), "utf8"));
    const key = await decryptKeystore(content, "pw", "new");
    expect(printed).toContain(privateKeyToAddress(key));
  });

  it("says that a password is wrong, and repeats neither password nor key", async () => {
    const error = await decryptKeystore(SCRYPT, "hunter2-hunter2", "k.json").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KeystoreError);
    expect(String(error)).toContain("wrong password for k.json, or the file is damaged");
    expect(String((error as Error).stack)).not.toMatch(/hunter2|7a28b5ba/);
  });

  it("notices one changed byte", async () => {
    const damaged = structuredClone(SCRYPT);
    damaged.crypto.ciphertext = `00${damaged.crypto.ciphertext.slice(2)}`;
    await expect(decryptKeystore(damaged, "testpassword", "k.json")).rejects.toThrow("the file is damaged");
  });

  it("notices a key that is not the named address's", async () => {
    const content = { ...SCRYPT, address: "00".repeat(20) };
    await expect(decryptKeystore(content, "testpassword", "k.json")).rejects.toThrow("key of another address");
  });

  it.each([
    ["null", null, "k.json is not a version 3 keystore"],
    ["an array", [], "k.json is not a version 3 keystore"],
    ["version 1", { ...SCRYPT, version: 1 }, "k.json is not a version 3 keystore (version)"],
    ["another cipher", { ...SCRYPT, crypto: { ...SCRYPT.crypto, cipher: "aes-256-gcm" } }, "(crypto.cipher)"],
    ["another kdf", { ...SCRYPT, crypto: { ...SCRYPT.crypto, kdf: "argon2" } }, "(crypto.kdf)"],
    ["no mac", { ...SCRYPT, crypto: { ...SCRYPT.crypto, mac: undefined } }, "(crypto.mac)"],
    ["parameters that would fill the memory", withScrypt({ n: 2 ** 24, r: 64 }), "scrypt parameters out of range"],
    ["an n that is no power of two", withScrypt({ n: 262143 }), "scrypt parameters out of range"],
  ])("refuses %s", async (_, content, message) => {
    await expect(decryptKeystore(content, "testpassword", "k.json")).rejects.toThrow(message);
  });
});

describe("encryptKeystore", () => {
  it("writes what it reads, with the parameters of geth", async () => {
    const keystore = await encryptKeystore(KEY, "correct horse");
    expect(keystore.crypto).toMatchObject({ kdf: "scrypt", kdfparams: { n: 262144, r: 8, p: 1, dklen: 32 } });
    expect(`0x${keystore.address}`).toBe(privateKeyToAddress(KEY).toLowerCase());
    expect(await decryptKeystore(JSON.parse(JSON.stringify(keystore)), "correct horse", "k.json")).toBe(KEY);
  });

  it("writes what cast opens", async () => {
    writeFileSync(join(folder, "mine"), JSON.stringify(await encryptKeystore(KEY, "pw")));
    const printed = execFileSync(CAST, ["wallet", "address", "--keystore", join(folder, "mine"), "--password", "pw"], {
      encoding: "utf8",
    });
    expect(printed.trim()).toBe(privateKeyToAddress(KEY));
  });

  it("never uses a salt or an initialisation vector twice", async () => {
    const [one, two] = await Promise.all([encryptKeystore(KEY, "pw"), encryptKeystore(KEY, "pw")]);
    expect(one.crypto.ciphertext).not.toBe(two.crypto.ciphertext);
    expect(one.crypto.kdfparams).not.toEqual(two.crypto.kdfparams);
  });
});

function withScrypt(change: object) {
  return { ...SCRYPT, crypto: { ...SCRYPT.crypto, kdfparams: { ...SCRYPT.crypto.kdfparams, ...change } } };
}
