import { dateAt } from '#shared/domain/agenda/zone.ts';
import type { ForeignFileParser } from '../../ports/foreign-file-parser.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** What the code packs need besides what every area gets. */
export type CodesDeps = ServiceDeps & { readonly parser: Pick<ForeignFileParser, 'parseCodes'> };

/** The clinic's calendar day. */
export const today = ({ clock, clinic }: CodesDeps): string => dateAt(clock.now().getTime(), clinic.timeZone);
