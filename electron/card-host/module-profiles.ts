import type { CardProfile } from '#shared/domain/cards/host-protocol.ts';

type Platform = 'win32' | 'darwin' | 'linux';
type Candidates = Readonly<Record<Platform, readonly string[]>>;

const programFiles = 'C:\\Program Files';
const system32 = 'C:\\Windows\\System32';

/**
 * Where each card software puts its PKCS#11 library. Fixed absolute paths only, in folders an ordinary user cannot
 * write to; never from the environment, a page or the current folder (cards.md §G). 64-bit libraries.
 */
const CANDIDATES: Readonly<Record<Exclude<CardProfile, 'custom' | 'practice'>, Candidates>> = {
  'netid': {
    win32: [`${system32}\\iidp11.dll`, `${programFiles}\\Net iD\\iidp11.dll`, `${programFiles}\\SecMaker\\Net iD\\iidp11.dll`],
    darwin: ['/Library/Frameworks/iidp11.framework/iidp11', '/usr/local/lib/libiidp11.dylib'],
    linux: ['/usr/lib/libiidp11.so', '/usr/local/lib/libiidp11.so', '/usr/lib/x86_64-linux-gnu/libiidp11.so'],
  },
  'thales-sac': {
    win32: [`${system32}\\eTPKCS11.dll`, `${programFiles}\\SafeNet\\Authentication\\SAC\\x64\\IDPrimePKCS1164.dll`],
    darwin: ['/usr/local/lib/libeTPkcs11.dylib', '/Library/Frameworks/eToken.framework/Versions/Current/libeToken.dylib'],
    linux: ['/usr/lib/libeTPkcs11.so', '/usr/lib/libIDPrimePKCS11.so'],
  },
  'opensc': {
    win32: [`${programFiles}\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll`],
    darwin: ['/Library/OpenSC/lib/opensc-pkcs11.so'],
    linux: ['/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so', '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so', '/usr/lib64/opensc-pkcs11.so', '/usr/lib/opensc-pkcs11.so'],
  },
  'ykcs11': {
    win32: [`${programFiles}\\Yubico\\Yubico PIV Tool\\bin\\libykcs11.dll`],
    darwin: ['/usr/local/lib/libykcs11.dylib', '/opt/homebrew/lib/libykcs11.dylib'],
    linux: ['/usr/lib/x86_64-linux-gnu/libykcs11.so', '/usr/lib/aarch64-linux-gnu/libykcs11.so', '/usr/lib64/libykcs11.so', '/usr/local/lib/libykcs11.so'],
  },
  'softhsm': {
    win32: [`${programFiles}\\SoftHSM2\\lib\\softhsm2-x64.dll`],
    darwin: ['/usr/local/lib/softhsm/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'],
    linux: ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'],
  },
};

/** The places to look, in order; none for `custom` and `practice` or on an unknown system. */
export function moduleCandidates(profile: CardProfile, platform: string): readonly string[] {
  if (profile === 'custom' || profile === 'practice') return [];
  return platform === 'win32' || platform === 'darwin' || platform === 'linux' ? CANDIDATES[profile][platform] : [];
}
