import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A JSON-RPC request as the server received it. */
export interface Received {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  readonly headers: IncomingMessage["headers"];
}

export interface LocalServer {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A real HTTP server on a free local port, for what a well-behaved node never answers. */
export async function startServer(
  answer: (request: Received, response: ServerResponse, count: number) => void,
): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const call = { ...JSON.parse(body), headers: request.headers } as Received;
      received.push(call);
      answer(call, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, {
    "content-type": typeof body === "string" ? "text/html" : "application/json",
    ...headers,
  });
  response.end(text);
}

export function result(response: ServerResponse, id: number, value: unknown): void {
  reply(response, 200, { jsonrpc: "2.0", id, result: value });
}

export function rpcError(response: ServerResponse, id: number, code: number, message: string, data?: unknown): void {
  reply(response, 200, { jsonrpc: "2.0", id, error: { code, message, data } });
}
