import { trees, type MessageArguments, type MessageKey } from './messages.gen.ts';

export type { MessageKey } from './messages.gen.ts';

/** What a text needs to be filled in; texts without arguments need nothing. */
export type MessageParams<K extends MessageKey> = K extends keyof MessageArguments ? MessageArguments[K] : undefined;

type Tree = { readonly [key: string]: string | Tree };

function flatten(prefix: string, tree: Tree, into: Record<string, string>): void {
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') into[name] = value;
    else flatten(name, value, into);
  }
}

function flat(tree: Tree): Readonly<Record<MessageKey, string>> {
  const texts: Record<string, string> = {};
  flatten('', tree, texts);
  return texts as Record<MessageKey, string>;
}

/** All texts of each language, flat: `area.path.to.key` → ICU text. The checker proves that every key is there. */
export const catalogues: { readonly sv: Readonly<Record<MessageKey, string>>; readonly en: Readonly<Record<MessageKey, string>> } = {
  sv: flat(trees.sv),
  en: flat(trees.en),
};
