import type { App } from 'electron';

/** Switches that would open a debugger or run other code; fuses do not cover the Chromium ones (design/security.md §6.5). */
const FORBIDDEN = [
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'inspect', 'inspect-brk', 'inspect-port', 'js-flags',
  'no-sandbox', 'disable-web-security', 'disable-site-isolation-trials', 'load-extension', 'user-data-dir', 'proxy-server', 'log-net-log', 'ssl-key-log-file',
];

/** True when an installed program was started with such a switch: it must not run. */
export function refuseDebugSwitches(app: Pick<App, 'commandLine'>, isDevelopment: boolean): boolean {
  app.commandLine.appendSwitch('disable-breakpad');
  app.commandLine.appendSwitch('disable-http-cache');
  return !isDevelopment && FORBIDDEN.some(name => app.commandLine.hasSwitch(name));
}
