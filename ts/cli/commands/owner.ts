import type { Command } from "commander";
import { type Address, zeroAddress } from "viem";
import { UsageError } from "../../core/errors/errors.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import { nearest } from "../../core/names/nearest.ts";
import { parseAddress } from "../../core/tokens/address.ts";
import type { Act } from "../../flow/govern/acts.ts";
import type { Who, Wishes } from "../../flow/govern/resolve-wishes.ts";
import { eachList, type ListName, type Values } from "../../flow/govern/rights.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import type { AllowRequest } from "./allow.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { parseAccount } from "./parse-account.ts";
import { parseWho } from "./parse-who.ts";

type OwnerOptions = KeyOptions &
  GlobalOptions & {
    readonly maxGasGwei?: string;
    readonly priorityFeeGwei?: string;
    readonly send?: boolean;
    readonly remove?: boolean;
    readonly unlisted?: boolean;
    readonly cancel?: boolean;
    readonly bonusShareBps?: string;
    readonly tipBps?: string;
  };

/** One thing that an owner does. */
interface Part {
  readonly name: string;
  readonly about: string;
  /** As commander writes it: its name and what it is, for each. */
  readonly arguments?: readonly (readonly [name: string, about: string])[];
  readonly options?: readonly (readonly [flags: string, about: string])[];
  readonly example: string;
  readonly wishes: (words: readonly string[], options: OwnerOptions) => Wishes;
}

const REMOVE = "take off the list again";
const UNLISTED = "also add what the address book does not have: it will get approvals";

/** A new one is one entry here. */
const PARTS: readonly Part[] = [
  {
    name: "pause",
    about: "stop every liquidation",
    example: "owner pause --chain base --keystore owner.json --send",
    wishes: () => setting({ paused: true }),
  },
  {
    name: "unpause",
    about: "let liquidations go on",
    example: "owner unpause --chain base --keystore owner.json --send",
    wishes: () => setting({ paused: false }),
  },
  {
    name: "set-operator",
    about: "let somebody start liquidations",
    arguments: [["<address...>", "who"]],
    options: [["--remove", REMOVE]],
    example: "owner set-operator 0x… --chain base",
    wishes: (words, options) =>
      listing(
        "operators",
        words.map((word) => ({ address: parseAccount(word, "<address>") })),
        options,
      ),
  },
  {
    name: "set-receiver",
    about: "say who receives every profit, and what is rescued",
    arguments: [["<address>", "who"]],
    example: "owner set-receiver 0x… --chain base",
    wishes: ([word = ""]) => setting({ receiver: parseAccount(word, "<address>") }),
  },
  {
    name: "set-limits",
    about: "say what no operator can pass",
    options: [
      ["--bonus-share-bps <bps>", "least share of the bonus that must be left"],
      ["--tip-bps <bps>", "most profit an operator may give away"],
    ],
    example: "owner set-limits --bonus-share-bps 6000 --tip-bps 3000 --chain base",
    wishes: (_, options) => setting(limitsOf(options)),
  },
  {
    name: "set-seller",
    about: "say who sells on venues that the liquidator does not know",
    arguments: [["<address>", "who; zero: nobody"]],
    example: "owner set-seller 0x… --chain base",
    wishes: ([word = ""]) => setting({ seller: parseAddress(word, "<address>") }),
  },
  {
    name: "allow-market",
    about: "say where may be liquidated",
    arguments: [["<name|address...>", "of the address book, or the contract"]],
    options: [
      ["--remove", REMOVE],
      ["--unlisted", UNLISTED],
    ],
    example: "owner allow-market main --chain base --protocol aave-v3",
    wishes: (words, options) => listing("markets", named(words), options),
  },
  {
    name: "allow-lender",
    about: "say who may lend",
    arguments: [["<name|address...>", "of the address book, or the contract"]],
    options: [
      ["--remove", REMOVE],
      ["--unlisted", UNLISTED],
    ],
    example: "owner allow-lender morpho --chain base",
    wishes: (words, options) => listing("lenders", named(words), options),
  },
  {
    name: "rescue",
    about: "send what lies at the liquidator to its receiver",
    arguments: [
      ["<token>", "its address, or ether"],
      ["<amount>", "in whole tokens, or all"],
    ],
    example: "owner rescue 0x… all --chain base --protocol aave-v3",
    wishes: ([token = "", amount = ""]) => acting({ kind: "rescue", token: tokenOf(token), amount: amountOf(amount) }),
  },
  {
    name: "transfer",
    about: "offer the liquidator to a new owner, who then has to accept",
    arguments: [["[address]", "the new owner"]],
    options: [["--cancel", "take the offer back"]],
    example: "owner transfer 0x… --chain base",
    wishes: ([word], { cancel = false }) => {
      if ((word === undefined) !== cancel) {
        throw new UsageError("say either to whom, or --cancel", { hint: "see fliq owner transfer --help" });
      }
      return acting({ kind: "offer", to: word === undefined ? zeroAddress : parseAccount(word, "[address]") });
    },
  },
  {
    name: "accept",
    about: "become the owner of what is offered: sent by the new owner",
    example: "owner accept --chain base --keystore new-owner.json --send",
    wishes: () => acting({ kind: "accept" }),
  },
];

