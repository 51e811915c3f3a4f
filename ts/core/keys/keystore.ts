import {
  createCipheriv,
  createDecipheriv,
  pbkdf2,
  randomBytes,
  randomUUID,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";
import { type Hex, keccak256 } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { KeystoreError } from "../errors/errors.ts";

const hexBytes = z
  .string()
  .regex(/^(0x)?([0-9a-f]{2})+$/i)
  .transform((text) => Buffer.from(text.replace(/^0x/i, ""), "hex"));
/** scrypt needs 128 * n * r bytes: 256 MiB for what geth and this project write. */
const MAX_SCRYPT_BYTES = 2 ** 30;

const kdf = z.discriminatedUnion("kdf", [
  z.object({
    kdf: z.literal("scrypt"),
    kdfparams: z.object({
      n: z
        .int()
        .min(2)
        .max(2 ** 24),
      r: z.int().min(1).max(64),
      p: z.int().min(1).max(64),
      dklen: z.literal(32),
      salt: hexBytes,
    }),
  }),
  z.object({
    kdf: z.literal("pbkdf2"),
    kdfparams: z.object({
      c: z.int().min(1).max(100_000_000),
      prf: z.literal("hmac-sha256"),
      dklen: z.literal(32),
      salt: hexBytes,
    }),
  }),
]);

const keystoreSchema = z.object({
  version: z.literal(3),
  address: z.string().optional(),
  crypto: z
    .object({
      cipher: z.literal("aes-128-ctr"),
      cipherparams: z.object({ iv: hexBytes.refine((iv) => iv.length === 16) }),
      ciphertext: hexBytes.refine((text) => text.length === 32),
      mac: hexBytes.refine((mac) => mac.length === 32),
    })
    .and(kdf),
});

type Kdf = z.output<typeof kdf>;

/** An encrypted private key in the "Web3 Secret Storage" format, version 3. */
export interface Keystore {
  readonly version: 3;
  readonly id: string;
  /** 40 lower-case hexadecimal digits without prefix. */
  readonly address: string;
  readonly crypto: Readonly<Record<string, unknown>>;
}

/**
 * The private key in a version 3 keystore, with the file's own scrypt or pbkdf2 parameters.
 * @param content parsed JSON
 * @param name the file, for the error
 * @throws KeystoreError when the shape is not version 3, the password is wrong, or the key is not the address's.
 */
export async function decryptKeystore(content: unknown, password: string, name: string): Promise<Hex> {
  const parsed = keystoreSchema.safeParse(lowerCaseCrypto(content));
  if (!parsed.success) {
    const where = parsed.error.issues[0]!.path.join(".");
    throw new KeystoreError(`${name} is not a version 3 keystore${where ? ` (${where})` : ""}`, {
      hint: "use a file written by cast wallet import or geth",
    });
  }
  const { crypto, address } = parsed.data;
  const derived = await derive(crypto, password, name);
  const mac = Buffer.from(keccak256(Buffer.concat([derived.subarray(16), crypto.ciphertext]), "bytes"));
  if (!timingSafeEqual(mac, crypto.mac)) {
    throw new KeystoreError(`wrong password for ${name}, or the file is damaged`);
  }
  const decipher = createDecipheriv("aes-128-ctr", derived.subarray(0, 16), crypto.cipherparams.iv);
  const key: Hex = `0x${Buffer.concat([decipher.update(crypto.ciphertext), decipher.final()]).toString("hex")}`;
  if (address !== undefined && addressDigits(key) !== address.replace(/^0x/i, "").toLowerCase()) {
    throw new KeystoreError(`${name} holds the key of another address than the one it names`);
  }
  return key;
}

/** Encrypts with scrypt n=262144 r=8 p=1, which cast, geth and this project read. */
export async function encryptKeystore(privateKey: Hex, password: string): Promise<Keystore> {
  const kdfparams = { n: 262_144, r: 8, p: 1, dklen: 32, salt: randomBytes(32) } as const;
  const iv = randomBytes(16);
  const derived = await derive({ kdf: "scrypt", kdfparams }, password, "the new keystore");
  const cipher = createCipheriv("aes-128-ctr", derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(privateKey.slice(2), "hex")), cipher.final()]);
  return {
    version: 3,
    id: randomUUID(),
    address: addressDigits(privateKey),
    crypto: {
      cipher: "aes-128-ctr",
      cipherparams: { iv: iv.toString("hex") },
      ciphertext: ciphertext.toString("hex"),
      kdf: "scrypt",
      kdfparams: { ...kdfparams, salt: kdfparams.salt.toString("hex") },
      mac: keccak256(Buffer.concat([derived.subarray(16), ciphertext])).slice(2),
    },
  };
}

async function derive({ kdf, kdfparams }: Kdf, password: string, name: string): Promise<Buffer> {
  if (kdf === "pbkdf2") {
    return promisify(pbkdf2)(password, kdfparams.salt, kdfparams.c, kdfparams.dklen, "sha256");
  }
  const { n, r, p, dklen, salt } = kdfparams;
  const bytes = 128 * r * (n + p + 2);
  if (bytes > MAX_SCRYPT_BYTES || (n & (n - 1)) !== 0) {
    throw new KeystoreError(`${name} asks for scrypt parameters out of range (n=${n} r=${r} p=${p})`);
  }
  // RFC 7914 demands n < 2^(16 r) and OpenSSL insists on it; older writers (n=262144, r=1) did not
  if (r < 4 && n >= 2 ** (16 * r)) {
    const { scrypt: permissive } = await import("ox/Keystore");
    const [key] = permissive({ password, n, r, p, salt: Uint8Array.from(salt) });
    return Buffer.from(key().slice(2), "hex");
  }
  const run = promisify<string, Buffer, number, object, Buffer>(scrypt);
  return run(password, salt, dklen, { N: n, r, p, maxmem: bytes + 2 ** 20 });
}

/** Old geth files spell the section `Crypto`. */
function lowerCaseCrypto(content: unknown): unknown {
  if (typeof content !== "object" || content === null || "crypto" in content || !("Crypto" in content)) return content;
  return { ...content, crypto: content.Crypto };
}

function addressDigits(key: Hex): string {
  try {
    return privateKeyToAddress(key).slice(2).toLowerCase();
  } catch {
    // the library's error would carry the key
    throw new KeystoreError("the keystore holds a number that is no private key");
  }
}
