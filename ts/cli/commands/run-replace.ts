import { loadSigner } from "../../core/keys/signer.ts";
import { proposeReplacement } from "../../flow/replace/propose-replacement.ts";
import { replace } from "../../flow/replace/replace.ts";
import { passwordPrompt } from "../ask-password.ts";
import { openContext } from "../open-context.ts";
import { replacementJson } from "../print/replacement-json.ts";
import { replacedText, replacementText } from "../print/replacement-text.ts";
import type { Session } from "../session.ts";
import type { ReplaceRequest } from "./replace.ts";

/** Shows what would take the place of a transaction that waits, and sends it. A dry run needs the key too: whose nonce it is. */
export async function runReplace({ how, nonce, send, settings }: ReplaceRequest, session: Session): Promise<void> {
  const { progress, output, colors, host } = session;
  const context = await openContext(session, settings);
  const { env, redactor } = host;
  const signer = await loadSigner({ config: context.config, env, redactor, askPassword: passwordPrompt(host) });
  const now = () => new Date();
  const replacement = await proposeReplacement(context, { how, nonce, from: signer.address, now: now() });
  if (!send) {
    return output.result(replacementJson(replacement, null), () =>
      replacementText(replacement, { colors, sent: false }),
    );
  }
  output.text(`${replacementText(replacement, { colors, sent: true })}\n`);
  progress.show("sending");
  const replaced = await replace(context, replacement, { signer, now });
  output.result(replacementJson(replacement, replaced), () => replacedText(replacement, replaced, colors));
}
