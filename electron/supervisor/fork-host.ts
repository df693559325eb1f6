import { fork, type ChildProcess } from 'node:child_process';

import { childChannel } from '../wire/channel.ts';
import { childEnvironment, type HostedProcess, type ProcessHost, type ProcessKind } from './process-host.ts';

export interface ForkHostOptions {
  /** The built file of each process. */
  readonly entries: Readonly<Record<ProcessKind, string>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Takes what children print; by default it goes to this process's standard error, because standard output is the caller's. */
  readonly onOutput?: (kind: ProcessKind, text: string) => void;
}

function hosted(child: ChildProcess): HostedProcess {
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    // 'error' without a process (fork failed): there is nothing to wait for.
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
  return {
    channel: childChannel(child),
    kill: () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      return ended;
    },
    onExit: listener => void ended.then(listener),
  };
}

/** Processes as children of this Node process. */
export function createForkHost({ entries, env = process.env, onOutput }: ForkHostOptions): ProcessHost {
  return {
    start: (kind, options = {}) => {
      const child = fork(entries[kind], [], {
        serialization: 'advanced',
        env: childEnvironment(kind, env),
        execArgv: options.heapMb ? [`--max-old-space-size=${options.heapMb}`] : [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => (onOutput ? onOutput(kind, text) : process.stderr.write(text)));
      }
      return hosted(child);
    },
  };
}
