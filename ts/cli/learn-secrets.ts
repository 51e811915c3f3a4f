import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import { secretVariables } from "../core/config/all-settings.ts";
import type { Host } from "./host.ts";

/**
 * Before anything can fail, the redactor knows every secret of the environment and every URL given.
 * @param adapters whose secrets there are besides the general ones
 */
export function learnSecrets(
  { env, redactor }: Pick<Host, "env" | "redactor">,
  argv: readonly string[],
  adapters: readonly AdapterSettings[],
): void {
  for (const name of secretVariables(adapters)) redactor.add(env[name]);
  for (const [name, value] of Object.entries(env)) {
    if (/RPC_URL$/.test(name)) redactor.addUrl(value);
    // a key put into the wrong variable is a secret all the same
    else if (/^FLIQ_/.test(name) && /^(0x)?[0-9a-f]{64}$/i.test(value?.trim() ?? "")) redactor.add(value);
  }
  for (const argument of argv) redactor.addUrl(/https?:\/\/.*/i.exec(argument)?.[0]);
}
