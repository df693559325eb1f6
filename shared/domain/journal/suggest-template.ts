import type { ClinicTemplate } from './template.ts';

export interface TemplateWish {
  /** The service of the visit that is to be written about; null without one. */
  readonly serviceId: string | null;
  readonly profession: string;
}

/**
 * The template one key opens: for the visit's service and the person's profession, else for the service, else for the
 * profession, else the first that is for everybody. Never an administrative one, nor one out of use.
 */
export function suggestTemplate(templates: readonly ClinicTemplate[], { serviceId, profession }: TemplateWish): string | null {
  const points = (template: ClinicTemplate): number => {
    const forService = serviceId !== null && template.serviceIds.includes(serviceId);
    const forProfession = template.professions.includes(profession);
    if (!forService && template.serviceIds.length > 0) return -1;
    if (!forProfession && template.professions.length > 0) return -1;
    return (forService ? 2 : 0) + (forProfession ? 1 : 0);
  };
  let [best, most] = [null as string | null, -1];
  for (const template of templates) {
    if (!template.active || template.noteType === 'system' || template.noteType === 'opinion') continue;
    if (points(template) > most) [best, most] = [template.id, points(template)];
  }
  return best;
}
