import { UsageError } from "../core/errors/errors.ts";

const SECRET_FLAG = /^--?(private-?key|pk|key|mnemonic|seed|seed-phrase|password|passphrase|keystore-password)(=|$)/i;
const BYTES32 = /^(--[a-z-]+=)?(0x)?[0-9a-f]{64}$/i;
/** Options whose value is a 32-byte hash and no key. */
const HASH_FLAGS = ["--market"];

/**
 * A key on the command line is in the shell's history and in every process list: it is refused before anything is
 * parsed, so that no message can repeat it.
 * @throws UsageError
 */
export function refuseSecretsInArguments(argv: readonly string[]): void {
  for (const [index, argument] of argv.entries()) {
    const flag = /^--[a-z-]+(?==)/i.exec(argument)?.[0] ?? argv[index - 1] ?? "";
    const looksLikeKey = BYTES32.test(argument) && !HASH_FLAGS.includes(flag);
    if (!looksLikeKey && !SECRET_FLAG.test(argument)) continue;
    throw new UsageError("a private key or password must not be on the command line", {
      code: "usage-secret-in-arguments",
      hint: "consider it known to others; use --keystore <file> with --password-file <file>, or FLIQ_PRIVATE_KEY",
    });
  }
}
