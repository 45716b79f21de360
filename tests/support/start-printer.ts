/** A label printer on loopback: real TCP, at one of the ports at which printers listen. */
import { createServer, type Server, type Socket } from 'node:net';

export interface TestPrinter {
  readonly port: number;
  /** All that came, as text. */
  text(): string;
  close(): void;
}

const FIRST_PORT = 9110;
const LAST_PORT = 9199;

/** @param behave with a connection; without it the printer takes all, and closes when the sender does */
export async function startPrinter(
  behave: ((socket: Socket) => void) | null = null,
  host = '127.0.0.1',
): Promise<TestPrinter> {
  const got: Buffer[] = [];
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (behave !== null) {
      behave(socket);
      return;
    }
    socket.on('data', (part) => got.push(part));
    socket.on('end', () => socket.end());
  };
  for (let port = FIRST_PORT; port <= LAST_PORT; port += 1) {
    const server = createServer({ allowHalfOpen: true }, onConnection);
    if (!(await listens(server, port, host))) continue;
    return {
      port,
      text: () => Buffer.concat(got).toString('utf8'),
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }
  throw new Error('no port of printers is free');
}

function listens(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => resolve(true));
  });
}
