/**
 * Checks the texts and writes shared/messages/messages.gen.ts (keys, parameters, catalogues).
 * `--check`: writes nothing and fails when the file is not what it should be. `--root DIR`: another project folder (tests).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { LANGUAGES, readErrorCodes, readMessages } from './message-catalogue.mjs';

const flag = name => process.argv.includes(name);
const rootIndex = process.argv.indexOf('--root');
const root = rootIndex > 0 ? process.argv[rootIndex + 1] : path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'shared/messages');
const target = path.join(folder, 'messages.gen.ts');
const variable = (language, area) => `${language}_${area.replaceAll('-', '_')}`;

function generate({ areas, messages }) {
  const imports = LANGUAGES.flatMap(language => areas.map(area => `import ${variable(language, area)} from './${language}/${area}.json';`));
  const catalogue = language => `  ${language}: { ${areas.map(area => `'${area}': ${variable(language, area)}`).join(', ')} },`;
  const keys = [...messages.keys()];
  const withArguments = keys.filter(key => messages.get(key).size > 0);
  const parameters = key => [...messages.get(key)].map(([name, type]) => `readonly ${/^\w+$/.test(name) ? name : `'${name}'`}: ${type}`).join('; ');
  const usesRichText = withArguments.some(key => [...messages.get(key).values()].includes('RichText'));
  return [
    '// Made by build/scripts/generate-messages.mjs from the JSON files beside it; do not edit.',
    ...imports,
    '',
    ...(usesRichText ? ['/** Wraps the parts of a text inside a tag. */', 'export type RichText = (parts: readonly unknown[]) => unknown;', ''] : []),
    '/** The texts as written, by language and area. */',
    'export const trees = {',
    ...LANGUAGES.map(catalogue),
    '} as const;',
    '',
    'export type MessageKey =',
    ...keys.map(key => `  | '${key}'`),
    '  ;',
    '',
    '/** What each text with arguments needs. */',
    'export interface MessageArguments {',
    ...withArguments.map(key => `  readonly '${key}': { ${parameters(key)} };`),
    '}',
    '',
  ].join('\n');
}

const found = readMessages(folder, readErrorCodes(path.join(root, 'shared/kernel/app-error.ts')));
for (const problem of found.problems) console.error(`messages: ${problem}`);
const text = generate(found);
const isStale = !existsSync(target) || readFileSync(target, 'utf8') !== text;
if (flag('--check')) {
  if (isStale) console.error('messages: messages.gen.ts is out of date; run: npm run messages');
  if (isStale || found.problems.length > 0) process.exitCode = 1;
} else {
  if (isStale) writeFileSync(target, text);
  if (found.problems.length > 0) process.exitCode = 1;
}
console.log(`messages: ${found.messages.size} texts in ${LANGUAGES.length} languages, ${found.problems.length} problems`);
