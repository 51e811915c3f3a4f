import type { Command } from "commander";
import { UsageError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { type AddressChoice, parseAddressChoice } from "../../core/tokens/address-choice.ts";
import { parseTargetKey, type Target } from "../../protocols/target.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";

/** Whom a command is about: a user, in every market asked for, or exactly one target. */
export interface Who {
  /** Null: `target` says it. */
  readonly user: AddressChoice | null;
  readonly target: Target | null;
  readonly protocols: readonly ProtocolName[];
}

export interface WhoOptions {
  readonly target?: string;
  readonly market?: string;
}

export function addTargetOption(command: Command): Command {
  return command.option("--target <key>", "exactly this target, as inspect and --json name it, instead of <user>");
}

/** @throws UsageError unless exactly one of user and target is given; a target leaves no market or protocol to choose. */
export function parseWho(user: string | undefined, options: WhoOptions & GlobalOptions): Who {
  const { target: key } = options;
  if (user !== undefined && key === undefined) {
    return { user: parseAddressChoice(user, "<user>"), target: null, protocols: chosenProtocols(options) };
  }
  if (key === undefined) {
    throw new UsageError("missing required argument 'user'", {
      hint: "give the borrower's address, or --target <key>",
    });
  }
  const clash = user !== undefined ? "<user>" : (["market", "protocol"] as const).find((name) => options[name]);
  if (clash !== undefined) {
    const what = clash.startsWith("<") ? clash : `--${clash}`;
    throw new UsageError(`--target and ${what} both say whom it is about`, { hint: "leave one of them out" });
  }
  const target = parseTargetKey(key);
  return { user: null, target, protocols: [target.protocol] };
}
