import type { RawSettings } from "../../core/config/config-file.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { parseDecimal, parseWhole, USD_DECIMALS } from "../../core/math/decimal.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { type BlockChoice, parseBlock } from "../../core/rpc/block.ts";
import { type AddressChoice, parseAddressChoice } from "../../core/tokens/address-choice.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import {
  addBorrowersOptions,
  type BorrowersChoice,
  type BorrowersOptions,
  parseBorrowersChoice,
} from "./borrowers-choice.ts";
import { addLimitOptions, type LimitOptions, limitSettings } from "./limit-options.ts";

const SORTS = ["profit", "hf"] as const;

/** What `targets` is asked for. */
export interface TargetsRequest {
  readonly protocols: readonly ProtocolName[];
  readonly block: BlockChoice;
  /** Only this user; null for everybody who ever borrowed. */
  readonly user: AddressChoice | null;
  readonly limit: number;
  /** WAD; accounts below it are shown. */
  readonly maxHealthFactor: bigint;
  /** USD with 8 decimals. */
  readonly minDebtUsd: bigint;
  readonly sort: (typeof SORTS)[number];
  /** Forget what earlier log scans have found. */
  readonly anew: boolean;
  /** Only these, read from a file or an URL. */
  readonly borrowers: BorrowersChoice | null;
  readonly settings: RawSettings;
}

interface TargetsOptions extends LimitOptions, BorrowersOptions {
  readonly block: string;
  readonly user?: string;
  readonly limit: string;
  readonly maxHf: string;
  readonly minDebtUsd: string;
  readonly sort: string;
  readonly rescan?: boolean;
}

export function targetsCommand(run: Run<TargetsRequest>): Register {
  return (program, host) => {
    const command = program
      .command("targets")
      .description("list accounts that can be liquidated, best first; ends with 3 when there is none")
      .option("--block <number|tag>", "block to look at", "latest")
      .option("--user <address>", "only this user")
      .option("--limit <count>", "most accounts to show", "20")
      .option("--max-hf <factor>", "show accounts with a health factor below this", "1")
      .option("--min-debt-usd <usd>", "leave smaller debts out", "0")
      .option("--sort <order>", SORTS.join(" or "), "profit")
      .option("--rescan", "look for borrowers in all logs again, not only in those since the last time");
    addLimitOptions(addBorrowersOptions(command))
      .addHelpText(
        "after",
        examples("targets --chain base", "targets --protocol morpho --max-hf 1.05 --sort hf --json"),
      )
      .action(action(host, parseTargets, run));
  };
}

export function parseTargets(_: readonly string[], options: TargetsOptions & GlobalOptions): TargetsRequest {
  const sort = SORTS.find((name) => name === options.sort.toLowerCase());
  if (!sort)
    throw new UsageError(`unknown order ${JSON.stringify(options.sort)}`, { hint: `use ${SORTS.join(" or ")}` });
  const maxHealthFactor = parseDecimal(options.maxHf, 18, "--max-hf");
  if (maxHealthFactor === 0n)
    throw new UsageError("--max-hf must be above 0", { hint: "1 shows what can be liquidated" });
  return {
    protocols: chosenProtocols(options),
    block: parseBlock(options.block),
    user: options.user === undefined ? null : parseAddressChoice(options.user, "--user"),
    limit: Number(parseWhole(options.limit, "--limit", { min: 1n, max: 10_000n })),
    maxHealthFactor,
    minDebtUsd: parseDecimal(options.minDebtUsd, USD_DECIMALS, "--min-debt-usd"),
    sort,
    anew: options.rescan === true,
    borrowers: parseBorrowersChoice(options),
    settings: limitSettings(options),
  };
}
