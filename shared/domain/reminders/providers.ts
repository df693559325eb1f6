import type { COUNTRIES } from '../clinic/clinic.ts';

type Country = (typeof COUNTRIES)[number];

export const PROVIDER_IDS = ['elks', 'gatewayapi', 'cpsms'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export interface ProviderPlace {
  /** Exact host name; nothing else is ever called. */
  readonly host: string;
  /** Where the company that receives the number and the text is established. */
  readonly country: Country;
}

export interface Provider {
  readonly id: ProviderId;
  readonly name: string;
  readonly company: string;
  /** The first is proposed. */
  readonly places: readonly ProviderPlace[];
  /** How the provider knows the clinic: one token, or a user name and a key. */
  readonly asks: 'token' | 'userAndKey';
  /** A lost answer can be cleared up by asking the provider afterwards. */
  readonly canBeAsked: boolean;
}

/** Companies in the EU/EEA that the program can send through (K-05…K-07). Adding one is a decision, like adding a country. */
export const PROVIDERS: Readonly<Record<ProviderId, Provider>> = {
  elks: { id: 'elks', name: '46elks', company: '46elks AB', places: [{ host: 'api.46elks.com', country: 'SE' }], asks: 'userAndKey', canBeAsked: true },
  gatewayapi: {
    id: 'gatewayapi', name: 'GatewayAPI', company: 'OnlineCity.IO ApS', asks: 'token', canBeAsked: false,
    places: [{ host: 'gatewayapi.eu', country: 'DK' }, { host: 'gatewayapi.com', country: 'DK' }],
  },
  cpsms: { id: 'cpsms', name: 'CPSMS', company: 'Compaya A/S', places: [{ host: 'api.cpsms.dk', country: 'DK' }], asks: 'userAndKey', canBeAsked: true },
};

/** The place behind this exact host of this provider; undefined for any other. */
export const placeOf = (provider: ProviderId, host: string): ProviderPlace | undefined => PROVIDERS[provider].places.find(place => place.host === host);
