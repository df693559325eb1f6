import type { clinicContract } from '#shared/contract/index.ts';
import type { Handlers } from '#shared/contract/define.ts';
import type { CallContext } from './api/context.ts';
import type { ServiceDeps } from './services/service-deps.ts';

/** Everything the areas need besides the database: devices and processes behind ports. */
export interface AreaPorts {
  readonly unused?: never;
}

export interface AreaDeps extends ServiceDeps {
  readonly ports: AreaPorts;
}

/** Builds every area's service on an open database. One line per area of `clinicContract`. */
export function createAreaHandlers(_deps: AreaDeps): Handlers<typeof clinicContract, CallContext> {
  return {};
}
