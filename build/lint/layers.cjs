/**
 * The layer table (design/architecture.md §1.1). One row per folder: where its files may reach. Everything not listed is
 * refused: a folder without a row, a package without a row. Read by dependency-cruiser; proven by test/unit/build/layers.test.ts.
 */
const durableFile = 'electron/core/clinic/durable-file.ts';
const services = [
  'electron/core/services', 'electron/core/repositories', 'electron/core/db', 'electron/core/ports', 'electron/core/security', 'electron/core/backup', 'electron/core/pdf',
  'electron/core/clinic', 'shared',
];
const may = {
  'shared/kernel': ['shared/kernel'],
  'shared/messages': ['shared/messages', 'shared/kernel'],
  'shared/domain': ['shared/domain', 'shared/kernel'],
  'shared/contract': ['shared/contract', 'shared/domain', 'shared/kernel'],

  // Processes: core, card host, import worker and shells know nothing of each other but the wire.
  'electron/wire': ['electron/wire', 'shared'],
  'electron/supervisor': ['electron/supervisor', 'electron/wire', 'shared'],
  'electron/shell': ['electron/shell', 'electron/supervisor', 'electron/wire', 'shared'],
  'electron/browser-shell': ['electron/browser-shell', 'electron/supervisor', 'electron/wire', 'shared'],
  'electron/card-host': ['electron/card-host', 'electron/wire', 'shared'],
  'electron/import-worker': ['electron/import-worker', 'electron/wire', 'shared'],

  'electron/core/ports': ['electron/core/ports', 'electron/core/security', 'shared'],
  'electron/core/db': ['electron/core/db', 'electron/core/ports', 'shared/kernel', 'shared/domain'],
  'electron/core/repositories': [
    'electron/core/repositories', 'electron/core/db', 'electron/core/ports', 'electron/core/security', 'electron/core/backup/engine/ports.ts', 'shared/domain', 'shared/kernel',
  ],
  'electron/core/security': ['electron/core/security', 'electron/core/ports', durableFile, 'shared/domain', 'shared/kernel'],
  'electron/core/backup': ['electron/core/backup', 'electron/core/security', 'electron/core/ports', durableFile, 'shared/domain', 'shared/kernel'],
  'electron/core/pdf': ['electron/core/pdf', 'electron/core/ports', 'electron/core/security/recovery-kit', 'shared'],
  'electron/core/clinic': ['electron/core/clinic', 'electron/core/security', 'electron/core/db', 'electron/core/repositories', 'electron/core/ports', 'shared'],
  'electron/core/adapters': ['electron/core/adapters', 'electron/core/ports', 'electron/core/security', durableFile, 'electron/wire', 'shared'],
  'electron/core/services': [...services, 'electron/core/api/context.ts'],
  // Whoever is signed in decides what a call may do: the session answers the dispatcher's questions.
  'electron/core/services/session': [...services, 'electron/core/api'],
  'electron/core/api': ['electron/core/api', 'electron/core/services', 'electron/core/repositories', 'electron/core/db', 'electron/core/ports', 'shared'],

  'renderer/client': ['renderer/client', 'shared'],
  'renderer/ui': ['renderer/ui', 'shared/kernel', 'shared/messages', 'shared/domain'],
  'renderer/commands': ['renderer/commands', 'renderer/client', 'renderer/ui', 'shared'],
  // Pieces of screens that know procedures and that several areas need: registering a patient happens in the register and while booking.
  'renderer/parts': ['renderer/parts', 'renderer/ui', 'renderer/client', 'renderer/commands', 'shared'],
  'renderer/screens': ['renderer/screens', 'renderer/parts', 'renderer/ui', 'renderer/client', 'renderer/commands', 'shared'],
  // Runs alone in a sandboxed frame; bundled into one script (build/vite/pdf-frame.ts).
  'renderer/pdf-frame': ['renderer/pdf-frame', 'renderer/parts/document-view/frame-messages.ts'],
  'renderer/app': ['renderer', 'shared'],
};

