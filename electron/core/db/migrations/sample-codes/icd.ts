/**
 * A small sample in the shape of ICD-10-SE, so that a new clinic can try the picker: chapters, blocks, categories and codes
 * that primary care and physiotherapy meet, in our own short words. Not the classification: that is read in from the
 * authority's file. One a line: code, text. Indentation is not meant; the parent follows from the code.
 */
export const SAMPLE_ICD = `
01|Vissa infektionssjukdomar och parasitsjukdomar
A00-A09|Infektionssjukdomar utgående från mag-tarmkanalen
A09|Annan och icke specificerad gastroenterit och kolit av infektiös orsak
A09.9|Gastroenterit och kolit av icke specificerad orsak
A30-A49|Andra bakteriesjukdomar
A46|Rosfeber
A69.2|Borreliainfektion
B00-B09|Virussjukdomar med hudutslag och slemhinneutslag
B00|Infektioner med herpes simplex-virus
B00.1|Herpesvirusdermatit
B02|Bältros
B02.9|Bältros utan komplikation
B07|Virusvårtor
B07.9|Virusvårtor, ospecificerade
B35-B49|Svampsjukdomar
B35|Dermatofytos
B35.1|Nagelsvamp
B35.3|Fotsvamp
02|Tumörer
C43|Malignt melanom i huden
C43.9|Malignt melanom i huden, ospecificerat
C44|Andra maligna tumörer i huden
C44.9|Malign tumör i huden, ospecificerad
D22|Melanocytnevus
D22.9|Melanocytnevus, ospecificerat
03|Sjukdomar i blod och blodbildande organ samt vissa rubbningar i immunsystemet
D50|Järnbristanemi
D50.9|Järnbristanemi, ospecificerad
D64.9|Anemi, ospecificerad
04|Endokrina sjukdomar, nutritionsrubbningar och ämnesomsättningssjukdomar
E00-E07|Sjukdomar i sköldkörteln
E03|Annan hypotyreos
E03.9|Hypotyreos, ospecificerad
E05|Tyreotoxikos
E05.9|Tyreotoxikos, ospecificerad
E10-E14|Diabetes
E10|Diabetes mellitus typ 1
E10.9|Diabetes mellitus typ 1 utan komplikationer
E11|Diabetes mellitus typ 2
E11.9|Diabetes mellitus typ 2 utan komplikationer
E66|Fetma
E66.9|Fetma, ospecificerad
E78|Rubbningar i omsättningen av lipoproteiner
E78.5|Hyperlipidemi, ospecificerad
05|Psykiska sjukdomar och syndrom samt beteendestörningar
F10-F19|Psykiska störningar orsakade av psykoaktiva substanser
F10|Psykiska störningar orsakade av alkohol
F10.2|Alkoholberoende
F17|Psykiska störningar orsakade av tobak
F17.2|Tobaksberoende
F30-F39|Förstämningssyndrom
F32|Depressiv episod
F32.0|Lindrig depressiv episod
F32.1|Medelsvår depressiv episod
F32.2|Svår depressiv episod utan psykotiska symtom
F32.9|Depressiv episod, ospecificerad
F33|Recidiverande depressioner
F33.9|Recidiverande depression, ospecificerad
F40-F48|Ångest, stressrelaterade och somatoforma syndrom
F41|Andra ångestsyndrom
F41.0|Paniksyndrom
F41.1|Generaliserat ångestsyndrom
F41.9|Ångesttillstånd, ospecificerat
F43|Anpassningsstörningar och reaktion på svår stress
F43.0|Akut stressreaktion
F43.1|Posttraumatiskt stressyndrom
F43.2|Anpassningsstörningar
F43.8|Andra specificerade reaktioner på svår stress
F43.8A|Utmattningssyndrom
F51|Icke organiska sömnstörningar
F51.0|Icke organisk sömnlöshet
F90|Hyperaktivitetsstörningar
F90.0|Aktivitets- och uppmärksamhetsstörning
06|Sjukdomar i nervsystemet
G40-G47|Episodiska och paroxysmala sjukdomar
G43|Migrän
G43.0|Migrän utan aura
G43.1|Migrän med aura
G43.9|Migrän, ospecificerad
G44|Andra huvudvärkssyndrom
G44.2|Huvudvärk av spänningstyp
G47.3|Sömnapné
G50-G59|Sjukdomar i nerver, nervrötter och nervplexus
G54|Sjukdomar i nervrötter och nervplexus
G56|Mononeuropatier i övre extremiteten
G56.0|Karpaltunnelsyndrom
G56.2|Skada på nervus ulnaris
G57|Mononeuropatier i nedre extremiteten
G57.1|Meralgia paraesthetica
07|Sjukdomar i ögat och närliggande organ
H00|Vagel och chalazion
H10|Konjunktivit
H10.9|Konjunktivit, ospecificerad
H52.1|Närsynthet
08|Sjukdomar i örat och mastoidutskottet
H60|Inflammation i yttre örat
H60.9|Extern otit, ospecificerad
H61.2|Vaxpropp
H65|Icke varig inflammation i mellanörat
H66|Varig och icke specificerad inflammation i mellanörat
H66.9|Otitis media, ospecificerad
H81.1|Benign paroxysmal yrsel
H93.1|Tinnitus
09|Cirkulationsorganens sjukdomar
I10-I15|Högt blodtryck
I10|Essentiell hypertoni
I10.9|Essentiell hypertoni
I20|Anginösa bröstsmärtor
I20.9|Angina pectoris, ospecificerad
I25|Kronisk ischemisk hjärtsjukdom
I25.9|Kronisk ischemisk hjärtsjukdom, ospecificerad
I48|Förmaksflimmer och förmaksfladder
I48.9|Förmaksflimmer och förmaksfladder, ospecificerat
I50|Hjärtsvikt
I50.9|Hjärtsvikt, ospecificerad
I83|Varicer i nedre extremiteterna
I83.9|Varicer i nedre extremiteterna utan sår eller inflammation
10|Andningsorganens sjukdomar
J00-J06|Akuta infektioner i övre luftvägarna
J00|Akut nasofaryngit
J01|Akut bihåleinflammation
J01.9|Akut bihåleinflammation, ospecificerad
J02|Akut svalginflammation
J02.9|Akut svalginflammation, ospecificerad
J03|Akut tonsillit
J03.0|Tonsillit orsakad av streptokocker
J03.9|Akut tonsillit, ospecificerad
J06|Akut övre luftvägsinfektion med multipel eller icke specificerad lokalisation
J06.9|Akut övre luftvägsinfektion, ospecificerad
J18|Lunginflammation orsakad av icke specificerad mikroorganism
J18.9|Lunginflammation, ospecificerad
J20|Akut bronkit
J20.9|Akut bronkit, ospecificerad
J30|Vasomotorisk och allergisk rinit
J30.1|Allergisk rinit orsakad av pollen
J30.4|Allergisk rinit, ospecificerad
J44|Annan kronisk obstruktiv lungsjukdom
J44.9|Kronisk obstruktiv lungsjukdom, ospecificerad
J45|Astma
J45.0|Huvudsakligen allergisk astma
J45.9|Astma, ospecificerad
11|Matsmältningsorganens sjukdomar
K21|Gastroesofageal refluxsjukdom
K21.9|Gastroesofageal refluxsjukdom utan esofagit
K29|Gastrit och duodenit
K29.7|Gastrit, ospecificerad
K30|Funktionell dyspepsi
K58|Irritabel tarm
K58.9|Irritabel tarm utan diarré
K59|Andra funktionsrubbningar i tarmen
K59.0|Förstoppning
K64|Hemorrojder
K64.9|Hemorrojder, ospecificerade
12|Hudens och underhudens sjukdomar
L00-L08|Infektioner i hud och underhud
L01|Svinkoppor
L02|Hudabscess, furunkel och karbunkel
L08.9|Lokal infektion i hud och underhud, ospecificerad
L20-L30|Dermatit och eksem
L20|Atopiskt eksem
L20.9|Atopiskt eksem, ospecificerat
L21|Seborroiskt eksem
L21.9|Seborroiskt eksem, ospecificerat
L23|Allergisk kontaktdermatit
L23.9|Allergisk kontaktdermatit, icke specificerad orsak
L30.9|Dermatit, ospecificerad
L40|Psoriasis
L40.0|Psoriasis vulgaris
L50|Nässelutslag
L50.9|Nässelutslag, ospecificerad
L57.0|Aktinisk keratos
L60.0|Nageltrång
L70|Akne
L70.0|Acne vulgaris
L71|Rosacea
L71.9|Rosacea, ospecificerad
L72|Hudcystor
L82|Seborroisk keratos
L90.5|Ärr och fibros i huden
13|Sjukdomar i muskuloskeletala systemet och bindväven
M15-M19|Artros
M16|Höftledsartros
M16.9|Höftledsartros, ospecificerad
M17|Knäartros
M17.9|Knäartros, ospecificerad
M19|Andra artroser
M19.9|Artros, ospecificerad
M25.5|Ledvärk
M40-M54|Ryggsjukdomar
M47|Spondylos
M47.9|Spondylos, ospecificerad
M51|Andra sjukdomar i mellankotskivorna
M51.1|Sjukdomar i lumbala och andra mellankotskivor med radikulopati
M53.1|Cervikobrakialt syndrom
M54|Ryggvärk
M54.2|Cervikalgi
M54.3|Ischias
M54.4|Lumbago med ischias
M54.5|Lumbago
M54.6|Smärtor i bröstryggen
M54.9|Ryggvärk, ospecificerad
M60-M79|Mjukvävnadssjukdomar
M62.6|Muskelsträckning
M65.3|Triggerfinger
M65.4|Morbus de Quervain
M70.6|Bursit vid trochanter major
M72.2|Plantarfasciit
M75|Sjukdomstillstånd i skulderled
M75.0|Frusen skuldra
M75.1|Rotatorcuffsyndrom
M75.4|Impingement i skulderled
M76.6|Akillestendinit
M77|Andra entesopatier
M77.0|Medial epikondylit
M77.1|Lateral epikondylit
M79.1|Myalgi
M79.6|Smärta i extremitet
M79.7|Fibromyalgi
14|Sjukdomar i urin- och könsorganen
N30|Cystit
N30.0|Akut cystit
N30.9|Cystit, ospecificerad
N39.0|Urinvägsinfektion utan angiven lokalisation
N40|Prostataförstoring
N95|Klimakteriebesvär
N95.1|Klimakteriella tillstånd hos kvinnan
18|Symtom, sjukdomstecken och onormala kliniska fynd
R05|Hosta
R07.4|Bröstsmärtor, ospecificerade
R10.4|Andra och icke specificerade buksmärtor
R42|Yrsel och svindel
R51|Huvudvärk
R52.2|Annan kronisk värk
R53|Sjukdomskänsla och trötthet
R53.9|Sjukdomskänsla och trötthet
19|Skador, förgiftningar och vissa andra följder av yttre orsaker
S13.4|Distorsion i halskotpelaren
S43.4|Distorsion i axelled
S52.5|Fraktur på nedre delen av radius
S60-S69|Skador på handled och hand
S61.0|Sårskada på finger utan nagelskada
S62.6|Fraktur på annat finger
S63.5|Distorsion i handled
S80-S89|Skador på knä och underben
S83.2|Meniskruptur, aktuell
S83.5|Skada på korsband i knäet
S86.0|Skada på akillessenan
S93.4|Distorsion i fotled
T14.1|Sårskada på icke specificerad kroppsregion
T78.4|Allergi, ospecificerad
21|Faktorer av betydelse för hälsotillståndet och för kontakter med hälso- och sjukvården
Z00.0|Allmän medicinsk undersökning
Z02.4|Undersökning för körkort
Z02.7|Utfärdande av läkarintyg
Z23|Behov av immunisering mot enstaka bakteriesjukdom
Z41.1|Plastikkirurgisk åtgärd av kosmetiska skäl
Z48.0|Omläggning av förband och suturtagning
Z50.1|Sjukgymnastik
Z71.9|Rådgivning, ospecificerad
Z73.0|Utbrändhet
Z76.0|Förnyelse av recept
`;
