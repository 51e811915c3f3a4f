import type { PrivateKeyAccount } from "viem";
import type { Config } from "../core/config/config.ts";
import { loadSigner } from "../core/keys/signer.ts";
import { passwordPrompt } from "./ask-password.ts";
import type { Session } from "./session.ts";

/**
 * The account that a command acts for: with `send` there must be one; a dry run takes the one whose key is there, else null.
 * Errors as {@link loadSigner}.
 */
export async function signerFor({ host }: Session, config: Config, send: boolean): Promise<PrivateKeyAccount | null> {
  if (!send && config.keySource === "none") return null;
  const { env, redactor } = host;
  return loadSigner({ config, env, redactor, askPassword: passwordPrompt(host) });
}
