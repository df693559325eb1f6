/** Types of test-ca.mjs, for the tests. */
export interface TestAuthority {
  readonly folder: string;
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly der: Uint8Array;
}
export interface TestCa {
  readonly folder: string;
  readonly port: number;
  readonly root: TestAuthority;
  readonly person: TestAuthority;
  readonly ocspUrl: string;
  readonly crlUrl: string;
  readonly responder: { readonly cert: string; readonly key: string };
  /** What a clinic imports: root and issuer. */
  readonly trusted: readonly Uint8Array[];
}
export type TestKeyKind = 'rsa' | 'rsa-1024' | 'rsa-e3' | 'ec-p256' | 'ec-p384' | 'ec-p521' | 'ed25519';
export interface TestCertificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly der: Uint8Array;
  readonly alg: TestKeyKind;
}
export interface TestPerson {
  readonly hsaId: string;
  readonly name: string;
  readonly cardNumber: string;
  readonly auth: TestCertificate;
  readonly sign: TestCertificate;
}
export interface TestPersonOptions {
  readonly hsaId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly title?: string;
  readonly organisation?: string;
  readonly alg?: TestKeyKind;
  readonly issuer?: TestAuthority;
  readonly policy?: string;
  readonly cardNumber?: string;
  /** An existing key for both certificates. */
  readonly keyFile?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly extra?: readonly string[];
}
export const TEST_POLICY_LOA3: string;
export const TEST_POLICY_LOA2: string;
export function createTestCa(folder: string, options?: { port?: number; suffix?: string }): TestCa;
export function issueAuthority(issuer: TestAuthority, folder: string, options: { name: string; ext?: readonly string[]; ca?: string; usage?: string }): TestAuthority;
export function issuePerson(ca: TestCa, options: TestPersonOptions): TestPerson;
export function revoke(issuer: TestAuthority, certFile: string): void;
export function makeCrl(issuer: TestAuthority, dates?: { lastUpdate?: Date; nextUpdate?: Date }): Uint8Array;
export function writePracticeCard(practiceFolder: string, person: TestPerson, options: { cardId: string; pin: string; label?: string }): string;
export function softHsmLibrary(): string;
export function loadSoftHsm(folder: string, persons: readonly TestPerson[], options?: { pin?: string | { auth: string; sign: string } }): string;
