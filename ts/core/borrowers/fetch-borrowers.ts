import { setTimeout as sleep } from "node:timers/promises";
import type { Address } from "viem";
import { z } from "zod";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { endpointName } from "../errors/redact.ts";
import { retryAfter, statusFailure, unreachable } from "../rpc/rpc-failures.ts";
import { borrowerList, uniqueAccounts } from "./parse-borrowers.ts";

export interface FetchBorrowers {
  readonly url: string;
  /** A GraphQL query that is posted; null: the list is got. */
  readonly query: string | null;
  /** For one exchange, body included. */
  readonly timeoutMs: number;
  /** Repetitions of an exchange that failed for a reason that may pass. */
  readonly retries: number;
  readonly signal: AbortSignal;
  /** Pause before the first repetition, then twice as long each time, milliseconds. Absent: half a second. */
  readonly pauseMs?: number;
}

/** Accounts of one page: what a subgraph gives at most. */
const PAGE = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const MOST_BYTES = 128 * 2 ** 20;

/** What a GraphQL server answers: one list under `data`, whatever it is called. Errors beside data make the data incomplete. */
const graphQl = z
  .object({
    data: z.record(z.string(), z.array(z.unknown())).nullish(),
    errors: z.array(z.object({ message: z.string() })).optional(),
  })
  .refine(({ data, errors }) => errors?.length || Object.keys(data ?? {}).length === 1);

/**
 * The accounts that an URL names, each once: of a GET, a JSON array as in a file; of a query that is posted, the one list of its
 * answer, page by page with the variables `first` and `lastId`, until a page is not full. A query without `$lastId` has one page.
 * Messages name the server by protocol and host alone.
 * @throws RpcError when it cannot be asked or its answer is something else; InterruptedError
 */
export async function fetchBorrowers(options: FetchBorrowers): Promise<Address[]> {
  const { url, query } = options;
  const name = endpointName(url);
  if (query === null) {
    const parsed = borrowerList.safeParse(await exchange(options, null));
    if (!parsed.success) throw nonsense(name, "a JSON array of accounts");
    return uniqueAccounts(parsed.data, name);
  }
  const found: string[] = [];
  const isPaged = query.includes("$lastId");
  for (let lastId = ""; ; ) {
    const answer = await exchange(options, { query, ...(isPaged && { variables: { first: PAGE, lastId } }) });
    const parsed = graphQl.safeParse(answer);
    if (!parsed.success) throw nonsense(name, "one list of accounts under data");
    const { data, errors = [] } = parsed.data;
    if (errors.length > 0) {
      throw new RpcError("node-error", `${name} refuses the query: ${errors[0]!.message.slice(0, 300)}`, {
        retryable: false,
        hint: "check the file given with --borrowers-query",
      });
    }
    const rows = Object.values(data ?? {})[0] ?? [];
    const page = borrowerList.safeParse(rows);
    if (!page.success) throw nonsense(name, "one list of accounts under data");
    found.push(...page.data);
    if (!isPaged || rows.length < PAGE) return uniqueAccounts(found, name);
    const next = idOf(rows.at(-1));
    if (next === null || next <= lastId) throw nonsense(name, "pages in the order of an id");
    lastId = next;
  }
}

/** What a row is ordered by; null where it does not say. */
function idOf(row: unknown): string | null {
  const id = typeof row === "object" && row !== null && "id" in row ? row.id : row;
  return typeof id === "string" ? id : null;
}

async function exchange(options: FetchBorrowers, body: object | null): Promise<unknown> {
  const { retries, signal, pauseMs = 500 } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(options, body);
    } catch (error) {
      if (signal.aborted) throw new InterruptedError();
      if (!(error instanceof RpcError) || !error.retryable || attempt >= retries) throw error;
      const pause = Math.min(retryAfter.get(error) ?? pauseMs * 2 ** attempt, LONGEST_PAUSE_MS);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function once({ url, timeoutMs, signal }: FetchBorrowers, body: object | null): Promise<unknown> {
  const name = endpointName(url);
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
      signal: AbortSignal.any([signal, limit]),
    });
    if (!response.ok) throw statusFailure(name, response.status, response.headers);
    const text = await response.text();
    if (text.length > MOST_BYTES) throw nonsense(name, "less");
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof RpcError) throw cause;
    if (cause instanceof SyntaxError) throw nonsense(name, "JSON");
    if (limit.aborted) {
      throw new RpcError("timeout", `${name} did not answer within ${timeoutMs / 1000} s`, {
        retryable: true,
        hint: "raise FLIQ_RPC_TIMEOUT_SECONDS",
      });
    }
    throw unreachable(name, cause);
  }
}

function nonsense(name: string, wanted: string): RpcError {
  return new RpcError("node-error", `${name} answered something else than ${wanted}`, {
    retryable: false,
    hint: "see docs/settings.md for what --borrowers takes",
  });
}
