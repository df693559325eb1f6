import { buildProduct } from '#test/support/chromium.ts';

/** Brings the page of dist/ up to date, unless the tests look at a build of somebody's own (`KLINIKBOK_DIST`). */
export async function pageBuilt(): Promise<void> {
  if (process.env['KLINIKBOK_DIST'] === undefined) await buildProduct();
}
