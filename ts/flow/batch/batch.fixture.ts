import type { FliqError } from "../../core/errors/errors.ts";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { rowsOf } from "../../ledger/rows.fixture.ts";
import { type LiquidateManyRequest, liquidateMany } from "../liquidate-many.ts";
import type { Liquidations } from "../liquidations.ts";
import { SENDING, userOf } from "../submit/attempt.fixture.ts";
import type { ContextOptions, FallenChain } from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";

export interface ManyOptions extends ContextOptions {
  readonly request?: Partial<LiquidateManyRequest>;
  /** What the endpoint does instead of passing a call on. */
  readonly intercept?: Intercept;
}

/** One attempt at several borrowers, by the client of the program through an endpoint that is watched. */
export async function attemptMany(chain: FallenChain, labels: readonly string[], options: ManyOptions = {}) {
  const { request, intercept, ...rest } = options;
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  try {
    const context = await chain.connected({ rpcUrl: proxy.url, ...rest });
    const done = await liquidateMany(context, {
      whom: labels.map((label) => ({
        user: userOf(chain, label),
        target: null,
        protocols: PROTOCOL_NAMES,
        market: null,
      })),
      ...SENDING,
      block: await resolveBlock(context.client, { tag: "latest" }),
      signer: chain.operator,
      ...request,
    }).catch((error: FliqError) => error);
    const sent = proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length;
    return { done, sent, rows: await rowsOf(context.config.ledgerPath) };
  } finally {
    await proxy.close();
  }
}

export function doneOf(done: Liquidations | FliqError): Liquidations {
  if (done instanceof Error) throw done;
  return done;
}

export const sumOf = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n);
