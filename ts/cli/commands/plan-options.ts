import type { Command } from "commander";
import type { Address, Hex } from "viem";
import type { RawSettings } from "../../core/config/config-file.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { FUNDING_NAMES, type FundingName } from "../../core/names/names.ts";
import { parseAddress } from "../../core/tokens/address.ts";
import { parseRepay, type RepayChoice } from "../../core/tokens/repay-choice.ts";
import { parseTokenChoice, type TokenChoice } from "../../core/tokens/token-choice.ts";
import { addLimitOptions, type LimitOptions, limitSettings } from "./limit-options.ts";

const FUNDINGS = ["auto", ...FUNDING_NAMES] as const;
/** One source, some of them, or whichever pay best. */
export type FundingChoice = "auto" | FundingName | readonly FundingName[];

/** A market as the user names it: a contract by name or address, a market in a contract by its id or how that begins and ends. */
export type MarketChoice =
  | { readonly name: string }
  | { readonly address: Address }
  | { readonly id: Hex }
  | { readonly idStart: Hex; readonly idEnd: string };

/** What `simulate` and `liquidate` are asked to do with whom they are about. */
export interface PlanRequest {
  /** Null: whichever market the user has a liquidatable position in. */
  readonly market: MarketChoice | null;
  /** Null: the pair that pays best. */
  readonly collateral: TokenChoice | null;
  readonly debt: TokenChoice | null;
  readonly repay: RepayChoice;
  readonly funding: FundingChoice;
  /** Take what stands for the collateral, and keep it. */
  readonly inKind: boolean;
  /** The command's options that are settings. */
  readonly settings: RawSettings;
}

export interface PlanOptions extends LimitOptions {
  readonly market?: string;
  readonly collateral?: string;
  readonly debt?: string;
  readonly repay: string;
  readonly funding: string;
  readonly receiveAtoken?: boolean;
  readonly tipBps?: string;
}

export function addPlanOptions(command: Command): Command {
  command
    .option(
      "--market <name|address|id>",
      "a market's name, address, or id in full or as tables show it (default: where it is liquidatable)",
    )
    .option("--collateral <token>", "collateral to seize, symbol or address (default: best)")
    .option("--debt <token>", "debt to repay, symbol or address (default: best)")
    .option("--repay <amount>", "debt to repay, in whole tokens such as 1500.5, or max", "max")
    .option("--funding <sources>", `${FUNDINGS.join(", ")}; some of them with commas between`, "auto")
    .option(
      "--receive-atoken",
      "take the collateral as the protocol's receipt, such as aTokens or cTokens; needs --funding wallet",
    );
  return addLimitOptions(command).option(
    "--tip-bps <bps>",
    "share of the profit for the block's producer (default: 0)",
  );
}

export function parsePlanRequest(options: PlanOptions): PlanRequest {
  const funding = parseFunding(options.funding);
  if (options.receiveAtoken && funding !== "wallet") {
    throw new UsageError("--receive-atoken needs --funding wallet", {
      hint: "borrowed money has to be paid back at once, and such receipts cannot be sold for it",
    });
  }
  return {
    market: options.market === undefined ? null : parseMarket(options.market),
    collateral: options.collateral === undefined ? null : parseTokenChoice(options.collateral, "--collateral"),
    debt: options.debt === undefined ? null : parseTokenChoice(options.debt, "--debt"),
    repay: parseRepay(options.repay),
    funding,
    inKind: options.receiveAtoken === true,
    settings: { ...limitSettings(options), tipBps: options.tipBps },
  };
}

export function parseMarket(text: string): MarketChoice {
  const word = text.trim();
  if (/^0x[0-9a-fA-F]{64}$/.test(word)) return { id: word.toLowerCase() as Hex };
  // as tables show it, or a beginning that is too short for an address
  const [, idStart, idEnd] = /^(0x[0-9a-f]{4,63})(?:…|\.{2,3})([0-9a-f]{0,59})$/i.exec(word) ?? [];
  if (idStart !== undefined) return { idStart: idStart.toLowerCase() as Hex, idEnd: (idEnd ?? "").toLowerCase() };
  if (/^0x[0-9a-f]{4,32}$/i.test(word)) return { idStart: word.toLowerCase() as Hex, idEnd: "" };
  if (/^0x/i.test(word)) return { address: parseAddress(word, "--market") };
  if (/^[a-z][a-z0-9-]{0,30}$/i.test(word)) return { name: word.toLowerCase() };
  throw new UsageError(`--market must be a market's name, its address or its id, not ${JSON.stringify(text)}`);
}

function parseFunding(text: string): FundingChoice {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  if (words.length === 1 && words[0] === "auto") return "auto";
  const names = words.map((word) => {
    const found = FUNDING_NAMES.find((name) => name === word);
    if (found) return found;
    if (word === "auto") throw new UsageError("--funding auto is all of them: name no others beside it");
    throw new UsageError(`unknown funding ${JSON.stringify(word)}`, { hint: `use ${FUNDINGS.join(", ")}` });
  });
  const [first, ...others] = new Set(names);
  return others.length === 0 ? first! : [first!, ...others];
}
