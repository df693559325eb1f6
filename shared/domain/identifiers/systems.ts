import type { IdentifierKind } from './identifier.ts';

/**
 * Who issues each kind of number: the FHIR identifier system of requirements/domain.md §4.3 (HL7 Sweden base profile,
 * dk-core, no-basis, gematik); for the two regional reservnummer the OID the regions publish. Null: nobody but the clinic.
 */
export const IDENTIFIER_SYSTEMS: Readonly<Record<IdentifierKind, string | null>> = {
  personnummer: 'http://electronichealth.se/identifier/personnummer',
  samordningsnummer: 'http://electronichealth.se/identifier/samordningsnummer',
  reservnummer: 'http://electronichealth.se/identifier/nationelltReservnummer',
  reservnummerStockholm: 'urn:oid:1.2.752.97.3.1.3',
  reservnummerVgr: 'urn:oid:1.2.752.113.11.0.2.1.1.1',
  cpr: 'urn:oid:1.2.208.176.1.2',
  ecpr: 'urn:oid:1.2.208.176.1.6.1.1',
  fnr: 'urn:oid:2.16.578.1.12.4.1.4.1',
  dnr: 'urn:oid:2.16.578.1.12.4.1.4.2',
  hnr: 'urn:oid:2.16.578.1.12.4.1.4.3',
  kvnr: 'http://fhir.de/sid/gkv/kvid-10',
  temporary: null,
  external: null,
};
