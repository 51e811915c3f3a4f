import { UsageError } from "../../core/errors/errors.ts";
import { planApproval } from "../../flow/approve/plan-approval.ts";
import { sendApproval } from "../../flow/approve/send-approval.ts";
import { deployedLiquidators } from "../../flow/govern/deployed-liquidators.ts";
import { openContext } from "../open-context.ts";
import { approvalText } from "../print/approval-text.ts";
import type { Session } from "../session.ts";
import { signerFor } from "../signer-for.ts";
import type { ApproveRequest } from "./approve.ts";

/** Shows, and with `send` makes, what a liquidator may take from a wallet. */
export async function runApprove(request: ApproveRequest, session: Session): Promise<void> {
  const { output, colors, progress } = session;
  const context = await openContext(session, request.settings);
  const [liquidator, ...others] = await deployedLiquidators(context, request.protocols);
  if (others.length > 0) {
    throw new UsageError("it is not clear which liquidator is meant", { hint: "say it with --protocol" });
  }
  const signer = request.from === null ? await signerFor(session, context.config, request.send) : null;
  const from = request.from ?? signer?.address;
  if (from === undefined) {
    throw new UsageError("it is not known whose wallet is meant", { hint: "pass --from <address>, or its key" });
  }
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  const approval = await planApproval(context, { ...request, liquidator: liquidator!, from, blockNumber });
  if (!approval.isOperator && approval.after > 0n) {
    context.logger.warn(`${from} is no operator of ${liquidator!.contract}, so it cannot pay with this`);
  }
  progress.show("sending approve");
  const sent = request.send && signer !== null ? await sendApproval(context, approval, signer) : null;
  const { contract, address } = approval.liquidator;
  output.result({ ...approval, liquidator: { contract, address }, sent }, () =>
    approvalText(approval, sent, { send: request.send, colors }),
  );
}
