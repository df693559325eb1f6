import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';

const digest = (data: string): string => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

export interface AdminRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  /** Parameters without a value are written as `name=`. */
  readonly query: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Headers of a request signed with AWS Signature Version 4, by hand: an independent check of what we send elsewhere. */
function sign(request: AdminRequest, host: string, key: { key: string; secret: string }): { target: string; headers: Record<string, string> } {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const query = Object.entries(request.query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join('&');
  // The gateway answers 501 to a signed body in its admin API.
  const payload = 'UNSIGNED-PAYLOAD';
  const canonical = [request.method, request.path, query, `host:${host}`, `x-amz-content-sha256:${payload}`, `x-amz-date:${stamp}`, '', 'host;x-amz-content-sha256;x-amz-date', payload].join('\n');
  const scope = `${stamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const day = mac(mac(mac(mac(`AWS4${key.secret}`, stamp.slice(0, 8)), 'us-east-1'), 's3'), 'aws4_request');
  const signature = mac(day, ['AWS4-HMAC-SHA256', stamp, scope, digest(canonical)].join('\n')).toString('hex');
  return {
    target: `${request.path}?${query}`,
    headers: {
      host, 'x-amz-date': stamp, 'x-amz-content-sha256': payload,
      authorization: `AWS4-HMAC-SHA256 Credential=${key.key}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    },
  };
}

/** One call of the gateway's admin API (docs.ceph.com, radosgw/adminops); throws with its answer unless it succeeded. */
export function adminCall(plainEndpoint: string, owner: { key: string; secret: string }, request: AdminRequest): Promise<string> {
  const { host, hostname, port } = new URL(plainEndpoint);
  const { target, headers } = sign(request, host, owner);
  const body = Buffer.from(request.body ?? '');
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, path: target, method: request.method, headers: { ...headers, 'content-length': String(body.length) }, timeout: 60_000 }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const status = answer.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve(text);
        else reject(new Error(`the gateway answered ${status} to ${request.method} ${request.path}: ${text.slice(0, 300)}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`the gateway did not answer ${request.method} ${request.path} within 60 s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
