import type { CodeFile } from '#shared/domain/codes/code-file.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { levelOf } from './code-level.ts';
import { gatherCodes, type CodeGatherer, type FoundCode } from './gathered-codes.ts';
import { readXml } from './xml-events.ts';

type Parts = { -readonly [K in keyof FoundCode]: FoundCode[K] };

type RubricUse = 'text' | 'includes' | 'excludes';

/** Rubrics by what they are used for here; the rest (coding hints, modifiers, notes to editors) is left out. */
const RUBRICS: Readonly<Record<string, RubricUse>> = {
  preferred: 'text', preferredLong: 'text', inclusion: 'includes', definition: 'includes', text: 'includes', exclusion: 'excludes',
};

/**
 * A classification in ClaML (EN 14463, and version 3): classes with their code, kind, class above and rubrics. Codes that
 * arise from modifiers only are not in the file as classes and are not made. Errors: import.unreadable.
 */
export function readClaml(xml: string): CodeFile {
  const state: State = { gathered: gatherCodes(), title: null, edition: null, isClaml: false, isTitle: false };
  readXml(xml, {
    open: (name, attributes, line) => OPENERS[name]?.(state, key => attributes.get(key) ?? '', line),
    text: text => {
      if (state.words) state.words.push(text);
      else if (state.isTitle && text.trim() !== '') state.title = text.trim().slice(0, 200);
    },
    close: name => CLOSERS[name]?.(state),
  });
  const { codes, problems } = state.gathered.finish();
  if (!state.isClaml || codes.length === 0) throw new AppError('import.unreadable');
  return { format: 'claml', codes, problems, title: state.title, edition: state.edition };
}

/** Where in the file the reader is. */
interface State {
  readonly gathered: CodeGatherer;
  title: string | null;
  edition: string | null;
  isClaml: boolean;
  isTitle: boolean;
  part?: Parts | undefined;
  rubric?: RubricUse | undefined;
  words?: string[] | undefined;
}
type Get = (attribute: string) => string;

const OPENERS: Readonly<Record<string, (state: State, get: Get, line: number) => void>> = {
  ClaML: state => void (state.isClaml = true),
  Title: (state, get) => {
    state.isTitle = true;
    state.edition = get('version').slice(0, 40) || null;
    state.title = get('name').slice(0, 200) || null;
  },
  Class: (state, get, line) => {
    const code = get('code');
    state.part = { line, code, text: '', level: levelOfKind(get('kind'), code), parent: '', validFrom: '', validTo: '', includes: '', excludes: '' };
  },
  SuperClass: (state, get) => {
    if (state.part) state.part.parent = get('code');
  },
  Meta: (state, get) => {
    if (state.part) takeDate(state.part, get('name'), get('value'));
  },
  Rubric: (state, get) => void (state.rubric = state.part && RUBRICS[get('kind')]),
  Label: state => void (state.words = state.rubric && []),
};

const CLOSERS: Readonly<Record<string, (state: State) => void>> = {
  Title: state => void (state.isTitle = false),
  Label: state => {
    if (state.part && state.rubric && state.words) takeWords(state.part, state.rubric, state.words.join(''));
    state.words = undefined;
  },
  Rubric: state => void (state.rubric = undefined),
  Class: state => {
    if (state.part) state.gathered.add(state.part);
    state.part = undefined;
  },
};

/** The first preferred label names the class; a second one (another language, a long form) adds nothing. */
function takeWords(part: Parts, rubric: RubricUse, text: string): void {
  if (rubric === 'text') part.text ||= text;
  else part[rubric] = part[rubric] === '' ? text : `${part[rubric]}; ${text}`;
}

function takeDate(part: Parts, name: string, value: string): void {
  const folded = name.toLowerCase().replaceAll(/[^a-zåäö]/g, '');
  if (/^(?:validfrom|giltigfrån|from)$/.test(folded)) part.validFrom = value;
  else if (/^(?:validto|giltigtill|giltigtom|to)$/.test(folded)) part.validTo = value;
}

function levelOfKind(kind: string, code: string): FoundCode['level'] {
  if (kind === 'chapter' || kind === 'block') return kind;
  return levelOf(code) === 'category' ? 'category' : 'code';
}
