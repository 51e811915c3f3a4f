import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Address } from "viem";
import { fetchBorrowers } from "../core/borrowers/fetch-borrowers.ts";
import { parseBorrowers } from "../core/borrowers/parse-borrowers.ts";
import type { Config } from "../core/config/config.ts";
import { resolveFrom } from "../core/config/config-file.ts";
import { decodeText } from "../core/data/decode-text.ts";
import type { BorrowersChoice } from "./commands/borrowers-choice.ts";
import type { Session } from "./session.ts";

/**
 * The accounts that the user names instead of all that are in logs; null: does not.
 * @throws as {@link parseBorrowers} and {@link fetchBorrowers}; what the system says about a file
 */
export async function readBorrowers(
  choice: BorrowersChoice | null,
  { host, signal }: Session,
  { rpcTimeoutMs: timeoutMs, rpcRetries: retries }: Pick<Config, "rpcTimeoutMs" | "rpcRetries">,
): Promise<readonly Address[] | null> {
  if (choice === null) return null;
  const read = (path: string) => decodeText(readFileSync(resolveFrom(host.cwd, path)));
  if ("url" in choice) {
    const { url, queryFile } = choice;
    host.redactor.addUrl(url);
    return fetchBorrowers({ url, query: queryFile === null ? null : read(queryFile), timeoutMs, retries, signal });
  }
  const { file } = choice;
  return file === "-" ? parseBorrowers(await text(host.stdin), "standard input") : parseBorrowers(read(file), file);
}
