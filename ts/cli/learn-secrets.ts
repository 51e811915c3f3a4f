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
  // several may stand in one text
  const learnUrls = (text: string | undefined) => {
    for (const [url] of text?.matchAll(/https?:\/\/[^\s,]+/gi) ?? []) redactor.addUrl(url);
  };
  for (const name of secretVariables(adapters)) redactor.add(env[name]);
  for (const [name, value] of Object.entries(env)) {
    if (/(RPC|SEND)_URL$/.test(name)) learnUrls(value);
    // a key put into the wrong variable is a secret all the same
    else if (/^FLIQ_/.test(name) && /^(0x)?[0-9a-f]{64}$/i.test(value?.trim() ?? "")) redactor.add(value);
  }
  for (const argument of argv) learnUrls(argument);
}
