import type { FliqError } from "../../core/errors/errors.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import { readOutcomes } from "../../ledger/read-outcomes.ts";
import { type LiquidateManyRequest, type Liquidations, liquidateMany } from "../liquidate-many.ts";
import { userOf } from "../submit/attempt.fixture.ts";
import { BOTH, type ContextOptions, type FallenChain } from "../testing/chain.fixture.ts";
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
      whom: labels.map((label) => ({ user: userOf(chain, label), target: null, protocols: BOTH, market: null })),
      collateral: null,
      debt: null,
      repay: "max",
      funding: "auto",
      inKind: false,
      block: await resolveBlock(context.client, { tag: "latest" }),
      signer: chain.operator,
      send: true,
      now: () => new Date("2026-01-02T03:04:05Z"),
      ...request,
    }).catch((error: FliqError) => error);
    const sent = proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length;
    const rows: OutcomeRow[] = [];
    for await (const line of readOutcomes(context.config.ledgerPath)) if (line.ok) rows.push(line.row);
    return { done, sent, rows };
  } finally {
    await proxy.close();
  }
}

export function doneOf(done: Liquidations | FliqError): Liquidations {
  if (done instanceof Error) throw done;
  return done;
}

export const sumOf = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n);
