/**
 * Electron's fuses: switches in the binary itself that no setting, environment variable or command line can turn back.
 * Order and number are those of Electron 45 (fuse wire version 1); another number in a binary stops the packaging, because
 * a new fuse is a decision to take and not to miss.
 */
export const FUSES: readonly { readonly name: string; readonly on: boolean; readonly why: string }[] = [
  { name: 'RunAsNode', on: false, why: 'the program must not be usable as a Node that runs other people’s files' },
  { name: 'EnableCookieEncryption', on: true, why: 'nothing of the session lies on the disk in clear' },
  { name: 'EnableNodeOptionsEnvironmentVariable', on: false, why: 'NODE_OPTIONS could load code into the process' },
  { name: 'EnableNodeCliInspectArguments', on: false, why: '--inspect would open a debugger' },
  { name: 'EnableEmbeddedAsarIntegrityValidation', on: true, why: 'a changed app.asar must not start (macOS, Windows)' },
  { name: 'OnlyLoadAppFromAsar', on: true, why: 'a folder beside app.asar must not replace it' },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', on: false, why: 'no second snapshot that could be exchanged' },
  { name: 'GrantFileProtocolExtraPrivileges', on: false, why: 'the page comes from app:// and nothing from file://' },
  { name: 'WasmTrapHandlers', on: true, why: 'Electron’s own default; bounds checks stay in hardware' },
];

/** Marks the fuse wire inside the binary; after it come version, length and one byte a fuse. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const VERSION = 1;
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);

function wiresIn(binary: Buffer): number[] {
  const starts: number[] = [];
  for (let at = binary.indexOf(SENTINEL); at >= 0; at = binary.indexOf(SENTINEL, at + 1)) starts.push(at + SENTINEL.length);
  if (starts.length === 0) throw new Error('this is not an Electron binary: it has no fuses');
  for (const start of starts) {
    if (binary[start] !== VERSION) throw new Error(`fuse wire version ${String(binary[start])} is not known`);
    if (binary[start + 1] !== FUSES.length) throw new Error(`this Electron has ${String(binary[start + 1])} fuses and ${FUSES.length} are decided: read its release notes and decide the rest`);
  }
  return starts;
}

/** A copy of the binary with every fuse set as decided (a universal macOS binary has two wires). Refuses unknown wires. */
export function withFuses(binary: Buffer): Buffer {
  const changed = Buffer.from(binary);
  for (const start of wiresIn(changed)) FUSES.forEach(({ on }, index) => { changed[start + 2 + index] = on ? ON : OFF; });
  return changed;
}

/** Names of the fuses in a binary that are not as decided; none in a good one. */
export function wrongFuses(binary: Buffer): string[] {
  return wiresIn(binary).flatMap(start => FUSES.filter(({ on }, index) => binary[start + 2 + index] !== (on ? ON : OFF)).map(({ name }) => name));
}
