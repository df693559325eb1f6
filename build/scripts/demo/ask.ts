import type { WireResponse } from '#shared/contract/wire.ts';
import type { Scene } from './scene.ts';

/** Makes one call as the person who is signed in, through the same door as the screens. Throws with the refusal's code. */
export async function callAs<T>({ page }: Pick<Scene, 'page'>, procedure: string, input: unknown): Promise<T> {
  const response = await page().evaluate(
    ([name, value]) => (window as unknown as { clinic: { invoke(request: { path: string; input: unknown }): Promise<unknown> } }).clinic.invoke({ path: name, input: value }),
    [procedure, input] as [string, unknown],
  ) as WireResponse;
  if (!response.ok) throw new Error(`${procedure} was refused: ${response.error.code} ${JSON.stringify(response.error.params)}`);
  return response.value as T;
}
