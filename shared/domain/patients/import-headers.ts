import { fold } from './fold.ts';
import type { ImportField } from './import.ts';

/** Names that other systems give their columns, folded and without anything but letters and digits. */
const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  externalId: ['kundnr', 'kundnummer', 'kundid', 'patientnr', 'patientnummer', 'patientid', 'journalnr', 'journalnummer', 'id', 'customerid', 'customernumber', 'customerno', 'mrn', 'externalid'],
  number: ['personnr', 'personnummer', 'pnr', 'persnr', 'persondatanr', 'personid', 'ssn', 'nationalid', 'personalnumber', 'personalidentitynumber', 'cpr', 'cprnr', 'cprnummer', 'fodselsnummer', 'fnr', 'kvnr', 'identifier', 'socialsecuritynumber'],
  familyName: ['efternamn', 'familyname', 'lastname', 'surname', 'etternavn', 'efternavn', 'nachname', 'slaktnamn'],
  givenName: ['fornamn', 'fornamntilltalsnamn', 'tilltalsnamn', 'firstname', 'givenname', 'givennames', 'fornavn', 'vorname', 'forename'],
  fullName: ['namn', 'name', 'fullname', 'patientnamn', 'patientname', 'navn', 'patient'],
  birthDate: ['fodelsedatum', 'fodd', 'fodelsedag', 'birthdate', 'dateofbirth', 'dob', 'born', 'fodselsdato', 'geburtsdatum'],
  sex: ['kon', 'sex', 'gender', 'kjonn', 'geschlecht'],
  street: ['adress', 'gatuadress', 'utdelningsadress', 'postadress', 'gata', 'address', 'street', 'streetaddress', 'address1', 'adresse', 'strasse'],
  careOf: ['co', 'coadress', 'careof'],
  postCode: ['postnr', 'postnummer', 'postcode', 'zip', 'zipcode', 'postalcode', 'plz'],
  city: ['ort', 'postort', 'stad', 'city', 'town', 'poststed', 'by'],
  mobile: ['mobil', 'mobilnr', 'mobilnummer', 'mobiltelefon', 'mobile', 'mobilephone', 'cell', 'cellphone', 'telefonmobil', 'telmobil'],
  phone: ['telefon', 'tel', 'telefonnr', 'telefonnummer', 'hemtelefon', 'telefonhem', 'telhem', 'phone', 'homephone', 'telephone', 'phonenumber'],
  workPhone: ['arbetstelefon', 'telefonarbete', 'telarbete', 'workphone'],
  email: ['epost', 'epostadress', 'email', 'emailaddress', 'mail', 'mejl'],
  protection: ['skyddad', 'skydd', 'skyddadidentitet', 'skyddadepersonuppgifter', 'sekretess', 'sekretessmarkering', 'sekretessmarkerad', 'protected', 'protectedidentity', 'confidential'],
  lastVisit: ['senastebesok', 'senastbesok', 'sistabesok', 'lastvisit', 'lastappointment', 'lastseen'],
  deceasedOn: ['avliden', 'avlidendatum', 'dodsdatum', 'deceased', 'dateofdeath', 'deathdate'],
  note: ['anteckning', 'anteckningar', 'notering', 'noteringar', 'kommentar', 'kommentarer', 'ovrigt', 'info', 'note', 'notes', 'comment', 'comments', 'remarks', 'memo'],
};

const FIELD_BY_NAME = new Map(Object.entries(NAMES).flatMap(([field, names]) => names.map(name => [name, field as ImportField] as const)));

/** What each column fills, judged by its Swedish, English, Danish, Norwegian or German header; each field is taken by the first column that names it. */
export function mapHeaders(headers: readonly string[]): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  return headers.map(header => {
    const field = FIELD_BY_NAME.get(fold(header).replaceAll(/[^a-z0-9]/g, ''));
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Fields without which no patient can be made of a row: a name, in one column or two. */
export function missingFields(mapping: readonly (ImportField | null)[]): ImportField[] {
  if (mapping.includes('fullName')) return [];
  return (['familyName', 'givenName'] as const).filter(field => !mapping.includes(field));
}
