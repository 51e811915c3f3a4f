import type { Address } from "viem";
import { erc20Abi } from "viem";
import { expect } from "vitest";
import type { FliqError } from "../../core/errors/errors.ts";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { rowsOf } from "../../ledger/rows.fixture.ts";
import type { Liquidation } from "../act.ts";
import { type LiquidateRequest, liquidate } from "../liquidate.ts";
import { type ContextOptions, type FallenChain, RECEIVER } from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";

export interface AttemptOptions extends ContextOptions {
  readonly request?: Partial<LiquidateRequest>;
  /** What the endpoint does instead of passing a call on. */
  readonly intercept?: Intercept;
  /** Do not look for a record. */
  readonly unrecorded?: boolean;
}

/** Asked for unless a test says otherwise: everything, and to be sent. */
export const SENDING = {
  collateral: null,
  debt: null,
  repay: "max",
  funding: "auto",
  inKind: false,
  send: true,
  now: () => new Date("2026-01-02T03:04:05Z"),
} as const;

export type Attempted = Awaited<ReturnType<typeof attempt>>;

/** One attempt at a borrower, by the client of the program through an endpoint that is watched. */
export async function attempt(chain: FallenChain, label: string, options: AttemptOptions = {}) {
  const { request, intercept, unrecorded = false, ...rest } = options;
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  try {
    const context = await chain.connected({ rpcUrl: proxy.url, ...rest });
    const before = await state(chain);
    const done = await liquidate(context, {
      user: userOf(chain, label),
      target: null,
      protocols: PROTOCOL_NAMES,
      market: null,
      ...SENDING,
      block: await resolveBlock(context.client, { tag: "latest" }),
      signer: chain.operator,
      ...request,
    }).catch((error: FliqError) => error);
    const sent = proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length;
    const rows = unrecorded ? [] : await rowsOf(context.config.ledgerPath);
    return { done, sent, rows, before, after: await state(chain), warnings: context.warnings };
  } finally {
    await proxy.close();
  }
}

/** The borrower with this label, on whichever protocol. */
export function userOf({ devnet }: FallenChain, label: string): Address {
  const { aave, morpho } = devnet.info.borrowers;
  return [...aave, ...morpho].find((borrower) => borrower.label === label)!.address;
}

export function balanceOf({ client }: FallenChain, token: Address, account: Address): Promise<bigint> {
  return client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}

export function succeeded(done: Liquidation | FliqError): Liquidation {
  if (done instanceof Error) throw done;
  return done;
}

export function failed(done: unknown): FliqError {
  expect(done).toBeInstanceOf(Error);
  return done as FliqError;
}

/** What must not change while nothing is sent. */
async function state(chain: FallenChain) {
  const [block, nonce, profit] = await Promise.all([
    chain.client.getBlockNumber({ cacheTime: 0 }),
    chain.client.getTransactionCount({ address: chain.operator.address }),
    Promise.all(Object.values(chain.token).map((token) => balanceOf(chain, token, RECEIVER))),
  ]);
  return { block, nonce, profit };
}
