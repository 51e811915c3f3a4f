import { isAddressEqual, type PrivateKeyAccount } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError, SignerError } from "../../core/errors/errors.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import type { Proposal, TriedChange } from "./propose-changes.ts";
import type { Governance } from "./read-governance.ts";

/**
 * Whether an account may and can send every change, before the first is sent.
 * @throws RefusedError when it is not who has to send each, or gas is above the limit; SignerError when it cannot pay.
 */
export async function checkSender(
  context: Context,
  proposals: readonly Proposal[],
  { signer, gasPrice }: { readonly signer: PrivateKeyAccount; readonly gasPrice: GasPrice },
): Promise<void> {
  for (const { governance, changes } of proposals) {
    for (const change of changes) requireRight(governance, change, signer);
  }
  refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
  const changes = proposals.flatMap((proposal) => proposal.changes);
  await requireFunds(context, signer, changes, gasPrice);
}

function requireRight({ contract, owner }: Governance, { sender }: TriedChange, { address }: PrivateKeyAccount): void {
  if (isAddressEqual(sender, address)) return;
  const isOwners = isAddressEqual(sender, owner);
  const why = isOwners ? `change ${contract}: its owner is` : `accept ${contract}: it is offered to`;
  const who = isOwners ? "the owner" : "the new owner";
  throw new RefusedError(`${address} may not ${why} ${sender}`, {
    code: isOwners ? "not-owner" : "not-pending-owner",
    hint: `use ${who}'s key, or leave --send out and let ${who} send the calls that are printed`,
    numbers: { owner, signer: address },
  });
}

/** @throws SignerError when the account cannot pay for all of them in advance. */
async function requireFunds(
  { client, config }: Context,
  { address }: PrivateKeyAccount,
  changes: readonly TriedChange[],
  gasPrice: GasPrice,
): Promise<void> {
  const { maxFeePerGas } = feesToSign(gasPrice, config.maxGasPriceWei);
  const needed = changes.reduce((sum, { gas }) => sum + paddedGas(gas), 0n) * maxFeePerGas;
  const balance = await client.getBalance({ address });
  if (balance >= needed) return;
  const [has, needs] = [balance, needed].map((wei) => formatDecimal(wei, 18));
  throw new SignerError(`${address} has ${has} of the native token, and the changes cost up to ${needs}`, {
    code: "insufficient-funds",
    hint: "fund the account that signs",
    numbers: { balance, needed },
  });
}
