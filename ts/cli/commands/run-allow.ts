import { loadSigner } from "../../core/keys/signer.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { applyChanges } from "../../flow/govern/apply-changes.ts";
import { deployedLiquidators } from "../../flow/govern/deployed-liquidators.ts";
import { proposeChanges } from "../../flow/govern/propose-changes.ts";
import type { Governance } from "../../flow/govern/read-governance.ts";
import type { Wishes } from "../../flow/govern/resolve-wishes.ts";
import { showGovernance } from "../../flow/govern/show-governance.ts";
import { expensiveGas } from "../../flow/plan/expensive-gas.ts";
import { readGasPrice } from "../../flow/plan/gas.ts";
import { reconcile } from "../../flow/reconcile/reconcile.ts";
import { contractsOf } from "../../protocols/contracts-of.ts";
import { passwordPrompt } from "../ask-password.ts";
import { openContext } from "../open-context.ts";
import { allowJson } from "../print/allow-json.ts";
import { allowText, appliedText, proposedText } from "../print/allow-text.ts";
import type { Session } from "../session.ts";
import { warnOfStaleRecord } from "../warn-of-stale-record.ts";
import type { AllowRequest } from "./allow.ts";

/** Shows what the liquidators of the chain allow, or changes it. */
export async function runAllow(request: AllowRequest, session: Session): Promise<void> {
  const { progress, output, colors, width } = session;
  const context = await openContext(session, request.settings);
  for (const contract of contractsOf(request.protocols)) await warnOfStaleRecord(context, contract);
  const liquidators = await deployedLiquidators(context, request.protocols);
  const { number: blockNumber } = await resolveBlock(context.client, { tag: "latest" });
  if (request.wishes !== null) {
    const { wishes, send } = request;
    return changeAllowed({ context, liquidators, blockNumber, wishes, send }, session);
  }
  const shown: Governance[] = [];
  for (const liquidator of liquidators) {
    shown.push(await showGovernance(context, liquidator, blockNumber, progress.step));
  }
  const data = shown.map((governance) => allowJson({ governance, isWhole: true }));
  output.result(data, () => allowText(shown, { chain: context.book.name, colors, width }));
}

interface ChangeRequest {
  readonly context: Awaited<ReturnType<typeof openContext>>;
  readonly liquidators: Awaited<ReturnType<typeof deployedLiquidators>>;
  readonly blockNumber: bigint;
  readonly wishes: Wishes;
  readonly send: boolean;
}

/** What would be sent is shown before anything is. A key is asked for when there is something to send. */
async function changeAllowed(request: ChangeRequest, { progress, output, colors, width, host, logger }: Session) {
  const { context, liquidators, blockNumber, wishes, send } = request;
  progress.show("trying the changes");
  const proposals = await proposeChanges(context, liquidators, { wishes, blockNumber });
  const count = proposals.reduce((sum, { changes }) => sum + changes.length, 0);
  const gasPrice = await readGasPrice(context, blockNumber);
  const style = { chain: context.book.name, colors, width, gasPrice };
  if (!send || count === 0) {
    const tooDear = count > 0 && expensiveGas(gasPrice, context.config.maxGasPriceWei);
    if (tooDear) logger.warn(`${tooDear.message}: nothing would be sent now`);
    const data = proposals.map((one) => allowJson({ ...one, isWhole: false }));
    return output.result(data, () => `${proposedText(proposals, style)}\n\n${endOf(count, colors)}`);
  }
  const { env, redactor } = host;
  const { config } = context;
  const signer = await loadSigner({ config, env, redactor, askPassword: passwordPrompt(host) });
  await reconcile(context, new Date());
  const applied = await applyChanges(context, proposals, {
    signer,
    gasPrice,
    onReady: () => output.text(`${proposedText(proposals, style)}\n`),
    onStep: progress.show,
  });
  output.result(
    applied.map((one) => allowJson({ ...one, isWhole: false })),
    () => appliedText(applied, colors),
  );
}

function endOf(count: number, colors: Session["colors"]): string {
  if (count === 0) return "Everything is so already: nothing was sent.";
  const calls = count === 1 ? "the call" : "the calls";
  return `${colors.yellow("Dry run: nothing was sent.")} Add --send with the owner's key, or let the owner send ${calls}.`;
}
