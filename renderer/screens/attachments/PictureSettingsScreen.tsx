import { LONGEST_SIDES } from '#shared/domain/attachments/limits.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Page, RadioGroup, Section, notify, useText } from '#renderer/ui/index.ts';

/** How large pictures are kept. For the administrator. */
export function PictureSettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data } = useQueryOf('attachments', 'settings', {});
  const save = useCommandOf('attachments', 'saveSettings');
  const choose = (value: string) => {
    const longestSide = LONGEST_SIDES.find(side => String(side) === value);
    if (longestSide) save.start({ longestSide }, () => notify(t('attachments.settings.saved')));
  };
  return (
    <Page title={t('attachments.settings.title')} narrow>
      <Section title={t('attachments.settings.side')}>
        {data ? <RadioGroup label={t('attachments.settings.sideHelp')} value={String(data.longestSide)} onChange={choose} options={LONGEST_SIDES.map(side => ({ value: String(side), label: t('attachments.settings.pixels', { pixels: side }) }))} /> : null}
        {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      </Section>
    </Page>
  );
}
