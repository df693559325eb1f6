import { PIN, type Holder } from './cards.ts';
import { KARIN, karinsCode } from './people.ts';
import type { Scene } from './scene.ts';

/** Card in, PIN, ready. */
export async function signInWithCard({ cards, page, t }: Scene, who: Holder): Promise<void> {
  await cards.insert(who);
  await page().getByLabel(t('session.signIn.pin')).fill(PIN);
  await page().keyboard.press('Enter');
  await ready({ page, t });
}

/** Karin types name, passphrase and the code of the moment. */
export async function signInAsKarin(scene: Scene): Promise<void> {
  const { page, t } = scene;
  await page().getByRole('button', { name: t('session.signIn.usePassphrase') }).click();
  await page().getByLabel(t('session.signIn.userName')).fill(KARIN.userName);
  await page().getByLabel(t('session.signIn.passphrase')).fill(KARIN.passphrase);
  await page().getByLabel(t('session.signIn.code')).fill(await karinsCode());
  await page().keyboard.press('Enter');
  await ready(scene);
}

/** The frame with the rail is there. */
export async function ready({ page, t }: Pick<Scene, 'page' | 't'>): Promise<void> {
  await page().getByRole('navigation', { name: t('app.rail') }).waitFor({ timeout: 30_000 });
}

/** Locks from the keyboard and waits for the sign-in screen. */
export async function lock({ page, t }: Scene): Promise<void> {
  await page().keyboard.press('Control+l');
  await page().getByText(t('session.lock.manual')).waitFor({ timeout: 15_000 });
}

/** Goes to a place in the rail. */
export async function goTo({ page, t }: Pick<Scene, 'page' | 't'>, name: string): Promise<void> {
  const rail = page().getByRole('navigation', { name: t('app.rail') });
  await rail.getByRole('link', { name }).or(rail.getByRole('button', { name })).first().click();
}
