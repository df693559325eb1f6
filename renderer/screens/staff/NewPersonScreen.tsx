import { useState } from 'react';
import { v7 as uuid } from 'uuid';

import type { Role } from '#shared/domain/permissions.ts';
import type { PersonDraft } from '#shared/domain/staff/person.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Page, Section, useText } from '#renderer/ui/index.ts';

import { BLANK_PERSON, PersonForm } from './PersonForm.tsx';
import { RolePreview } from './RolePreview.tsx';
import classes from './Staff.module.css';

/** Adds a person; their own page, where a card or passphrase is enrolled, opens next. */
export function NewPersonScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const add = useCommandOf('staff', 'add');
  const [id] = useState(() => uuid());
  const [roles, setRoles] = useState<readonly Role[]>(BLANK_PERSON.roles);
  const save = (draft: PersonDraft) => add.start({ id, draft }, () => go('/staff/$userId', { params: { userId: id }, replace: true }));
  return (
    <Page title={t('staff.form.new')}>
      <div className={classes.person}>
        <div><Section title={t('staff.person.details')}>
          {add.error ? <Banner tone="danger" live>{errorText(add.error).text}</Banner> : null}
          <PersonForm initial={BLANK_PERSON} saveLabel={t('staff.form.add')} isSaving={add.isRunning} autoFocus onRoles={setRoles} onSave={save} />
        </Section></div>
        <div><Section title={t('staff.preview.title')}><RolePreview roles={roles} /></Section></div>
      </div>
    </Page>
  );
}
