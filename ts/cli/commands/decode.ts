import type { ProtocolName } from "../../core/names/names.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";

/** What `decode` is asked for. */
export interface DecodeRequest {
  readonly kind: string;
  /** The data itself, or `-`: it is on standard input. */
  readonly data: string;
  readonly protocols: readonly ProtocolName[];
  /** Name or address of the market that it comes from; null: any. */
  readonly market: string | null;
}

interface DecodeOptions {
  readonly market?: string;
}

export function decodeCommand(run: Run<DecodeRequest>): Register {
  return (program, host) => {
    program
      .command("decode")
      .description("read the raw answer of a protocol's contract, word by word with units; asks no chain")
      .argument("<kind>", "user-account-data, account-liquidity, account-snapshot, position, market, or revert")
      .argument("<hex>", "the data as a node gives it; - for standard input")
      .option(
        "--market <name|address>",
        "market whose currency the amounts are in (default: that of all markets of --chain, which is ethereum)",
      )
      .addHelpText(
        "after",
        examples(
          "decode user-account-data 0x0000… --protocol aave-v2",
          "decode position - --json < answer.txt",
          "decode revert 0x08c379a0… --protocol compound-v2",
        ),
      )
      .action(action(host, parseDecode, run));
  };
}

export function parseDecode(
  [kind = "", data = ""]: readonly string[],
  options: DecodeOptions & GlobalOptions,
): DecodeRequest {
  return { kind, data, protocols: chosenProtocols(options), market: options.market ?? null };
}
