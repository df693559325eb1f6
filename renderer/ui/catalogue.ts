/// <reference types="vite/client" />
type Tree = { readonly [key: string]: string | Tree };

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const files = import.meta.glob<Tree>('../../shared/messages/{sv,en}/*.json', { eager: true, import: 'default' });

function flatten(prefix: string, tree: Tree, into: Record<string, string>) {
  for (const [key, value] of Object.entries(tree)) {
    const path = `${prefix}.${key}`;
    if (typeof value === 'string') into[path] = value;
    else flatten(path, value, into);
  }
}

const merged = new Map<Language, Readonly<Record<string, string>>>();

/** All texts of one language, flat: `area.path.to.key` → ICU text. An area's file name is the first part of its keys. */
export function catalogue(language: Language): Readonly<Record<string, string>> {
  const known = merged.get(language);
  if (known) return known;
  const messages: Record<string, string> = {};
  for (const [path, tree] of Object.entries(files)) {
    const [, owner, area] = /\/(sv|en)\/([^/]+)\.json$/.exec(path) ?? [];
    if (owner === language && area) flatten(area, tree, messages);
  }
  merged.set(language, messages);
  return messages;
}
