import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';

import { pdfText } from './documents.ts';
import { PATIENT } from './reception.ts';
import type { Scene } from './scene.ts';
import { goTo, lock, signInWithCard } from './sign-in.ts';

/** The administrator's part: the log proves itself, a new backup, and everything back on an empty computer. */
export async function backupAndRestore(scene: Scene): Promise<void> {
  await proveAndBackUp(scene);
  await burnAndRestore(scene);
  await withoutTheProgram(scene);
}

async function proveAndBackUp(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  await story.step('Administratören: loggen kontrolleras rad för rad', async () => {
    await signInWithCard(scene, 'maria');
    await goTo(scene, t('log.rail'));
    await page().getByRole('button', { name: t('log.verify.run') }).first().click();
    await page().getByText(/rader kontrollerade|rows checked/).first().waitFor({ timeout: 60_000 });
  });
  await story.step('Dagens säkerhetskopia görs och provåterställs', async () => {
    await goTo(scene, t('backup.rail'));
    await page().getByRole('button', { name: t('backup.run') }).click();
    await page().getByRole('grid').getByRole('row').nth(1).waitFor();
    await page().waitForFunction(() => document.querySelectorAll('[role=grid] [role=row]').length >= 3, undefined, { timeout: 90_000 });
  });
}

async function burnAndRestore(scene: Scene): Promise<void> {
  const { story, page, t, folder, out, dataDir } = scene;
  await story.step('Datorn brinner upp: programmet startar på en tom dator', async () => {
    await lock(scene);
    await scene.cards.remove('maria');
    await scene.shell().close();
    renameSync(dataDir, `${dataDir}-burnt`);
    renameSync(path.join(folder, 'profile'), path.join(folder, 'profile-burnt'));
    await scene.open();
    if (scene.language === 'en') await page().getByText('English', { exact: true }).click();
    await page().getByRole('button', { name: t('setup.restore') }).click();
    await page().getByText(t('restore.folder.title')).waitFor();
  });
  await story.step('Mappen väljs och papperskitets koder skrivs av', async () => {
    await page().getByRole('textbox', { name: t('restore.folder.path') }).fill(path.join(folder, 'nas'));
    await page().keyboard.press('Enter');
    await page().getByRole('radio', { name: t('restore.key.kit') }).check({ force: true });
    await page().getByLabel(t('restore.key.kitField')).fill(await codesOnPaper(path.join(out, 'aterstallningskit.pdf')));
    await page().getByRole('button', { name: t('restore.key.open'), exact: true }).click();
    await page().getByText(t('restore.choose.title')).waitFor({ timeout: 30_000 });
  });
  await story.step('Den nyaste kopian återställs och jämförs', async () => {
    await page().getByRole('button', { name: /^(Återställ kopian från|Restore the backup)/ }).click();
    await page().getByText(t('restore.compare.equal')).waitFor({ timeout: 90_000 });
  });
  await story.step('Databasen tas i bruk och läkaren loggar in: allt finns', async () => {
    await page().getByRole('button', { name: t('restore.compare.adopt') }).click();
    await page().getByRole('button', { name: t('restore.done.signIn') }).click();
    await signInWithCard(scene, 'eva');
    await page().getByText('Fel sida angiven').first().waitFor(); // even the place where she was
    await page().getByText(PATIENT.number).first().waitFor();
  });
}

/** The same backups, opened with nothing of ours: the kit's text, python3, age and openssl. */
async function withoutTheProgram({ story, folder, out }: Scene): Promise<void> {
  await story.step('Och utan Klinikbok: kit, python3, age och openssl räcker', async () => {
    const place = path.join(folder, 'nas');
    const tools = execFileSync('find', [place, '-name', 'restore.py'], { encoding: 'utf8' }).trim().split('\n')[0] ?? '';
    if (!existsSync(tools)) throw new Error('the backups do not carry their tools');
    const kit = path.join(folder, 'kit.txt');
    execFileSync('sh', ['-c', `pdftotext -layout "${path.join(out, 'aterstallningskit.pdf')}" - | grep -E '^ *(AGE-SECRET-KEY-1|# )' | sed 's/^ *//' | sort -u > "${kit}"`], { timeout: 20_000 });
    const repository = path.dirname(path.dirname(tools));
    execFileSync('python3', [tools, '--repo', repository, '--kit', kit, '--out', path.join(folder, 'plain')], { stdio: 'pipe', timeout: 120_000 });
    execFileSync('python3', [path.join(path.dirname(tools), 'sqlcipher-to-sqlite.py'), path.join(folder, 'plain', 'clinic.db'), path.join(folder, 'plain.sqlite'), '--kit', kit], { stdio: 'pipe', timeout: 120_000 });
    if (!readFileSync(path.join(folder, 'plain.sqlite')).subarray(0, 15).equals(Buffer.from('SQLite format 3'))) throw new Error('no plain database came out');
  });
}

/** All 24 groups in their order, as a person copies them. */
async function codesOnPaper(file: string): Promise<string> {
  const paper = ((await pdfText(file)) ?? '').split('\f')[0] ?? '';
  const groups = [...paper.matchAll(/(?:^|\s)(\d{1,2})\s+([0-9A-Z]{5})(?=\s|$)/gm)].sort((a, b) => Number(a[1]) - Number(b[1])).map(match => match[2]);
  if (groups.length !== 24) throw new Error(`${groups.length} groups on the paper instead of 24`);
  return groups.join(' ');
}
