import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { ask, askEach } from "../answers.ts";
import type { Pool, Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { conversion } from "./conversion.ts";
import { KINDS, type Kind, type Said } from "./kinds.ts";

/** A token that has said that it stands for another. */
interface Found {
  readonly token: Address;
  readonly kind: Kind;
  readonly said: Said;
}

/**
 * What every token of these pairs can be changed into by its own contract, whether that is of a pair or not. The tokens are asked what they are,
 * in two rounds: what they stand for, then what there is of it. Shape and errors as `Venue.pools`.
 */
export async function readWrappers(
  context: Pick<Context, "client" | "book" | "signal">,
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  const tokens = [...new Map(pairs.flat().map((token) => [token.toLowerCase(), token])).values()];
  const perToken = KINDS.flatMap(({ questions }) => questions);
  const first = await ask(
    context,
    tokens.flatMap((address) => perToken.map((question) => ({ address, ...question }))),
    blockNumber,
  );
  const unread = new Map<Address, unknown>();
  for (const [place, failure] of first.failures) unread.set(tokens[Math.floor(place / perToken.length)]!, failure);

  const found = tokens.flatMap((token, index) => {
    const answers = first.values.slice(index * perToken.length, (index + 1) * perToken.length);
    return unread.has(token) ? [] : kindOf(token, answers);
  });
  const second = await askEach(
    context,
    found.map(({ token, kind, said }) => kind.more(token, said)!),
    blockNumber,
  );

  const pools: Pool[] = [];
  for (const [index, { values, failure }] of second.entries()) {
    const { token, kind, said } = found[index]!;
    if (failure !== undefined) {
      unread.set(token, failure);
      continue;
    }
    const state = kind.conversion(token, said, values, context.book.wrappedNative);
    if (state !== null) pools.push(conversion(state));
  }
  return { pools, unasked: unreadPools("redemption", [...unread.values()]) };
}

/** What a token is taken for, by its answers to every kind's questions; nothing where it is none. */
function kindOf(token: Address, answers: readonly unknown[]): Found[] {
  let at = 0;
  for (const kind of KINDS) {
    const own = kind.questions.map((question, index) => [nameOf(question), answers[at + index]] as const);
    at += kind.questions.length;
    const said = Object.fromEntries(own);
    if (kind.more(token, said) !== null) return [{ token, kind, said }];
  }
  return [];
}

function nameOf({ functionName, args = [] }: Kind["questions"][number]): string {
  return [functionName, ...args].join(" ");
}
