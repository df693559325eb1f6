import { createHash } from 'node:crypto';
import path from 'node:path';

/**
 * Where core keeps its second anchor and device secrets: in the person's own configuration, away from the data folder,
 * so that exchanging the data folder as a whole is noticed. One for each data folder.
 */
export function profileFolder(configFolder: string, dataDir: string): string {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16);
  return path.join(configFolder, 'klinikbok-anchors', name);
}