/** The same flow as `allow`, one thing at a time, and what is no setting besides. */
export function ownerCommand(run: Run<AllowRequest>): Register {
  return (program, host) => {
    const owner = program
      .command("owner")
      .description("what only the owner of the deployed liquidators can do, one thing at a time, with --send")
      .allowExcessArguments()
      .addHelpText("after", examples("owner pause --chain base", "owner rescue ether all --chain base"))
      .action(action(host, refusePart, run));
    for (const part of PARTS) {
      const command = owner.command(part.name).description(part.about);
      for (const [name, about] of part.arguments ?? []) command.argument(name, about);
      for (const [flags, about] of part.options ?? []) command.option(flags, about);
      const parse = (words: readonly string[], options: OwnerOptions) =>
        requestOf(part.wishes(words, options), options);
      addSending(command)
        .addHelpText("after", examples(part.example))
        .action(action(host, parse, run));
    }
  };
}

/** What comes here is no part that there is. */
function refusePart([word]: readonly string[]): never {
  const names = PARTS.map(({ name }) => name);
  const guess = word === undefined ? null : nearest(word, names);
  const message = word === undefined ? "owner needs to know what" : `owner has no part ${JSON.stringify(word)}`;
  throw new UsageError(message, { hint: guess ? `did you mean ${guess}?` : `it has ${names.join(", ")}` });
}

function addSending(command: Command): Command {
  command
    .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
    .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)")
    .option("--send", "send the calls; without it they are tried, and printed for a multisig to send");
  return addKeyOptions(command);
}

function requestOf(wishes: Wishes, options: OwnerOptions): AllowRequest {
  const { maxGasGwei, priorityFeeGwei, send = false } = options;
  const settings = { ...keySettings(options), maxGasGwei, priorityFeeGwei };
  return { protocols: chosenProtocols(options), wishes, send, settings };
}

const NONE: Wishes = { lists: eachList(() => ({ add: [], remove: [] })), values: {}, unlisted: false };

function setting(values: Partial<Values>): Wishes {
  return { ...NONE, values };
}

function acting(act: Act): Wishes {
  return { ...NONE, act };
}

function listing(list: ListName, who: readonly Who[], { remove = false, unlisted = false }: OwnerOptions): Wishes {
  if (remove && unlisted) throw new UsageError("--unlisted is for adding", { hint: "leave it out" });
  const change = remove ? { add: [], remove: who } : { add: who, remove: [] };
  return { ...NONE, lists: { ...NONE.lists, [list]: change }, unlisted };
}

function named(words: readonly string[]): Who[] {
  return words.map((word) => parseWho(word, "<name|address>"));
}

function limitsOf({ bonusShareBps, tipBps }: OwnerOptions): Partial<Values> {
  if (bonusShareBps === undefined && tipBps === undefined) {
    throw new UsageError("say which limit: --bonus-share-bps, --tip-bps or both");
  }
  const max = 10_000n;
  return {
    ...(bonusShareBps !== undefined && {
      minBonusShareBps: parseWhole(bonusShareBps, "--bonus-share-bps", { min: 1n, max }),
    }),
    ...(tipBps !== undefined && { maxTipBps: parseWhole(tipBps, "--tip-bps", { min: 0n, max }) }),
  };
}

function tokenOf(word: string): Address {
  return /^(ether|eth|native)$/i.test(word) ? zeroAddress : parseAccount(word, "<token>");
}

function amountOf(word: string): string | null {
  return word.toLowerCase() === "all" ? null : word;
}
