import type { App, PowerMonitor } from 'electron';

import type { Supervisor } from '../supervisor/supervisor.ts';

type Watched = Pick<Supervisor, 'systemLocks' | 'systemResumed'>;

/**
 * Locks with the computer. `lock-screen` exists on Windows and macOS only; on Linux the idle time and the jump of the
 * clock after sleep do it (lock controller). Shutdown ends everything the ordinary way.
 */
export function watchPower(power: PowerMonitor, app: App, supervisor: Watched): void {
  power.on('lock-screen', () => supervisor.systemLocks('systemLock'));
  power.on('suspend', () => supervisor.systemLocks('suspend'));
  power.on('user-did-resign-active', () => supervisor.systemLocks('systemLock'));
  power.on('resume', () => supervisor.systemResumed());
  power.on('unlock-screen', () => supervisor.systemResumed());
  power.on('shutdown', () => app.quit());
}
