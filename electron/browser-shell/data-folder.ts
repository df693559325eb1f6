import { homedir } from 'node:os';
import path from 'node:path';

/** Where a clinic's data lie when nothing else is said: the user's own application folder, never a shared one. */
export function defaultDataDir(isDemo: boolean): string {
  const name = isDemo ? 'klinikbok-demo' : 'klinikbok';
  if (process.platform === 'win32') return path.join(process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData/Local'), name);
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Application Support', name);
  return path.join(process.env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local/share'), name);
}

/** The person's configuration folder, as the operating system names it. */
export function configFolder(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? path.join(homedir(), 'AppData/Roaming');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Preferences');
  return process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
}
