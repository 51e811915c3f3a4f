import type { Address } from "viem";
import type { RawSettings } from "../../core/config/config-file.ts";
import { UsageError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { parseAddress } from "../../core/tokens/address.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { parseAccount } from "./parse-account.ts";

/** What `approve` is asked to do: let one liquidator take exactly this much of a token from a wallet. */
export interface ApproveRequest {
  readonly protocols: readonly ProtocolName[];
  readonly token: Address;
  /** In whole tokens; its decimals are the token's. */
  readonly amount: string;
  /** Whose wallet, in a dry run; null: whose key it is. */
  readonly from: Address | null;
  readonly send: boolean;
  readonly settings: RawSettings;
}

interface ApproveOptions extends KeyOptions {
  readonly token?: string;
  readonly amount?: string;
  readonly revoke?: boolean;
  readonly from?: string;
  readonly maxGasGwei?: string;
  readonly priorityFeeGwei?: string;
  readonly send?: boolean;
}

export function approveCommand(run: Run<ApproveRequest>): Register {
  return (program, host) => {
    const command = program
      .command("approve")
      .description("let a liquidator take an amount of a token from the wallet that pays with --funding wallet")
      .option("--token <address>", "the debt to pay with (required)")
      .option("--amount <amount>", "how much in whole tokens, such as 1500.5; replaces what was approved before")
      .option("--revoke", "take back what was approved")
      .option("--from <address>", "whose wallet: a dry run that needs no key")
      .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
      .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)")
      .option("--send", "send the transaction; without it everything else is done");
    addKeyOptions(command)
      .addHelpText(
        "after",
        examples(
          "approve --chain base --protocol aave-v3 --token 0x… --amount 25000 --keystore key.json --send",
          "approve --chain base --protocol aave-v3 --token 0x… --revoke --from 0x…",
        ),
      )
      .action(action(host, parseApprove, run));
  };
}

export function parseApprove(_: readonly string[], options: ApproveOptions & GlobalOptions): ApproveRequest {
  const { token, amount, from, send = false, revoke = false } = options;
  if (token === undefined) {
    throw new UsageError("required option '--token <address>' not specified", { hint: "see fliq approve --help" });
  }
  if ((amount === undefined) !== revoke) {
    throw new UsageError("say either how much, with --amount, or --revoke", { hint: "see fliq approve --help" });
  }
  if (from !== undefined && send) {
    throw new UsageError("--from is for a dry run: with --send the key says whose wallet", { hint: "leave one out" });
  }
  return {
    protocols: chosenProtocols(options),
    token: parseAddress(token, "--token"),
    amount: amount ?? "0",
    from: from === undefined ? null : parseAccount(from, "--from"),
    send,
    settings: { ...keySettings(options), maxGasGwei: options.maxGasGwei, priorityFeeGwei: options.priorityFeeGwei },
  };
}
