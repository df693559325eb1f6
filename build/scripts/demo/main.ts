import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { startBrowserShell, type BrowserShell } from '#electron/browser-shell/browser-shell.ts';
import { practiceCards, type DemoCards } from './cards.ts';
import { readerCards } from './reader-cards.ts';
import { Story, StoryEnded } from './report.ts';
import { firstRun } from './first-run.ts';
import { backupAndRestore } from './restore.ts';
import { journal } from './journal.ts';
import { people } from './people.ts';
import { reception } from './reception.ts';
import type { Scene } from './scene.ts';
import { wordsOf } from './words.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'demo-output' }, root: { type: 'string', default: process.cwd() }, language: { type: 'string', default: 'sv' }, headless: { type: 'boolean', default: false } } });

async function main(): Promise<boolean> {
  const out = path.resolve(values.out);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-demo-'));
  let cards: DemoCards | undefined;
  let shell: BrowserShell | undefined;
  const story = new Story(out, () => {
    if (!shell) throw new Error('no window yet');
    return shell.page;
  });
  try {
    cards = await chooseCards(path.join(folder, 'cards'));
    console.log(`Cards: ${cards.description}`);
    const dataDir = path.join(folder, 'data');
    const open = async (): Promise<BrowserShell> => {
      shell = await startBrowserShell({
        dataDir, profileDir: path.join(folder, 'profile'), headless: values.headless, clinicKind: 'demo', cardProfile: (cards as DemoCards).profile,
        practiceFolder: (cards as DemoCards).practiceFolder, downloadDir: path.join(folder, 'downloads'), onOutput: (kind, text) => process.stderr.write(`    [${kind}] ${text}`), locale: values.language === 'en' ? 'en-GB' : 'sv-SE',
      });
      (cards as DemoCards).attach(shell.supervisor);
      return shell;
    };
    await open();
    const language = values.language === 'en' ? 'en' : 'sv';
    const scene: Scene = { story, cards, language, t: wordsOf(language), out, folder, dataDir, root: values.root, open, page: () => (shell as BrowserShell).page, shell: () => shell as BrowserShell };
    await firstRun(scene);
    await people(scene);
    await reception(scene);
    await journal(scene);
    await backupAndRestore(scene);
    return story.ok;
  } catch (error) {
    if (!(error instanceof StoryEnded)) throw error;
    return false;
  } finally {
    story.write();
    await shell?.close();
    await cards?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Real parts where they can be had: a PC/SC reader; else practice cards, and why. */
async function chooseCards(folder: string): Promise<DemoCards> {
  try {
    return await readerCards(folder);
  } catch (error) {
    console.log(`No virtual card reader here: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown reason'}`);
    return practiceCards(`${folder}-practice`);
  }
}

main().then(
  ok => {
    console.log(ok ? `\nEvery step did what it says. Pictures and documents: ${values.out}` : `\nThe demo stopped. What happened is in ${path.join(values.out, 'report.json')}.`);
    process.exit(ok ? 0 : 1);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
