import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface GotRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly contentType: string;
  readonly body: string;
}

/** What the server does with the next request: an answer, `cut` the line after reading it, or `silence`. */
export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } | 'cut' | 'silence' | 'drip';

export interface CompanyServer {
  readonly origin: string;
  readonly got: GotRequest[];
  readonly replies: Reply[];
  readonly stop: () => Promise<void>;
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** A provider's server on this computer, over TLS when given a key and certificate. */
export async function startCompany(tls?: { readonly key: string; readonly cert: string }): Promise<CompanyServer> {
  const got: GotRequest[] = [];
  const replies: Reply[] = [];
  const drips = new Set<NodeJS.Timeout>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    got.push({ method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization ?? '', contentType: request.headers['content-type'] ?? '', body });
    const reply = replies.shift() ?? { status: 500 };
    if (reply === 'cut') request.socket.destroy();
    else if (reply === 'drip') {
      response.writeHead(200, { 'content-length': 1_000_000 });
      drips.add(setInterval(() => response.write('x'), 20));
    } else if (reply !== 'silence') response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void answer(request, response).catch(() => undefined);
  const server: Server = tls ? createTls(tls, listener) : createPlain(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, got, replies,
    stop: async () => {
      for (const drip of drips) clearInterval(drip);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
