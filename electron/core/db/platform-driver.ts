import type { Driver } from './driver/driver.ts';

/**
 * The driver for this computer. Windows has no @journeyapps/sqlcipher build (product.md decision 4), so each is
 * loaded only where it is used; both read and write the same file, and a test opens one file with both.
 */
export async function platformDriver(platform: NodeJS.Platform = process.platform): Promise<Driver> {
  if (platform === 'win32') return (await import('./driver/multiple-ciphers.ts')).multipleCiphersDriver;
  return (await import('./driver/sqlcipher.ts')).sqlcipherDriver;
}
