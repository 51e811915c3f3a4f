import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { Token } from "../core/tokens/token.ts";
import { chooseToken, type TokenChoice } from "../core/tokens/token-choice.ts";
import { readToken } from "../flow/read-token.ts";

/** Two tokens that a person has named, and those that routes may pass through between them. */
export interface NamedPair {
  readonly tokenIn: Token;
  readonly tokenOut: Token;
  readonly known: readonly Token[];
}

/**
 * The tokens that are meant: any by its address, by symbol those that routes may pass through.
 * @throws UsageError when there is no such token; what the client throws
 */
export async function resolveToken(
  context: Context,
  choice: { readonly tokenIn: TokenChoice; readonly tokenOut: TokenChoice },
  blockNumber: bigint,
): Promise<NamedPair> {
  const { book } = context;
  const addresses = new Map<string, Address>(
    [book.wrappedNative, ...book.routeTokens].map((address) => [address.toLowerCase(), address]),
  );
  const known = await Promise.all([...addresses.values()].map((address) => readToken(context, address, blockNumber)));
  const find = async (wanted: TokenChoice): Promise<Token> => {
    if (!("address" in wanted)) return chooseToken(wanted, known, "the token");
    const route = known.find(({ address }) => address.toLowerCase() === wanted.address.toLowerCase());
    return route ?? readToken(context, wanted.address, blockNumber);
  };
  return { tokenIn: await find(choice.tokenIn), tokenOut: await find(choice.tokenOut), known };
}
