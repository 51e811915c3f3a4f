import type { ServerResponse } from "node:http";
import { type LocalServer, type Received, reply, rpcError, startServer } from "../../core/rpc/local-server.fixture.ts";

/** What stands between a client and its node: says true when it has answered the call itself. */
export type Intercept = (call: Received, response: ServerResponse) => boolean | Promise<boolean>;

/** A real HTTP server in front of a node. Whatever is not intercepted gets the node's own answer. */
export function startProxy(target: string, intercept: Intercept = () => false): Promise<LocalServer> {
  return startServer((call, response) => {
    forward(target, call, response, intercept).catch((error: unknown) =>
      rpcError(response, call.id, -32603, String(error)),
    );
  });
}

async function forward(target: string, call: Received, response: ServerResponse, intercept: Intercept): Promise<void> {
  if (await intercept(call, response)) return;
  reply(response, 200, await ask(target, call));
}

/** The node's whole answer to a call. */
export async function ask(target: string, { id, method, params }: Pick<Received, "id" | "method" | "params">) {
  const body = JSON.stringify({ jsonrpc: "2.0", id, method, params });
  const answer = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
  return (await answer.json()) as { readonly result?: unknown; readonly error?: unknown };
}

/** A node without a method. */
export const without =
  (...methods: readonly string[]): Intercept =>
  (call, response) => {
    if (!methods.includes(call.method)) return false;
    rpcError(response, call.id, -32601, `the method ${call.method} does not exist/is not available`);
    return true;
  };
