import { placeOf } from '#shared/domain/reminders/providers.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { GatewayChoice, MessageGateway, OpenGateway } from '../../ports/message-gateway.ts';
import { cpsms } from './cpsms.ts';
import { elks } from './elks.ts';
import { gatewayApi } from './gatewayapi.ts';
import { createHttpClient, type HttpOptions } from './http-client.ts';

/** A demo clinic's patients have invented numbers that belong to real people: everything is accepted, nothing leaves. */
const practiceGateway: MessageGateway = {
  send: ({ reference }) => Promise.resolve({ kind: 'accepted', providerRef: reference }),
  find: ({ providerRef }) => Promise.resolve({ state: 'delivered', providerRef }),
};

interface OpenOptions {
  readonly isDemo: boolean;
  readonly now: () => Date;
  /** For tests: the provider's part is played by a server on this computer. */
  readonly loopback?: HttpOptions['loopback'];
  readonly timeLimitMs?: number;
}

/** Opens the way to a provider in the EU/EEA table; any other host is refused (record.notFound). */
export function openMessageGateway({ isDemo, now, loopback, timeLimitMs }: OpenOptions): OpenGateway {
  return (choice: GatewayChoice) => {
    if (isDemo) return practiceGateway;
    if (!placeOf(choice.provider, choice.host)) throw new AppError('record.notFound');
    const http = createHttpClient({ host: choice.host, ...(loopback ? { loopback } : {}), ...(timeLimitMs === undefined ? {} : { timeLimitMs }) });
    const origin = loopback?.origin ?? `https://${choice.host}`;
    switch (choice.provider) {
      case 'gatewayapi': return gatewayApi(http, origin, choice.credential);
      case 'cpsms': return cpsms(http, origin, { ...choice.credential, now });
      case 'elks': return elks(http, origin, choice.credential);
    }
  };
}
