/** Common Swedish names, most common first (the fill takes the first ones far more often). */
export const FAMILY_NAMES: readonly string[] = [
  'Andersson', 'Johansson', 'Karlsson', 'Nilsson', 'Eriksson', 'Larsson', 'Olsson', 'Persson', 'Svensson', 'Gustafsson', 'Pettersson', 'Jonsson', 'Jansson', 'Hansson',
  'Bengtsson', 'Jönsson', 'Lindberg', 'Jakobsson', 'Magnusson', 'Lindström', 'Olofsson', 'Lindqvist', 'Lindgren', 'Berg', 'Axelsson', 'Bergström', 'Lundberg', 'Lind',
  'Lundgren', 'Lundqvist', 'Mattsson', 'Berglund', 'Fredriksson', 'Sandberg', 'Henriksson', 'Forsberg', 'Ali', 'Sjöberg', 'Wallin', 'Engström', 'Mohamed', 'Eklund',
  'Danielsson', 'Lundin', 'Håkansson', 'Björk', 'Bergman', 'Gunnarsson', 'Wikström', 'Holm', 'Samuelsson', 'Isaksson', 'Fransson', 'Bergqvist', 'Nyström', 'Holmberg',
  'Arvidsson', 'Löfgren', 'Söderberg', 'Nyberg', 'Blomqvist', 'Claesson', 'Nordström', 'Ahmed', 'Mårtensson', 'Lundström', 'Hassan', 'Viklund', 'Björklund', 'Eliasson',
  'Berggren', 'Sandström', 'Nordin', 'Lund', 'Falk', 'Ström', 'Åberg', 'Ekström', 'Hermansson', 'Holmgren', 'Hellström', 'Dahlberg', 'Sundberg', 'Hedlund', 'Sjögren',
  'Ek', 'Öberg', 'Blom', 'Abrahamsson', 'Åkesson', 'Jonasson', 'Andreasson', 'Månsson', 'Strömberg', 'Norberg', 'Hansen', 'Åström', 'Ivarsson', 'Sundström', 'Lövgren',
];
export const GIVEN_NAMES: readonly string[] = [
  'Anna', 'Lars', 'Maria', 'Karl', 'Elisabeth', 'Mikael', 'Margareta', 'Anders', 'Kristina', 'Johan', 'Eva', 'Erik', 'Linnéa', 'Per', 'Karin', 'Peter', 'Birgitta', 'Jan',
  'Marie', 'Thomas', 'Ingrid', 'Daniel', 'Sofia', 'Fredrik', 'Marianne', 'Hans', 'Lena', 'Andreas', 'Sara', 'Stefan', 'Kerstin', 'Bengt', 'Emma', 'Bo', 'Johanna', 'Mats',
  'Katarina', 'Magnus', 'Viktoria', 'Mattias', 'Cecilia', 'Alexander', 'Helena', 'Jonas', 'Elin', 'Martin', 'Susanne', 'Ulf', 'Annika', 'Leif', 'Monica', 'Henrik', 'Åsa',
  'Björn', 'Jenny', 'Sven', 'Hanna', 'Patrik', 'Ulla', 'Linda', 'Oscar', 'Malin', 'Niklas', 'Ida', 'Christer', 'Carina', 'Robert', 'Sven-Erik', 'Ann-Marie', 'Ali', 'Fatima',
  'Zahra', 'Mohamed', 'Östen', 'Märta', 'Aina', 'Göran', 'Håkan', 'Siv', 'Åke',
];
export const STREETS: readonly string[] = ['Storgatan', 'Kungsgatan', 'Skolgatan', 'Ringvägen', 'Björkvägen', 'Parkgatan', 'Drottninggatan', 'Skogsvägen', 'Kyrkogatan', 'Nygatan'];
export const CITIES: readonly (readonly [postCode: string, city: string])[] = [
  ['111 22', 'Stockholm'], ['411 05', 'Göteborg'], ['211 34', 'Malmö'], ['753 20', 'Uppsala'], ['582 23', 'Linköping'], ['702 11', 'Örebro'], ['722 13', 'Västerås'], ['602 21', 'Norrköping'],
];
export const SENTENCES: readonly string[] = [
  'Patienten söker på grund av smärta i höger axel sedan tre veckor.', 'Inga tidigare besvär från samma område.', 'Sover dåligt de senaste veckorna på grund av värk nattetid.',
  'Allmäntillståndet är gott och opåverkat.', 'Hjärta och lungor undersöks utan anmärkning.', 'Blodtryck 135/80 sittande efter fem minuters vila.', 'Ingen feber, ingen hosta.',
  'Rörligheten är nedsatt i abduktion till 90 grader.', 'Palpationsöm över subakromialrummet.', 'Ingen allergi mot läkemedel är känd.', 'Patienten informeras om behandlingsalternativen och väljer sjukgymnastik.',
  'Ordineras avlastning och successiv belastning enligt program.', 'Återbesök planeras om sex veckor.', 'Patienten avstår från kortisoninjektion tills vidare.',
  'Legitimation visad vid ankomst.', 'Provtagning enligt lista, svar lämnas per telefon.', 'Huden är intakt utan tecken på infektion.', 'Uppmanas att söka åter vid försämring.',
];
