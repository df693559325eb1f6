import * as z from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';

import { createRpc, RpcClosed, RpcTimeout } from '../wire/rpc.ts';
import type { ProcessHost } from './process-host.ts';

const WorkerJob = z.object({ job: z.string().max(80), args: z.unknown() });
const LIMIT_MS = 60_000;
const HEAP_MB = 512;

/**
 * Runs one job (`worker.run` {job, args}) on a foreign file in a process of its own that is ended afterwards, whatever
 * happens: a file made to exhaust memory or time harms nothing else. Refuses with import.workerFailed when it does.
 */
export async function runImportJob(host: ProcessHost, raw: unknown): Promise<unknown> {
  const { job, args } = WorkerJob.parse(raw);
  const worker = host.start('import-worker', { heapMb: HEAP_MB });
  try {
    return await createRpc(worker.channel).call('run', { job, args }, LIMIT_MS);
  } catch (error) {
    if (error instanceof RpcTimeout || error instanceof RpcClosed) throw new AppError('import.workerFailed', {}, error);
    throw error;
  } finally {
    await worker.kill();
  }
}
