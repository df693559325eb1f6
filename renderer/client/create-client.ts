import type { Client, ContractShape } from '#shared/contract/define.ts';
import type { Send, WireError } from '#shared/contract/wire.ts';

/** A refusal as it came over the wire: a code from the closed list, parameters for its sentence, and a trace id. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly detail: WireError;
  constructor(detail: WireError) {
    super(detail.code);
    this.detail = detail;
  }
}

/** Builds the typed client from the contract; `send` is the only thing that differs between transports. */
export function createClient<C extends ContractShape>(contract: C, send: Send): Client<C> {
  const areas = Object.entries(contract).map(([area, procedures]) => [
    area,
    Object.fromEntries(Object.keys(procedures).map(name => [name, (input: unknown) => call(send, `${area}.${name}`, input)])),
  ]);
  return Object.fromEntries(areas) as Client<C>;
}

async function call(send: Send, path: string, input: unknown): Promise<unknown> {
  const response = await send({ path, input });
  if (response.ok) return response.value;
  throw new ApiError(response.error);
}
