/** Reads shared/messages, compares the languages and describes what is wrong in plain sentences. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

export const LANGUAGES = ['sv', 'en'];

function flatten(prefix, tree, into) {
  for (const [key, value] of Object.entries(tree)) {
    const name = `${prefix}.${key}`;
    if (typeof value === 'string') into.set(name, value);
    else flatten(name, value, into);
  }
}

const ARGUMENT_TYPES = {
  [TYPE.number]: 'number', [TYPE.plural]: 'number', [TYPE.date]: 'Date | number', [TYPE.time]: 'Date | number', [TYPE.select]: 'string', [TYPE.tag]: 'RichText',
};

/** Argument name → TypeScript type, read from the parsed text. */
function argumentsOf(nodes, found = new Map()) {
  for (const node of nodes) {
    if (node.type === TYPE.argument) found.set(node.value, found.get(node.value) ?? 'string | number');
    else if (ARGUMENT_TYPES[node.type]) found.set(node.value, ARGUMENT_TYPES[node.type]);
    for (const option of Object.values(node.options ?? {})) argumentsOf(option.value, found);
    if (node.children) argumentsOf(node.children, found);
  }
  return found;
}

function readLanguage(folder, language, problems) {
  const texts = new Map();
  const areas = readdirSync(path.join(folder, language)).filter(f => f.endsWith('.json')).sort();
  for (const file of areas) {
    try {
      flatten(file.slice(0, -'.json'.length), JSON.parse(readFileSync(path.join(folder, language, file), 'utf8')), texts);
    } catch (error) {
      problems.push(`${language}/${file}: ${error.message}`);
    }
  }
  return { areas: areas.map(f => f.slice(0, -'.json'.length)), texts };
}

function parseText(language, key, text, problems) {
  if (text.trim() === '') problems.push(`${language} ${key}: empty`);
  try {
    return argumentsOf(parse(text));
  } catch (error) {
    problems.push(`${language} ${key}: not valid ICU (${error.message})`);
    return new Map();
  }
}

/** `{areas, messages: Map(key → Map(argument → type)), problems}`; `errorCodes` are those that must have a text. */
export function readMessages(folder, errorCodes) {
  const problems = [];
  const read = Object.fromEntries(LANGUAGES.map(language => [language, readLanguage(folder, language, problems)]));
  const messages = new Map();
  const keys = [...new Set(LANGUAGES.flatMap(language => [...read[language].texts.keys()]))].sort();
  for (const key of keys) {
    const missing = LANGUAGES.filter(language => !read[language].texts.has(key));
    for (const language of missing) problems.push(`${language} ${key}: missing`);
    const parsed = LANGUAGES.filter(language => !missing.includes(language)).map(language => parseText(language, key, read[language].texts.get(key), problems));
    const [first, ...others] = parsed;
    const names = list => [...list.keys()].sort().join(', ');
    for (const other of others) if (names(other) !== names(first)) problems.push(`${key}: the languages use different arguments (${names(first)} | ${names(other)})`);
    messages.set(key, first);
  }
  for (const code of errorCodes) if (!messages.has(`error.${code}`)) problems.push(`error code ${code} has no text`);
  for (const key of keys) if (key.startsWith('error.') && !errorCodes.includes(key.slice('error.'.length))) problems.push(`${key}: no such error code`);
  return { areas: read[LANGUAGES[0]].areas.filter(a => read[LANGUAGES[1]].areas.includes(a)), messages, problems };
}

/** The closed list in app-error.ts, read as text so that this runs before anything is built. */
export function readErrorCodes(file) {
  const list = /ERROR_CODES = \[([\s\S]*?)\] as const/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return [...list.replace(/\/\/.*$/gm, '').matchAll(/'([^']+)'/g)].map(m => m[1]);
}
