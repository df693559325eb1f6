import { hostOf, isOwnNetwork, type ServerHost } from '#shared/domain/backup/residency/host.ts';
import { AppError } from '#shared/kernel/app-error.ts';

/**
 * The server's address, read strictly: an origin and nothing else. Without TLS only for this computer and the clinic's own
 * network (the contents are encrypted either way, but who answers would be anybody). Throws `server.addressRefused`.
 */
export function serverAddress(endpoint: string): ServerHost {
  const found = hostOf(endpoint);
  if (found === null || !(found.isTls || isOwnNetwork(found.host))) throw new AppError('server.addressRefused', { host: found?.host ?? '' });
  return found;
}
