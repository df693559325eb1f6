import type { Scene } from './scene.ts';
import { goTo, signInWithCard } from './sign-in.ts';

/** The administrator's part: the log proves itself, a new backup, and everything back on an empty computer. */
export async function backupAndRestore(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  await story.step('Administratören: loggen kontrolleras rad för rad', async () => {
    await signInWithCard(scene, 'maria');
    await goTo(scene, t('log.rail'));
    await page().getByRole('button', { name: t('log.verify.run') }).first().click();
    await page().getByText(/rader kontrollerade|rows checked/).first().waitFor({ timeout: 60_000 });
  });
}