/** Which services know which others, and why. All other services are strangers to each other. */
const friends = {
  'setup': ['session'], // signs its first person in
  'backup': ['destruction'], // a backup carries the orders that a restore of an older one must carry out again
  'restore': ['backup', 'destruction'], // reads what a backup wrote, and the newest orders
  'session': ['restore', 'destruction'], // a restored clinic is finished, and what was destroyed goes again, before anybody may use it
  'drill': ['backup', 'log'], // restores what a backup wrote, and walks the log in it
  'leaving': ['backup', 'drill'], // a last copy is a backup; its certificates are checked as a drill's are
  'patient-import': ['patients'], // registers patients
  'schedule': ['agenda'], // books and moves visits as the agenda does
  'desk': ['agenda'], // asks when the clinic is closed
  'waiting': ['agenda', 'groups'], // a yes is booked by the agenda's own rules
  'groups': ['agenda'], // so are a group and its seats
  'recalls': ['agenda'], // a recall is a step on a list of visits
  'agenda': ['care'], // a treatment begins only with the consent that care keeps (J-23)
  // What is written, coded, attached, sent and found about a patient is read by the journal's own rules (J-13).
  'documents': ['journal'],
  'disclosures': ['journal'],
  'timeline': ['journal'],
  'codes': ['journal'],
  'journal-search': ['journal'],
  'attachments': ['journal'],
  'care': ['journal'],
  'medications': ['journal'],
  'writing': ['journal'],
  'incoming': ['attachments', 'journal'], // a paper becomes an attachment
};

/** Files that wire a whole process together may reach everything of that process. */
const roots = {
  'electron/main.ts': ['electron/shell', 'electron/supervisor', 'shared'],
  'electron/preload.ts': ['shared/contract'],
  'electron/core/main.ts': ['electron/core', 'electron/wire', 'shared'],
  'electron/core/core.ts': ['electron/core', 'electron/wire', 'shared'],
  'electron/core/areas.ts': ['electron/core', 'electron/wire', 'shared'],
  'electron/core/reception.ts': ['electron/core', 'shared'],
  'electron/core/clinical.ts': ['electron/core', 'shared'],
  'renderer/main.tsx': ['renderer', 'shared'],
  'renderer/assets.d.ts': ['renderer'],
};

/** Which folders alone may touch a package. A package in no row is an error: adding one is a decision. */
const only = {
  'zod': ['shared', 'electron', 'renderer'], // one schema for border, form and file (MIT)
  'uuid': ['electron/core', 'electron/import-worker', 'renderer'], // UUIDv7 ids in time order (MIT)
  'electron': ['electron/shell', 'electron/preload.ts', 'electron/main.ts'], // the desktop shell; fixed by the customer (MIT)
  'playwright-core': ['electron/browser-shell'], // drives Chromium over a pipe in the browser shell (Apache-2)
  'pkcs11js': ['electron/card-host'], // smart cards; fixed by the customer (MIT)
  'knex': ['electron/core/db', 'electron/core/repositories'], // queries; fixed by the customer (MIT)
  '@journeyapps/sqlcipher|better-sqlite3-multiple-ciphers': ['electron/core/db'], // the encrypted file on Linux and macOS, and on Windows (BSD-3, MIT)
  'node-forge': ['electron/core/security', 'electron/core/adapters', 'electron/card-host'], // PKCS#12 practice cards; fixed by the customer (BSD-3)
  'pdfkit': ['electron/core/pdf'], // our own PDF pages, PDF/A metadata, embedded fonts (MIT)
  'uqr': ['electron/core/pdf', 'electron/core/services', 'renderer'], // QR codes without a dependency (MIT)
  'canonicalize': ['electron/core', 'shared'], // RFC 8785 bytes that are hashed and signed (Apache-2)
  '@scure/base|@noble/.*': ['electron/core/security/age'], // bech32, and ChaCha20-Poly1305 where Electron's BoringSSL lacks it (MIT)
  '@aws-sdk/.*|@smithy/.*': ['electron/core/adapters/backup-store/s3', 'electron/core/adapters/store-removal'], // backups to S3-compatible servers; measured against four others in design/backup.md B; 25 packages, 22 MB, 0.6 MB bundled (Apache-2)
  'csv-parse': ['electron/import-worker'], // other systems' CSV, quoted line breaks and all (MIT)
  'temporal-polyfill': ['shared', 'electron/core', 'renderer'], // zones and daylight saving (MIT)
  'intl-messageformat': ['shared/messages', 'electron/core/pdf', 'electron/core/services'], // ICU texts outside React (BSD-3)
  'react|react-dom|@types/react|@types/react-dom|csstype': ['renderer'], // the screens; fixed by the customer (MIT)
  'react-intl|@formatjs/.*': ['renderer'], // ICU texts and formats on screens (BSD-3)
  'react-hook-form|@hookform/resolvers': ['renderer'], // forms with the contract's own schemas (MIT)
  '@tanstack/react-query|@tanstack/query-core': ['renderer/client', 'renderer/screens', 'renderer/app', 'renderer/commands'], // answers kept until an event says they are stale (MIT)
  '@tanstack/react-router|@tanstack/router-core|@tanstack/history': ['renderer/app', 'renderer/screens', 'renderer/client', 'renderer/commands'], // typed routes in memory, no address bar (MIT)
  '@tanstack/react-table|@tanstack/react-virtual|@tanstack/table-core|@tanstack/virtual-core': ['renderer/ui'], // long tables (MIT)
  '@mantine/.*|get-nonce|dayjs': ['renderer/ui', 'renderer/app'], // the component kit, behind renderer/ui so that it can be replaced (MIT)
  '@tabler/icons-react': ['renderer'], // icons (MIT)
  '@tiptap/.*': ['renderer/ui'], // the note editor with an explicit node list (MIT)
  '@fontsource-variable/inter': ['renderer/ui', 'renderer/app', 'electron/core/pdf'],
  '@types/node': ['electron', 'shared', 'renderer'],
  'vite': ['renderer'],
  'pdfjs-dist': ['renderer/pdf-frame'], // PDFs as pictures in a sandboxed frame; Mozilla's, 1.9 MB as one script (Apache-2)
};

