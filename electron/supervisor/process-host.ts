import type { Channel } from '../wire/channel.ts';

/** The processes a supervisor starts. */
export type ProcessKind = 'core' | 'card-host' | 'import-worker';

/** One running process of ours. */
export interface HostedProcess {
  readonly channel: Channel;
  /** Ends the process without asking it (it may hang in a vendor's library); resolves once it has ended. Repeating is harmless. */
  kill(): Promise<void>;
  /** Called once when the process has ended, for whatever reason. */
  onExit(listener: () => void): void;
}

export interface StartOptions {
  /** Upper limit of the JavaScript heap. */
  readonly heapMb?: number;
}

/** Starts processes: `fork` in the browser shell and in tests, `utilityProcess` in Electron. */
export interface ProcessHost {
  start(kind: ProcessKind, options?: StartOptions): HostedProcess;
}

/** Without these a process cannot find its temporary folder, its libraries (Windows) or the user's language. */
const EVERY_PROCESS = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SystemDrive', 'windir', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramFiles', 'ProgramData'];
/** Where SoftHSM keeps practice cards and where the smart-card service listens (tests use their own). */
const CARD_HOST = ['SOFTHSM2_CONF', 'PCSCLITE_CSOCK_NAME', 'OPENSC_CONF', 'YKCS11_DBG'];

/** The environment a child gets: names on a list only, so that no NODE_OPTIONS, proxy or credential reaches it. */
export function childEnvironment(kind: ProcessKind, parent: NodeJS.ProcessEnv): Record<string, string> {
  const names = kind === 'card-host' ? [...EVERY_PROCESS, ...CARD_HOST] : EVERY_PROCESS;
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = parent[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
