import type { Address } from "viem";
import type { RawSettings } from "../../core/config/config-file.ts";
import { listed } from "../../core/data/listed.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { parseAccount } from "./parse-account.ts";

/** What `deploy` is asked to do: one liquidator per protocol, set up by what is said here. */
export interface DeployRequest {
  readonly protocols: readonly ProtocolName[];
  readonly owner: Address;
  /** Of every profit. There is no default: a wrong one would be found out too late. */
  readonly receiver: Address;
  /** May start liquidations; empty: the account that deploys. */
  readonly operators: readonly Address[];
  /** Limits of the owner that no operator can pass, basis points. */
  readonly ownerMinBonusShareBps: number;
  readonly ownerMaxTipBps: number;
  /** Who would deploy, in a dry run; null: whose key it is. */
  readonly from: Address | null;
  readonly send: boolean;
  readonly settings: RawSettings;
}

interface DeployOptions extends KeyOptions {
  readonly owner?: string;
  readonly receiver?: string;
  readonly operator: readonly string[];
  readonly limitBonusShareBps: string;
  readonly limitTipBps: string;
  readonly maxGasGwei?: string;
  readonly priorityFeeGwei?: string;
  readonly from?: string;
  readonly send?: boolean;
}

const BPS = { min: 0n, max: 10_000n } as const;

export function deployCommand(run: Run<DeployRequest>): Register {
  return (program, host) => {
    const command = program
      .command("deploy")
      .description("deploy the liquidators of a chain and, with --send, record them in deployments/")
      .option("--owner <address>", "who may change the contract; a cold account or a multisig (required)")
      .option("--receiver <address>", "who receives every profit (required)")
      .option("--operator <address...>", "who may start liquidations (default: the account that deploys)", [])
      .option("--limit-bonus-share-bps <bps>", "least share of the bonus that must be left", "5000")
      .option("--limit-tip-bps <bps>", "most profit an operator may give away", "5000")
      .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
      .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)")
      .option("--from <address>", "who would deploy: a dry run that needs no key")
      .option("--send", "send the transactions; without it they are estimated");
    addKeyOptions(command)
      .addHelpText(
        "after",
        examples(
          "deploy --chain base --owner 0x… --receiver 0x… --from 0x…",
          "deploy --chain base --protocol aave-v3 --owner 0x… --receiver 0x… --keystore key.json --send",
        ),
      )
      .action(action(host, parseDeploy, run));
  };
}

export function parseDeploy(_: readonly string[], options: DeployOptions & GlobalOptions): DeployRequest {
  const { owner, receiver, from } = options;
  if (owner === undefined || receiver === undefined) throw missing({ owner, receiver });
  if (from !== undefined && options.send) {
    throw new UsageError("--from is for a dry run: with --send the key says who deploys", { hint: "leave one out" });
  }
  return {
    protocols: chosenProtocols(options),
    owner: parseAccount(owner, "--owner"),
    receiver: parseAccount(receiver, "--receiver"),
    operators: options.operator.map((text) => parseAccount(text, "--operator")),
    ownerMinBonusShareBps: Number(
      parseWhole(options.limitBonusShareBps, "--limit-bonus-share-bps", { ...BPS, min: 1n }),
    ),
    ownerMaxTipBps: Number(parseWhole(options.limitTipBps, "--limit-tip-bps", BPS)),
    from: from === undefined ? null : parseAccount(from, "--from"),
    send: options.send === true,
    settings: { ...keySettings(options), maxGasGwei: options.maxGasGwei, priorityFeeGwei: options.priorityFeeGwei },
  };
}

/** Says everything that is missing at once. */
function missing(options: Readonly<Record<string, string | undefined>>): UsageError {
  const names = Object.keys(options).filter((name) => options[name] === undefined);
  const list = listed(names.map((name) => `'--${name} <address>'`));
  return new UsageError(`required option${names.length > 1 ? "s" : ""} ${list} not specified`, {
    hint: "see fliq deploy --help",
  });
}