const group = list => `^(${list.map(item => item.replaceAll('.', '\\.')).join('|')})(/|$)`;
const packages = list => `node_modules/(@types/)?(${list.join('|')})(/|$)`;
const OURS = '^(shared|electron|renderer|build|test)/';
const rootFiles = Object.keys(roots);
/** A deeper folder with a row of its own answers for itself. */
const elsewhere = from => [...rootFiles, ...Object.keys(may).filter(other => other.startsWith(`${from}/`))];

const layerRules = [
  ...Object.entries(may).map(([from, to]) => ({ name: `layer:${from}`, severity: 'error', from: { path: `^${from}/`, pathNot: group(elsewhere(from)) }, to: { path: OURS, pathNot: group(to) } })),
  ...Object.entries(roots).map(([from, to]) => ({ name: `layer:${from}`, severity: 'error', from: { path: group([from]) }, to: { path: OURS, pathNot: group(to) } })),
  { name: 'folder-without-a-row', severity: 'error', from: { path: '^(shared|electron|renderer)/', pathNot: group([...Object.keys(may), ...rootFiles]) }, to: {} },
];

const packageRules = [
  ...Object.entries(only).map(([name, folders]) => ({
    name: `package:${name}`,
    severity: 'error',
    from: { path: '^(shared|electron|renderer)/', pathNot: group(folders) },
    to: { path: packages([name]) },
  })),
  { name: 'package-without-a-row', severity: 'error', from: { path: '^(shared|electron|renderer)/' }, to: { path: 'node_modules/', pathNot: packages(Object.keys(only)) } },
];

module.exports = {
  forbidden: [
    ...layerRules,
    ...packageRules,
    { name: 'screens-are-strangers', severity: 'error', from: { path: '^renderer/screens/([^/]+)/' }, to: { path: '^renderer/screens/', pathNot: '^renderer/screens/($1/|[^/]+$)' } },
    { name: 'services-are-strangers', severity: 'error', from: { path: '^electron/core/services/([^/]+)/', pathNot: group(Object.keys(friends).map(area => `electron/core/services/${area}`)) }, to: { path: '^electron/core/services/', pathNot: '^electron/core/services/($1/|[^/]+$)' } },
    ...Object.entries(friends).map(([area, known]) => ({
      name: `services-are-strangers:${area}`,
      severity: 'error',
      from: { path: `^electron/core/services/${area}/` },
      to: { path: '^electron/core/services/', pathNot: `^electron/core/services/((${[area, ...known].join('|')})/|[^/]+$)` },
    })),
    { name: 'migrations-stand-alone', severity: 'error', from: { path: '^electron/core/db/migrations/' }, to: { path: OURS, pathNot: '^electron/core/db/(handles|migrations/)' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'shared-needs-no-machine', severity: 'error', from: { path: '^(shared|renderer)/' }, to: { dependencyTypes: ['core'] } },
    { name: 'nothing-imports-tests', severity: 'error', from: { path: '^(shared|electron|renderer)/' }, to: { path: '^(test|build)/' } },
    // A package that only came along with another one may be gone after the next update.
    { name: 'packages-are-declared', severity: 'error', from: { path: '^(shared|electron|renderer)/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] } },
    { name: 'everything-resolves', severity: 'error', from: { path: '^(shared|electron|renderer)/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
