import { Help, type HelpConfiguration } from "commander";
import { UsageError } from "../../core/errors/errors.ts";
import { parseDecimal, parseWhole, USD_DECIMALS } from "../../core/math/decimal.ts";
import { nearest } from "../../core/names/nearest.ts";
import { TOKEN_SYMBOLS, type TokenSymbol } from "../../devnet/types.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { formatPrice } from "../print/format.ts";
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
  /** Of the local chain; null: the endpoint of the settings, else where `devnet` listens by default. */
  readonly port: number | null;
  readonly symbol: TokenSymbol;
  /** USD with 8 decimals. */
  readonly priceUsd: bigint;
  /** Trade the pools to the new price as well. */
  readonly pools: boolean;
}

/** Where the chain listens unless told otherwise. */
const DEVNET_PORT = 8545;

interface DevnetOptions {
  readonly port?: string;
  readonly secondsPerBlock?: string;
}

/** Dearest price of one whole token that is taken, USD with 8 decimals. */
const HIGHEST_PRICE = 10n ** (12n + BigInt(USD_DECIMALS));
/** Global options without a meaning for a chain that this program runs itself. */
const MEANINGLESS = ["--rpc-url", "--send-url", "--chain", "--protocol", "--config"];
const MEANINGLESS_FOR_PRICE = ["--send-url", "--chain", "--protocol", "--seconds-per-block"];

export function devnetCommand(run: Run<DevnetRequest>, runPrice: Run<DevnetPriceRequest>): Register {
  return (program, host) => {
    const parse = ([word]: readonly string[], options: DevnetOptions & GlobalOptions): DevnetRequest => {
      if (word !== undefined) throw unknownPart(word);
      refuseOtherChain(options);
      const seconds = options.secondsPerBlock ?? "12";
      return {
        port: portOf(options) ?? DEVNET_PORT,
        secondsPerBlock: Number(parseWhole(seconds, "--seconds-per-block", { min: 0n, max: 86_400n })),
        commands: program.commands.map((command) => command.name()),
      };
    };
    const devnet = program
      .command("devnet")
      .description("run a local chain with real protocols, their markets and borrowers, until Ctrl-C")
      .allowExcessArguments()
      .option("--port <number>", `port to listen on (default: ${DEVNET_PORT})`)
      .option("--seconds-per-block <seconds>", "chain time between two blocks; 0 stops interest (default: 12)")
      .configureHelp(without(MEANINGLESS))
      .addHelpText("after", examples("devnet", "devnet price WETH 2600"))
      .action(action(host, parse, run));
    devnet
      .command("price")
      .description("move the price of a token on the running local chain: its feed, and every pool that trades it")
      .argument("<symbol>", TOKEN_SYMBOLS.join(", "))
      .argument("<usd>", "new price of one whole token")
      .option("--no-pools", "move the feed only, as before arbitrage")
      .configureHelp(without(MEANINGLESS_FOR_PRICE))
      .addHelpText("after", examples("devnet price WETH 2600", "devnet price WBTC 52000.5 --no-pools --port 18545"))
      .action(action(host, parseDevnetPrice, runPrice));
  };
}

export function parseDevnetPrice(
  [symbol = "", usd = ""]: readonly string[],
  options: { readonly pools: boolean } & DevnetOptions & GlobalOptions,
): DevnetPriceRequest {
  refuseOtherChain(options);
  const port = portOf(options);
  if (options.secondsPerBlock !== undefined) {
    throw new UsageError("--seconds-per-block is said when the chain starts", { hint: "leave it out" });
  }
  if (port !== null && options.rpcUrl !== undefined) {
    throw new UsageError("--port and --rpc-url both say where the local chain is", { hint: "leave one of them out" });
  }
  const found = TOKEN_SYMBOLS.find((name) => name.toLowerCase() === symbol.toLowerCase());
  if (!found) {
    const guess = nearest(symbol.toUpperCase(), TOKEN_SYMBOLS);
    throw new UsageError(`the local chain has no token ${JSON.stringify(symbol)}`, {
      hint: guess ? `did you mean ${guess}?` : `it has ${TOKEN_SYMBOLS.join(", ")}`,
    });
  }
  const priceUsd = parseDecimal(usd, USD_DECIMALS, "<usd>");
  if (priceUsd === 0n) throw new UsageError("<usd> must be above 0");
  if (priceUsd > HIGHEST_PRICE) {
    throw new UsageError(`<usd> must be at most ${formatPrice(HIGHEST_PRICE)}, not ${usd}`, {
      hint: "the smallest is $0.00000001",
    });
  }
  return { symbol: found, priceUsd, pools: options.pools, port };
}

function portOf({ port }: DevnetOptions): number | null {
  return port === undefined ? null : Number(parseWhole(port, "--port", { min: 1n, max: 65_535n }));
}

function unknownPart(word: string): UsageError {
  const hint =
    nearest(word, ["price"]) === null
      ? "fliq devnet starts the chain, fliq devnet price moves a price"
      : "did you mean price?";
  return new UsageError(`devnet has no part ${JSON.stringify(word)}`, { hint });
}

/** A help without the options of other commands that have no meaning here. */
function without(names: readonly string[]): HelpConfiguration {
  return {
    showGlobalOptions: true,
    visibleGlobalOptions(command) {
      const options = Help.prototype.visibleGlobalOptions.call(this, command);
      return options.filter(({ long }) => !names.includes(long ?? ""));
    },
  };
}

function refuseOtherChain({ chain }: GlobalOptions): void {
  if (chain === undefined || chain === "devnet") return;
  throw new UsageError(`devnet is a local chain and not ${JSON.stringify(chain)}`, { hint: "leave --chain out" });
}
