import type { Command } from "commander";
import type { RawSettings } from "../../core/config/config-file.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { parseAddress } from "../../core/tokens/address.ts";
import type { Wishes } from "../../flow/govern/resolve-wishes.ts";
import {
  eachList,
  LIST_NAMES,
  LISTS,
  type ListName,
  VALUE_NAMES,
  VALUES,
  type Values,
} from "../../flow/govern/rights.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { parseAccount } from "./parse-account.ts";
import { parseWho } from "./parse-who.ts";

/** What `allow` is asked for. */
export interface AllowRequest {
  readonly protocols: readonly ProtocolName[];
  /** Null: show what is allowed. */
  readonly wishes: Wishes | null;
  readonly send: boolean;
  readonly settings: RawSettings;
}

type AllowOptions = KeyOptions & {
  readonly maxGasGwei?: string;
  readonly priorityFeeGwei?: string;
  readonly unlisted?: boolean;
  readonly send?: boolean;
} & Readonly<Record<string, unknown>>;

/** Who is added to a list and taken off it, for the help. */
const PEOPLE: Readonly<Record<ListName, readonly [added: string, removed: string]>> = {
  operators: ["who may start liquidations", "who may no longer start liquidations"],
  markets: ["where may be liquidated, by name or address", "where no longer"],
  lenders: ["who may lend, by name or address", "who no longer"],
};

/** What sets a value: an option with its argument, or one for each side of a flag. The largest is what the contract takes. */
const SETTERS = {
  receiver: { option: "receiver", about: "who receives every profit" },
  minBonusShareBps: {
    option: "limit-bonus-share-bps",
    about: "least share of the bonus that must be left",
    min: 1n,
    max: 10_000n,
  },
  maxTipBps: { option: "limit-tip-bps", about: "most profit an operator may give away", min: 0n, max: 10_000n },
  seller: {
    option: "seller",
    about: "who sells on venues that the liquidator does not know; zero: nobody",
    zero: true,
  },
  paused: { option: "pause", about: "stop every liquidation", off: "unpause", offAbout: "let liquidations go on" },
} as const satisfies { readonly [Name in keyof Values]: object };

export function allowCommand(run: Run<AllowRequest>): Register {
  return (program, host) => {
    const command = program
      .command("allow")
      .description("show what the deployed liquidators allow and, for their owner, change it with --send");
    addChangeOptions(command)
      .option("--unlisted", "also add a market or lender that the address book does not have: it will get approvals")
      .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
      .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)")
      .option("--send", "send the changes; without it they are tried, and printed for a multisig to send");
    addKeyOptions(command)
      .addHelpText(
        "after",
        examples(
          "allow --chain base",
          "allow --chain base --protocol aave-v3 --add-market main --add-operator 0x… --limit-bonus-share-bps 6000",
          "allow --chain base --pause --keystore owner.json --send",
        ),
      )
      .action(action(host, parseAllow, run));
  };
}

function addChangeOptions(command: Command): Command {
  for (const list of LIST_NAMES) {
    const { one, hasCode } = LISTS[list];
    const argument = hasCode ? "<name|address...>" : "<address...>";
    const [added, removed] = PEOPLE[list];
    command.option(`--add-${one} ${argument}`, added).option(`--remove-${one} ${argument}`, removed);
  }
  for (const name of VALUE_NAMES) {
    const setter = SETTERS[name];
    if ("off" in setter) {
      command.option(`--${setter.option}`, setter.about).option(`--${setter.off}`, setter.offAbout);
    } else command.option(`--${setter.option} <${"max" in setter ? "bps" : VALUES[name].kind}>`, setter.about);
  }
  return command;
}

export function parseAllow(_: readonly string[], options: AllowOptions & GlobalOptions): AllowRequest {
  const texts = (option: string) => (options[keyOf(option)] ?? []) as readonly string[];
  const lists = eachList((list) => {
    const { one, hasCode } = LISTS[list];
    const parse = (option: string) =>
      texts(option).map((text) =>
        hasCode ? parseWho(text, `--${option}`) : { address: parseAccount(text, `--${option}`) },
      );
    return { add: parse(`add-${one}`), remove: parse(`remove-${one}`) };
  });
  const values = Object.fromEntries(
    VALUE_NAMES.flatMap((name) => {
      const value = parseValue(name, options);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Partial<Values>;
  const isAsked =
    Object.keys(values).length > 0 || LIST_NAMES.some((list) => lists[list].add.length + lists[list].remove.length > 0);
  const [send, unlisted] = [options.send === true, options.unlisted === true];
  if (!isAsked && (send || unlisted)) {
    throw new UsageError(`${send ? "--send" : "--unlisted"} needs something to change`, {
      hint: "such as --add-operator <address>; see fliq allow --help",
    });
  }
  return {
    protocols: chosenProtocols(options),
    wishes: isAsked ? { lists, values, unlisted } : null,
    send,
    settings: { ...keySettings(options), maxGasGwei: options.maxGasGwei, priorityFeeGwei: options.priorityFeeGwei },
  };
}

/** As commander keeps an option: `add-operator` as `addOperator`. */
function keyOf(option: string): string {
  return option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function parseValue(name: keyof Values, options: AllowOptions): Values[keyof Values] | undefined {
  const setter = SETTERS[name];
  const given = options[keyOf(setter.option)];
  if ("off" in setter) {
    const isOff = options[keyOf(setter.off)] === true;
    if (given === true && isOff) throw new UsageError(`--${setter.option} and --${setter.off} contradict each other`);
    return given === true || (isOff ? false : undefined);
  }
  if (given === undefined) return undefined;
  const text = String(given);
  if ("max" in setter) return parseWhole(text, `--${setter.option}`, setter);
  return ("zero" in setter ? parseAddress : parseAccount)(text, `--${setter.option}`);
}
