import { utilityProcess } from 'electron';

import { childEnvironment, type HostedProcess, type ProcessHost, type ProcessKind } from '../supervisor/process-host.ts';
import { utilityChannel } from '../wire/channel.ts';

const NAMES: Readonly<Record<ProcessKind, string>> = { 'core': 'Klinikbok core', 'card-host': 'Klinikbok card host', 'import-worker': 'Klinikbok import' };

/** Processes as Electron utility processes: no RunAsNode fuse needed, listed by name in the system's task manager. */
export function createUtilityHost(entries: Readonly<Record<ProcessKind, string>>): ProcessHost {
  return {
    start: (kind, options = {}): HostedProcess => {
      const child = utilityProcess.fork(entries[kind], [], {
        serviceName: NAMES[kind],
        env: childEnvironment(kind, process.env),
        execArgv: options.heapMb ? [`--max-old-space-size=${options.heapMb}`] : [],
        stdio: 'ignore',
        // A vendor's PKCS#11 library on macOS carries another team's signature.
        allowLoadingUnsignedLibraries: kind === 'card-host',
      });
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
      return {
        channel: utilityChannel(child),
        onExit: listener => void ended.then(listener),
        kill: () => {
          // kill() asks politely on POSIX; a process that hangs in a vendor's library does not listen.
          const { pid } = child;
          child.kill();
          if (pid !== undefined && process.platform !== 'win32') killHard(pid);
          return ended;
        },
      };
    },
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
