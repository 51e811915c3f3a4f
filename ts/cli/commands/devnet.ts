import { parseDecimal, parseWhole, USD_DECIMALS } from "../../core/decimal.ts";
import { UsageError } from "../../core/errors.ts";
import { nearest } from "../../core/nearest.ts";
import { TOKEN_SYMBOLS, type TokenSymbol } from "../../devnet/types.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";

/** What `devnet` is asked for. */
export interface DevnetRequest {
  readonly port: number;
  /** Seconds of chain time between two blocks. */
  readonly secondsPerBlock: number;
  /** The program's commands, to suggest what to do next. */
  readonly commands: readonly string[];
}

/** What `devnet price` is asked for. */
export interface DevnetPriceRequest {
  readonly symbol: TokenSymbol;
  /** USD with 8 decimals. */
  readonly priceUsd: bigint;
  /** Trade the Uniswap pools to the new price as well. */
  readonly pools: boolean;
}

interface DevnetOptions {
  readonly port: string;
  readonly secondsPerBlock: string;
}

export function devnetCommand(run: Run<DevnetRequest>, runPrice: Run<DevnetPriceRequest>): Register {
  return (program, host) => {
    const parse = (_: readonly string[], options: DevnetOptions & GlobalOptions): DevnetRequest => {
      refuseOtherChain(options);
      return {
        port: Number(parseWhole(options.port, "--port", { min: 1n, max: 65_535n })),
        secondsPerBlock: Number(parseWhole(options.secondsPerBlock, "--seconds-per-block", { min: 0n, max: 86_400n })),
        commands: program.commands.map((command) => command.name()),
      };
    };
    const devnet = program
      .command("devnet")
      .description("run a local chain with real Aave V3, Morpho and Uniswap V3 contracts and borrowers, until Ctrl-C")
      .option("--port <number>", "port to listen on", "8545")
      .option("--seconds-per-block <seconds>", "chain time between two blocks; 0 stops interest", "12")
      .addHelpText("after", examples("devnet", "devnet price WETH 2600"))
      .action(action(host, parse, run));
    devnet
      .command("price")
      .description("move the price of a token on the running local chain: its feed, and every pool that trades it")
      .argument("<symbol>", TOKEN_SYMBOLS.join(", "))
      .argument("<usd>", "new price of one whole token")
      .option("--no-pools", "move the feed only, as before arbitrage")
      .addHelpText("after", examples("devnet price WETH 2600", "devnet price WBTC 52000.5 --no-pools"))
      .action(action(host, parseDevnetPrice, runPrice));
  };
}

export function parseDevnetPrice(
  [symbol = "", usd = ""]: readonly string[],
  options: { readonly pools: boolean } & GlobalOptions,
): DevnetPriceRequest {
  refuseOtherChain(options);
  const found = TOKEN_SYMBOLS.find((name) => name.toLowerCase() === symbol.toLowerCase());
  if (!found) {
    const guess = nearest(symbol.toUpperCase(), TOKEN_SYMBOLS);
    throw new UsageError(`the local chain has no token ${JSON.stringify(symbol)}`, {
      hint: guess ? `did you mean ${guess}?` : `it has ${TOKEN_SYMBOLS.join(", ")}`,
    });
  }
  const priceUsd = parseDecimal(usd, USD_DECIMALS, "<usd>");
  if (priceUsd === 0n) throw new UsageError("<usd> must be above 0");
  return { symbol: found, priceUsd, pools: options.pools };
}

function refuseOtherChain({ chain }: GlobalOptions): void {
  if (chain === undefined || chain === "devnet") return;
  throw new UsageError(`devnet is a local chain and not ${JSON.stringify(chain)}`, { hint: "leave --chain out" });
}
