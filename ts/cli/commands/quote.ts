import type { RawSettings } from "../../core/config/config-file.ts";
import { VENUE_NAMES } from "../../core/names/names.ts";
import { type BlockChoice, parseBlock } from "../../core/rpc/block.ts";
import { parseTokenChoice, type TokenChoice } from "../../core/tokens/token-choice.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";

/** What `quote` is asked for. */
export interface QuoteRequest {
  readonly tokenIn: TokenChoice;
  /** In whole tokens, as it was written. */
  readonly amount: string;
  readonly tokenOut: TokenChoice;
  readonly block: BlockChoice;
  readonly settings: RawSettings;
}

interface QuoteOptions {
  readonly block: string;
  readonly venue?: string;
  readonly route?: string;
}

export function quoteCommand(run: Run<QuoteRequest>): Register {
  return (program, host) => {
    program
      .command("quote")
      .description("show how an amount is best sold, and what for; sends nothing")
      .argument("<token>", "what is sold: its address, or the symbol of a token that routes pass through")
      .argument("<amount>", "in whole tokens such as 1500.5")
      .argument("<for>", "what is bought, named alike")
      .option("--block <number|tag>", "block to look at", "latest")
      .option("--venue <names>", `sell on these alone: ${VENUE_NAMES.join(", ")} (default: all)`)
      .option("--route <way>", "auto: in as many parts as pays best, or single: along one path (default: auto)")
      .addHelpText("after", examples("quote WETH 250 USDC --chain base", "quote WETH 1 USDC --venue uniswap-v3 --json"))
      .action(action(host, parseQuote, run));
  };
}

export function parseQuote(
  [sold = "", amount = "", bought = ""]: readonly string[],
  { block, venue, route }: QuoteOptions & GlobalOptions,
): QuoteRequest {
  return {
    tokenIn: parseTokenChoice(sold, "what is sold"),
    amount,
    tokenOut: parseTokenChoice(bought, "what is bought"),
    block: parseBlock(block),
    settings: { venue, route },
  };
}
