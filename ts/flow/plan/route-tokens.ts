import { type Address, erc20Abi, hexToBytes, stringToHex } from "viem";
import type { Context } from "../../core/context.ts";
import { printableSymbol } from "../../core/tokens/symbol.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

/**
 * Symbols of the tokens that the routes of plans pass through, for people. A token that does not say its symbol as a
 * string is left out.
 */
export async function routeTokens(
  { client }: Pick<Context, "client">,
  plans: readonly Pick<PlannedLiquidation, "candidate">[],
): Promise<Pick<Token, "address" | "symbol">[]> {
  const passed = new Map<string, Address>(
    plans
      .flatMap(({ candidate: { route } }) =>
        (route?.splits ?? []).flatMap(({ hops }) => hops.slice(1).map(({ tokenIn }) => tokenIn)),
      )
      .map((token) => [token.toLowerCase(), token]),
  );
  const symbols = [...passed.values()].map(async (address) => {
    const text = await client.readContract({ address, abi: erc20Abi, functionName: "symbol" }).catch(() => null);
    return text === null ? [] : [{ address, symbol: printableSymbol(hexToBytes(stringToHex(text)), address) }];
  });
  return (await Promise.all(symbols)).flat();
}
