import type { Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Config } from "../config/config.ts";
import { KeystoreError, SignerError } from "../errors/errors.ts";
import type { Redactor } from "../errors/redact.ts";
import { decryptKeystore } from "./keystore.ts";
import { readSecretFile } from "./secret-file.ts";

export interface SignerInput {
  readonly config: Pick<Config, "keySource" | "keystore" | "passwordFile">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Learns the key before anything else can fail. */
  readonly redactor: Pick<Redactor, "add">;
  /** Asks a person; null where nobody can be asked. */
  readonly askPassword: ((question: string) => Promise<string>) | null;
}

/**
 * The account that signs: from the encrypted keystore, else from FLIQ_PRIVATE_KEY.
 * @throws SignerError when there is no key or it is malformed, KeystoreError when the keystore cannot be opened.
 */
export async function loadSigner(input: SignerInput): Promise<PrivateKeyAccount> {
  const key = await loadPrivateKey(input);
  input.redactor.add(key);
  try {
    return privateKeyToAccount(key);
  } catch {
    // no cause: the library's error carries the key
    throw new SignerError("the private key is not a number between 1 and the order of secp256k1");
  }
}

/**
 * The private key itself, for a child process that signs. Never print it, never pass it as an argument.
 * @throws as {@link loadSigner}
 */
export async function loadPrivateKey({ config, env, redactor, askPassword }: SignerInput): Promise<Hex> {
  if (config.keySource === "environment") return environmentKey(env.FLIQ_PRIVATE_KEY ?? "");
  if (config.keySource === "none" || config.keystore === null) {
    throw new SignerError("there is no key to sign with", {
      hint: "pass --keystore <file> with --password-file <file>, or set FLIQ_PRIVATE_KEY",
    });
  }
  const content = parseJson(config.keystore, await readSecretFile(config.keystore, "keystore"));
  const password = await findPassword({ config, env, redactor, askPassword });
  redactor.add(password);
  return decryptKeystore(content, password, config.keystore);
}

function environmentKey(text: string): Hex {
  const digits = text.trim().replace(/^0x/i, "");
  if (/^[0-9a-f]{64}$/i.test(digits)) return `0x${digits.toLowerCase()}`;
  throw new SignerError("FLIQ_PRIVATE_KEY is not a private key", { hint: "it must be 0x and 64 hexadecimal digits" });
}

/** The password file, else FLIQ_KEYSTORE_PASSWORD, else the person at the terminal. */
async function findPassword({ config, env, askPassword }: SignerInput): Promise<string> {
  if (config.passwordFile !== null) {
    const text = await readSecretFile(config.passwordFile, "password file");
    const password = text.replace(/\r?\n$/, "");
    if (password === "") throw new KeystoreError(`the password file ${config.passwordFile} is empty`);
    return password;
  }
  if (env.FLIQ_KEYSTORE_PASSWORD) return env.FLIQ_KEYSTORE_PASSWORD;
  if (askPassword) return askPassword(`Password of ${config.keystore}: `);
  throw new KeystoreError(`there is no password for ${config.keystore}`, {
    hint: "pass --password-file <file> or set FLIQ_KEYSTORE_PASSWORD",
  });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KeystoreError(`${path} is not a keystore: it is not valid JSON`);
  }
}
