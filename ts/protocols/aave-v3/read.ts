import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import type { AccountState, OnProgress } from "../protocol.ts";
import type { AccountRef } from "../types.ts";
import { type AccountRecord, decodeAccounts } from "./lens.ts";
import { type MarketRead, readMarket } from "./read-market.ts";
import type { AaveV3Reserve, AaveV3State } from "./state.ts";

type State = AccountState<AaveV3State>;

/** As few accounts as a person asks about are read completely, with supplies that are no collateral. */
const FEW = 5;
/** Accounts per call: at 95 bytes each, five balances, they just fill what one call can return. */
const ACCOUNTS_PER_CALL = 250;

/**
 * Reads Aave V3 accounts at one block: per market one call, then 250 accounts a call. Order is kept. What cannot be read is
 * a result with the reason, its timestamp 0 when not even the market could be read.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function read(
  context: Context,
  refs: readonly AccountRef[],
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<State[]> {
  const states = new Array<State>(refs.length);
  let before = 0;
  for (const [pool, places] of byPool(refs)) {
    const done = (count: number) => onProgress?.(before + count, refs.length, "reading Aave V3 accounts");
    const found = await readPool(context, pool, { refs: places.map((at) => refs[at]!), blockNumber, done });
    for (const [index, state] of found.entries()) states[places[index]!] = state;
    before += places.length;
    done(0);
  }
  return states;
}

interface PoolRead {
  readonly refs: readonly AccountRef[];
  readonly blockNumber: bigint;
  readonly done: (count: number) => void;
}

async function readPool(context: Context, pool: Address, { refs, blockNumber, done }: PoolRead): Promise<State[]> {
  let market: MarketRead;
  try {
    market = await readMarket(context, pool, blockNumber);
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    const reason = { code: "market-unreadable", message: `the market could not be read: ${describeReadError(error)}` };
    return refs.map((ref) => ({ ok: false, ref, blockNumber, timestamp: 0n, reason }));
  }

  const { timestamp } = market;
  const refuse = (ref: AccountRef, reason: Reason): State => ({ ok: false, ref, blockNumber, timestamp, reason });
  return readBatched<AccountRef, State>(refs, {
    batchSize: ACCOUNTS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    onDone: done,
    read: async (batch) => {
      const others = refs.length > FEW ? [] : market.market.reserves;
      const records = await readRecords(context, pool, { batch, others, blockNumber });
      return records.map((record, index) => {
        const ref = batch[index]!;
        const reason = reasonAgainst(record, market);
        if (record === null || reason !== null) return refuse(ref, reason ?? UNREADABLE);
        return { ok: true, ref, blockNumber, timestamp, state: { market: market.market, ...record } };
      });
    },
    failed: (ref, error) =>
      refuse(ref, { code: "read-failed", message: `the account could not be read: ${describeReadError(error)}` }),
  });
}

async function readRecords(
  context: Context,
  pool: Address,
  {
    batch,
    others,
    blockNumber,
  }: { readonly batch: readonly AccountRef[]; readonly others: readonly AaveV3Reserve[]; readonly blockNumber: bigint },
): Promise<AccountRecord[]> {
  const [done, records] = await callDeployless(context.client, {
    contract: "AaveV3Lens",
    abi: aaveV3LensAbi,
    functionName: "accounts",
    args: [pool, batch.map((ref) => ref.user), others.reduce((bits, { id }) => bits | (1n << BigInt(id)), 0n)],
    blockNumber,
  });
  return decodeAccounts(records, Number(done));
}

const UNREADABLE: Reason = { code: "account-unreadable", message: "a balance of the account could not be read" };

function reasonAgainst(record: AccountRecord, { unpricedEModes }: MarketRead): Reason | null {
  if (record === null) return UNREADABLE;
  if (!unpricedEModes.has(record.eModeCategory)) return null;
  return {
    code: "emode-price-unknown",
    message: `the price source of eMode ${record.eModeCategory} does not answer`,
    numbers: { eModeCategory: record.eModeCategory },
  };
}

/** Places of the refs of each pool, in the order in which the pools first occur. */
function byPool(refs: readonly AccountRef[]): Map<Address, number[]> {
  const pools = new Map<string, { pool: Address; places: number[] }>();
  for (const [index, { market }] of refs.entries()) {
    const key = market.toLowerCase();
    const entry = pools.get(key) ?? { pool: market, places: [] };
    entry.places.push(index);
    pools.set(key, entry);
  }
  return new Map(Array.from(pools.values(), ({ pool, places }) => [pool, places]));
}
