import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex, RpcRequestError } from "viem";
import type { Context } from "../../core/context.ts";
import { ConfigError, FliqError } from "../../core/errors/errors.ts";
import { askEndpoints } from "../../core/rpc/ask-endpoints.ts";
import { endpointsOf } from "../../core/rpc/endpoint.ts";

/** An endpoint on this machine, for a program that would ask the real one for the chain again. */
export interface PinnedEndpoint {
  /** Nobody can guess it: whoever knows it may ask the real one. */
  readonly url: string;
  close(): Promise<void>;
}

interface Call {
  readonly id: unknown;
  readonly method: string;
  readonly params?: unknown;
}

/**
 * Stands before the endpoint, says that its chain is the one that was checked, and passes everything else on. Whoever signs
 * for what this one says signs for no other chain, whatever the endpoint says of itself since. The real one's address, which may
 * hold a key, stays in this process.
 */
export async function pinnedEndpoint(
  context: Pick<Context, "book" | "config" | "logger" | "signal">,
): Promise<PinnedEndpoint> {
  const path = `/${randomBytes(16).toString("hex")}`;
  const ask = asker(context);
  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    answer(request, response, ask).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const LAG_BLOCKS = 2n;

type Ask = (call: Call) => Promise<object>;

async function answer(request: IncomingMessage, response: ServerResponse, ask: Ask): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked: Call | Call[] = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const answered = Array.isArray(asked) ? await Promise.all(asked.map(ask)) : await ask(asked);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answered));
}

function asker({ book, config, logger, signal }: Parameters<typeof pinnedEndpoint>[0]): Ask {
  const { rpcUrls, sendUrls, rpcTimeoutMs: timeoutMs, rpcRetries: retries, concurrency } = config;
  if (rpcUrls.length === 0) throw new ConfigError("there is no endpoint to pass calls on to");
  const made = endpointsOf({ timeoutMs, signal, logger, concurrency });
  const [reads, sends] = [made(rpcUrls), made(sendUrls)];
  // whoever signs does so for the chain that is pinned
  const check = async () => {};
  const request = askEndpoints({ reads, sends, timeoutMs, retries, signal, logger, lagBlocks: LAG_BLOCKS, check });
  const pinned: Readonly<Record<string, string>> = {
    eth_chainId: numberToHex(book.chainId),
    net_version: String(book.chainId),
  };
  return async ({ id, method, params }) => {
    const about = { jsonrpc: "2.0", id };
    if (Object.hasOwn(pinned, method)) return { ...about, result: pinned[method] };
    try {
      return {
        ...about,
        result: await request({ method, params }),
      };
    } catch (error) {
      return { ...about, error: errorOf(error) };
    }
  };
}

/** A node's own error as it was said, any other in the words of this project. */
function errorOf(error: unknown): object {
  if (error instanceof RpcRequestError) {
    const { code, details: message, data } = error;
    return { code, message, data };
  }
  return { code: -32603, message: error instanceof FliqError ? error.message : "the endpoint could not be asked" };
}
