import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the proxy saw it arrive, before anything was done with it. */
export interface ProxyRequest {
  /** From 1 since the last `reset`. A retry is a request of its own. */
  readonly n: number;
  readonly method: string;
  /** Inside the bucket, with the place's prefix; empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly size: number;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * What the network or the peer does to one request.
 * `cutBefore`: the connection breaks before the server hears of it. `cutBody`: half-way through what is sent.
 * `cutAfter`: the server has done it, the answer is lost. `cutAnswer`: half-way through the answer.
 * `stall`: taken, never answered. `duplicate`: reaches the server twice. `answer`: answered here, the server never asked.
 * `bend`: the server's answer, changed on its way.
 */
export type Act =
  | 'pass' | 'cutBefore' | 'cutBody' | 'cutAfter' | 'cutAnswer' | 'stall' | 'duplicate'
  | { readonly delayMs: number }
  | { readonly answer: ProxyAnswer }
  | { readonly bend: (answer: ProxyAnswer) => ProxyAnswer };

/** May take its time, as to change something at the server first. */
export type ProxyPlan = (request: ProxyRequest) => Act | Promise<Act>;

export interface FaultProxy {
  /** `http://127.0.0.1:<port>`: the endpoint to give to the program. */
  readonly endpoint: string;
  readonly requests: readonly ProxyRequest[];
  /** From now on; and counts requests from 1 again. */
  reset(plan?: ProxyPlan): void;
  /** When every request taken so far has been dealt with, also those whose sender is gone. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** An S3 error as a server words it. */
export function s3Error(status: number, code: string, headers: Readonly<Record<string, string>> = {}): ProxyAnswer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>tx0</RequestId></Error>`);
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** One bit of the answer's body is another; a server that rots or a network that lies. */
export const flipBit = (at = 0.5): Act => ({
  bend: answer => {
    const body = Buffer.from(answer.body);
    const index = Math.min(body.length - 1, Math.floor(body.length * at));
    if (index >= 0) body[index] = (body[index] ?? 0) ^ 16;
    return { ...answer, body };
  },
});

/** The answer ends early and says that this was all. */
export const shorten = (keep = 0.5): Act => ({ bend: answer => ({ ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length * keep)) }) });

const MAX_BODY = 64 * 1024 * 1024;
/** Headers that belong to one connection, not to the request. */
const HOP = new Set(['connection', 'keep-alive', 'expect', 'transfer-encoding', 'content-length']);

async function read(message: http.IncomingMessage, limit = MAX_BODY): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts);
}

const forwarded = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (HOP.has(name) || value === undefined ? [] : [[name, String(value)]])));

function ask(upstream: URL, request: http.IncomingMessage, body: Buffer): Promise<ProxyAnswer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      host: upstream.hostname, port: upstream.port, method: request.method, path: request.url, agent: false, timeout: 60_000,
      headers: { ...forwarded(request.headers), 'content-length': String(body.length) },
    }, answer => {
      const size = request.method === 'HEAD' && answer.headers['content-length'] !== undefined ? { 'content-length': answer.headers['content-length'] } : {};
      read(answer).then(content => resolve({ status: answer.statusCode ?? 502, headers: { ...forwarded(answer.headers), ...size }, body: content }), reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('the store did not answer the fault proxy within 60 s')));
    sent.on('error', reject);
    sent.end(body);
  });
}

function reply(response: http.ServerResponse, answer: ProxyAnswer, o: { head: boolean; cutAt?: number }): void {
  const length = o.head ? undefined : String(answer.body.length);
  response.writeHead(answer.status, { ...answer.headers, ...(length === undefined ? {} : { 'content-length': length }) });
  if (o.cutAt === undefined) response.end(o.head ? undefined : answer.body);
  else response.write(answer.body.subarray(0, o.cutAt), () => response.socket?.destroy());
}

function described(request: http.IncomingMessage, n: number): ProxyRequest {
  const url = new URL(request.url ?? '/', 'http://proxy');
  const [, , ...key] = url.pathname.split('/');
  return { n, method: request.method ?? '', key: decodeURIComponent(key.join('/')), query: url.searchParams, size: Number(request.headers['content-length'] ?? 0) };
}

interface Exchange {
  readonly upstream: URL;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly socket: Socket;
}

async function perform(act: Act, { upstream, request, response, socket }: Exchange): Promise<void> {
  const head = request.method === 'HEAD';
  if (act === 'cutBefore') return void socket.destroy();
  if (act === 'stall') return void (await read(request));
  if (act === 'cutBody') {
    await read(request, Math.floor(Number(request.headers['content-length'] ?? 0) / 2));
    return void socket.destroy();
  }
  const body = await read(request);
  if (typeof act === 'object' && 'answer' in act) return reply(response, act.answer, { head });
  if (typeof act === 'object' && 'delayMs' in act) await new Promise(resolve => setTimeout(resolve, act.delayMs));
  if (act === 'duplicate') await ask(upstream, request, body);
  const answer = await ask(upstream, request, body);
  if (act === 'cutAfter') return void socket.destroy();
  if (act === 'cutAnswer') return reply(response, answer, { head, cutAt: Math.floor(answer.body.length / 2) });
  reply(response, typeof act === 'object' && 'bend' in act ? act.bend(answer) : answer, { head });
}

/**
 * A peer between the program and a real object store (its plain endpoint on loopback) that behaves as `plan` says for
 * each request. The host name the program signed is passed on, so that signatures stay good.
 */
export async function startFaultProxy(upstreamEndpoint: string): Promise<FaultProxy> {
  const upstream = new URL(upstreamEndpoint);
  const requests: ProxyRequest[] = [];
  const sockets = new Set<Socket>();
  const pending = new Set<Promise<void>>();
  let plan: ProxyPlan = () => 'pass';
  const server = http.createServer((request, response) => {
    const seen = described(request, requests.length + 1);
    const { socket } = request; // gone from the request once the other end has hung up
    requests.push(seen);
    const work = Promise.resolve(plan(seen))
      .then(act => perform(act, { upstream, request, response, socket }))
      .catch(() => void socket.destroy())
      .finally(() => pending.delete(work));
    pending.add(work);
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reset: (next = () => 'pass') => {
      requests.length = 0;
      plan = next;
    },
    idle: async () => void (await Promise.all(pending)),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
