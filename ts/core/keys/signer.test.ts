import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { KeystoreError, SignerError } from "../errors/errors.ts";
import { createRedactor } from "../errors/redact.ts";
import { encryptKeystore } from "./keystore.ts";
import { writeSecretFile } from "./secret-file.ts";
import { loadSigner, type SignerInput } from "./signer.ts";

// key derivation is slow on purpose
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const ADDRESS = privateKeyToAddress(KEY);
let folder: string;
let keystore: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fliq-signer-"));
  keystore = join(folder, "key.json");
  await writeSecretFile(keystore, JSON.stringify(await encryptKeystore(KEY, "secret-password")));
  await writeSecretFile(join(folder, "password"), "secret-password\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(change: Partial<SignerInput["config"]>, rest: Partial<SignerInput> = {}) {
  const config = { keySource: "none", keystore: null, passwordFile: null, ...change } as const;
  return loadSigner({ env: {}, redactor: createRedactor(), askPassword: null, ...rest, config });
}

const fromKeystore = () => ({ keySource: "keystore", keystore }) as const;

describe("loadSigner", () => {
  it("signs with the key of FLIQ_PRIVATE_KEY, with or without prefix", async () => {
    for (const FLIQ_PRIVATE_KEY of [KEY, KEY.slice(2), ` ${KEY.toUpperCase().replace("0X", "0x")}\n`]) {
      const account = await load({ keySource: "environment" }, { env: { FLIQ_PRIVATE_KEY } });
      expect(account.address).toBe(ADDRESS);
    }
  });

  it("takes the password from its file, else the environment, else the person", async () => {
    const questions: string[] = [];
    const askPassword = async (question: string) => {
      questions.push(question);
      return "secret-password";
    };
    const env = { FLIQ_KEYSTORE_PASSWORD: "secret-password" };
    const wrong = { FLIQ_KEYSTORE_PASSWORD: "wrong" };
    expect((await load({ ...fromKeystore(), passwordFile: join(folder, "password") }, { env: wrong })).address).toBe(
      ADDRESS,
    );
    expect((await load(fromKeystore(), { env, askPassword })).address).toBe(ADDRESS);
    expect(questions).toEqual([]);
    expect((await load(fromKeystore(), { askPassword })).address).toBe(ADDRESS);
    expect(questions).toEqual([`Password of ${keystore}: `]);
  });

  it("reads key and password files that begin with a byte-order mark", async () => {
    const marked = { keystore: join(folder, "marked.json"), passwordFile: join(folder, "marked-password") };
    await writeSecretFile(marked.keystore, `\uFEFF${readFileSync(keystore, "utf8")}`);
    await writeSecretFile(marked.passwordFile, "\uFEFFsecret-password\r\n");
    expect((await load({ ...fromKeystore(), ...marked })).address).toBe(ADDRESS);
  });

  it("teaches the redactor the key and the password", async () => {
    const redactor = createRedactor();
    await load({ ...fromKeystore(), passwordFile: join(folder, "password") }, { redactor });
    expect(redactor.redact(`${KEY} secret-password`)).toBe("[redacted] [redacted]");
  });

  it("says in one sentence that there is no key", async () => {
    await expect(load({})).rejects.toThrow(
      expect.objectContaining({
        message: "there is no key to sign with",
        hint: "pass --keystore <file> with --password-file <file>, or set FLIQ_PRIVATE_KEY",
      }),
    );
  });

  it("says that there is no password where nobody can be asked", async () => {
    await expect(load(fromKeystore())).rejects.toThrow(`there is no password for ${keystore}`);
  });

  it.each(["hello", "0x1234", `0x${"zz".repeat(32)}`, `${KEY}00`, `0x${"00".repeat(32)}`, `0x${"ff".repeat(32)}`])(
    "refuses %s without repeating it",
    async (FLIQ_PRIVATE_KEY) => {
      const attempt = load({ keySource: "environment" }, { env: { FLIQ_PRIVATE_KEY } });
      const error = await attempt.catch((caught: unknown) => caught as Error);
      expect(error).toBeInstanceOf(SignerError);
      const shown = `${(error as Error).stack} ${String((error as Error).cause)}`;
      expect(shown).not.toContain(FLIQ_PRIVATE_KEY.replace("0x", ""));
    },
  );
});

describe.skipIf(process.platform === "win32")("file modes", () => {
  it("refuses a keystore or password file that others can read, and says how to mend it", async () => {
    for (const [path, mode] of [
      [keystore, 0o640],
      [keystore, 0o604],
      [join(folder, "password"), 0o644],
    ] as const) {
      chmodSync(path, mode);
      await expect(load({ ...fromKeystore(), passwordFile: join(folder, "password") })).rejects.toThrow(
        expect.objectContaining({
          message: expect.stringMatching(`is open to other users \\(mode ${mode.toString(8)}\\)`),
          hint: `run chmod 600 ${path}`,
        }),
      );
      chmodSync(path, 0o600);
    }
  });

  it("looks at the file behind a link", async () => {
    const link = join(folder, "link");
    symlinkSync(keystore, link);
    expect(
      (await load({ keySource: "keystore", keystore: link, passwordFile: join(folder, "password") })).address,
    ).toBe(ADDRESS);
    chmodSync(keystore, 0o644);
    await expect(load({ keySource: "keystore", keystore: link })).rejects.toThrow("open to other users");
    chmodSync(keystore, 0o600);
  });

  it("writes files for the owner only, and never over another", async () => {
    expect(statSync(keystore).mode & 0o777).toBe(0o600);
    await expect(writeSecretFile(keystore, "x")).rejects.toThrow(`cannot write ${keystore}: it exists`);
  });

  it.each([
    ["a missing file", "missing.json", "it does not exist"],
    ["a folder", ".", "is not a regular file"],
  ])("refuses %s", async (_, name, message) => {
    await expect(load({ keySource: "keystore", keystore: join(folder, name) })).rejects.toThrow(message);
  });

  it("refuses a file that is no JSON and an empty password file", async () => {
    const [text, empty] = [join(folder, "text"), join(folder, "empty")];
    writeFileSync(text, "BEGIN SECRET", { mode: 0o600 });
    writeFileSync(empty, "\n", { mode: 0o600 });
    await expect(load({ keySource: "keystore", keystore: text })).rejects.toThrow(KeystoreError);
    await expect(load({ ...fromKeystore(), passwordFile: empty })).rejects.toThrow("is empty");
  });
});
