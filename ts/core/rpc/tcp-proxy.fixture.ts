import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A line between a client and its node which can be cut. */
export interface TcpProxy {
  readonly url: string;
  /** Ends every connection at once and refuses new ones. */
  cut(): Promise<void>;
  /** Listens again where it did. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A real TCP proxy on a free local port. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    // an end that is torn off takes the other with it
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const listen = (at: number) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer((near) => {
        const far = connect(Number(port), hostname);
        keep(near, far);
        keep(far, near);
        near.pipe(far).pipe(near);
      });
      server.once("error", reject);
      server.listen(at, "127.0.0.1", () => resolve(server));
    });
  let server = await listen(0);
  const here = (server.address() as AddressInfo).port;
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    url: `http://127.0.0.1:${here}`,
    cut,
    async restore() {
      server = await listen(here);
    },
    close: cut,
  };
}
