export interface RunningServer {
  readonly pid: number;
  readonly state: string;
  /** TLS with an authority of its own. */
  readonly endpoint: string;
  readonly plainEndpoint: string;
  readonly authority: string;
  readonly owner: { readonly key: string; readonly secret: string };
}
export function ensureServer(options: { userPid: number; wait?: boolean }): Promise<RunningServer>;
