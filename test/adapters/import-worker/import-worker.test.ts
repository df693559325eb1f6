import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { importWorkerParser } from '#electron/core/adapters/foreign-file-parser/import-worker-parser.ts';
import { createForkHost } from '#electron/supervisor/fork-host.ts';
import { runImportJob } from '#electron/supervisor/import-runner.ts';
import type { HostedProcess, ProcessHost } from '#electron/supervisor/process-host.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const OLD_SYSTEM = readFileSync(path.join(root, 'build/scripts/data/patients-oldsystem.csv'));

describe('the import worker, a process of its own', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-worker-'));
  const entry = path.join(folder, 'import-worker.cjs');
  const ended: Promise<void>[] = [];
  let output = '';
  let host: ProcessHost;
  beforeAll(async () => {
    await build({ absWorkingDir: root, entryPoints: ['electron/import-worker/main.ts'], outfile: entry, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
    const forks = createForkHost({ entries: { 'core': entry, 'card-host': entry, 'import-worker': entry }, onOutput: (_kind, text) => (output += text) });
    host = {
      start: (kind, options) => {
        const started: HostedProcess = forks.start(kind, options);
        ended.push(new Promise(resolve => started.onExit(resolve)));
        return started;
      },
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const parser = importWorkerParser((job, args) => runImportJob(host, { job, args }));
  const ask = (bytes: Uint8Array) => parser.parseCsv({ bytes, encoding: null, separator: null });

  it('reads the old system\'s file and is gone afterwards', async () => {
    const table = await ask(OLD_SYSTEM);
    expect(table).toMatchObject({ encoding: 'windows-1252', separator: ';' });
    expect(table.rows).toHaveLength(1220);
    await Promise.all(ended);
  });

  it('H59: what is no table is refused by name, and no text of the file is printed', async () => {
    await expect(ask(Buffer.from('Kanariefågel'))).rejects.toMatchObject({ code: 'import.unreadable' });
    await expect(ask(Buffer.from(`a;b\n"Kanariefågel ${'x'.repeat(200_000)}`))).rejects.toMatchObject({ code: 'import.unreadable' });
    expect(output).not.toContain('Kanarief');
    await Promise.all(ended);
  });

  it('H61: a file made of nothing but separators ends with a refusal, not with the program', async () => {
    await expect(ask(Buffer.alloc(19 * 1024 * 1024, ';\n'))).rejects.toMatchObject({ code: expect.stringMatching(/^import\.(unreadable|tooLarge|workerFailed)$/) });
    await Promise.all(ended);
  });

  it('another job than reading a table is refused', async () => {
    await expect(runImportJob(host, { job: 'eval', args: 'process.exit()' })).rejects.toMatchObject({ code: 'import.unreadable' });
  });
});
