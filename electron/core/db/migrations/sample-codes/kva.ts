/**
 * A small sample in the shape of KVÅ (Klassifikation av vårdåtgärder): groups of two letters with measures that open care
 * uses. Not the classification: that is read in from the authority's files (KMÅ and KKÅ). One a line: code, text.
 */
export const SAMPLE_KVA = `
A|Diagnostiska åtgärder
AA|Nervsystemet
AA024|Elektroencefalografi (EEG), vaken
AA027|Elektromyografi (EMG), nål
AA039|Klinisk undersökning av nervsystemet
AA052|Screeningtest av kognitiva funktioner
AA060|Neuropsykologisk utredning
AA085|Undersökning med psykologiska och psykometriska instrument
AA087|Vibrametri
AA094|Polysomnografi
AA220|Algologisk smärtbedömning, enkel
AA221|Algologisk smärtbedömning, komplicerad
AA230|Strukturerad smärtanamnes
AB|Endokrina organ
AB032|Glukosbelastning, peroral
AB039|Klinisk undersökning av endokrina organ
AB040|Långtidsregistrering av blodsocker
AB051|Ultraljudsundersökning, tyreoidea
AC|Ögon
AC007|Fotografering av ögat
AC008|Färgsinnestest
AC012|Klinisk undersökning av ögon
AC020|Oftalmoskopi, direkt
AC027|Refraktionering
AC031|Synfältsundersökning, manuell
AC032|Synskärpeundersökning
AC034|Tryckmätning, ögon
D|Behandlande åtgärder
DT|Läkemedelstillförsel
DT016|Läkemedelstillförsel, intravenös
DT026|Ordination av läkemedel
DT030|Vaccination
DT031|Övervakning efter läkemedelstillförsel
DU|Psykologisk behandling
DU001|Ljusbehandling, psykiatrisk
DU002|Neuropsykologisk behandling
DU003|Psykologisk behandling vid infertilitet
DU007|Stödjande samtal
DU008|Systematisk psykologisk behandling, psykodynamisk (PDT)
DU009|Systematisk psykologisk behandling, annan
DU010|Systematisk psykologisk behandling, kognitiv
DU011|Systematisk psykologisk behandling, kognitiv-beteendeterapeutisk (KBT)
DU012|Ätträning
DU013|Systematisk psykologisk behandling, mentaliseringsbaserad (MBT)
DU014|EMDR
DU020|Systematisk psykologisk behandling, systemisk
DU021|Systematisk psykologisk behandling, dialektisk-beteendeterapeutisk (DBT)
DU022|Systematisk psykologisk behandling, interpersonell (IPT)
DU023|Psykopedagogisk behandling
DU031|Bildterapi
DU032|Mindfulness
DU033|Musikterapi
DU100|Hypnos
DU118|Motiverande samtal (MI)
DU119|Återfallsprevention (ÅFP)
DV|Annan behandling
DV001|Allergisanering
DV002|Annan specificerad behandling
DV005|Avlägsnande av dränage
DV010|Bio-feedback
DV024|Familjerådgivning
DV026|Genetisk rådgivning
DV030|Hälsosamtal
DV037|Intramuskulär stimulering (IMS)
DV042|Kortvågsbehandling
DV045|Lokal kylbehandling
DV046|Läkemedelsbehandling, utdelning av dosett eller enstaka dos
DV048|Medicinsk badbehandling, hand-, fot-, sitt- och benbad
DV051|Nutritionsbehandling, individuellt anpassad kost
DV054|Nutritionsbehandling, lågkaloridieter
DV056|Nutritionsbehandling, specialkost
DV081|Värmebehandling
DV084|Arbetsträning
DV085|Boendeträning
DV086|Kroppskännedomsträning
DV087|Social träning med strukturerat upplägg
DV089|Logopedisk behandling
DV097|Palliativ vård
DV111|Enkla råd om tobaksbruk
DV112|Rådgivande samtal om tobaksbruk
DV113|Kvalificerat rådgivande samtal om tobaksbruk
DV121|Enkla råd om alkoholvanor
DV122|Rådgivande samtal om alkoholvanor
DV123|Kvalificerat rådgivande samtal om alkoholvanor
DV131|Enkla råd om fysisk aktivitet
DV132|Rådgivande samtal om fysisk aktivitet
DV133|Kvalificerat rådgivande samtal om fysisk aktivitet
DV141|Enkla råd om matvanor
DV142|Rådgivande samtal om matvanor
DV143|Kvalificerat rådgivande samtal om matvanor
DV200|Utfärdande av recept på fysisk aktivitet (FaR)
G|Övriga åtgärder
GA|Hjälpmedel
GA004|Utlämnande av hörapparat
GA005|Utprovning och förskrivning av hörapparat
GA009|Utprovning och anpassning av extremitetsprotes
GA017|Utprovning och underhåll av ortopedtekniska hjälpmedel
GA020|Tillpassning och kontroll av kontaktlins
GA023|Utprovning och förskrivning av rullstol
GA025|Utprovning och förskrivning av övriga hjälpmedel (exklusive rullstol)
GA029|Utprovning och förskrivning av förbrukningsmaterial
GB|Information och undervisning
GB002|Information och undervisning UNS
GB009|Information och undervisning riktad till patient
GB010|Information och undervisning riktad till närstående
GB015|Råd eller information om våld i nära relationer
GB020|Artrosskola
GC|Samordning
GC001|Rehabiliteringskoordinering
GD|Intyg och anmälningar
GD001|Anmälan enligt lag
GD002|Intyg, enklare
GD003|Intyg, omfattande
GD004|Övriga anmälningar
GD005|Vårdintyg
GD006|Konstaterande av dödsfall
GD008|Anmälan enligt SoL angående barn med möjligt skyddsbehov
GD009|Registrering i kvalitetsregister
P|Utredande åtgärder
PA|Psykiska funktioner
PA000|Utredning av psykiska funktioner
PA001|Bedömning av medvetandefunktioner
PA002|Bedömning av orienteringsfunktioner
PA003|Bedömning av intellektuella funktioner
PA006|Bedömning av energi och driftfunktioner
PA007|Bedömning av sömnfunktioner
PP|Hemliv
PP000|Utredning av hemliv
PP003|Bedömning av att utföra hushållsgöromål
PP004|Bedömning av att laga mat
PQ|Relationer
PQ000|Utredning av mellanmänskliga interaktioner och relationer
PQ001|Bedömning av mellanmänskliga interaktioner
PQ005|Bedömning av att ha familjerelationer
PR|Arbete och studier
PR000|Utredning av arbets-, studie- och ekonomiskt liv
PR001|Bedömning av studieförmåga
PR002|Bedömning av arbetsförmåga och sysselsättning
PS|Socialt liv
PS002|Bedömning av rekreation och fritid
PT|Omgivningsfaktorer
PT000|Utredning av omgivningsfaktorer
PT002|Bedömning av hjälpmedelsbehov
PT009|Bedömning av boendemiljö
PT010|Bedömning av fysisk miljö
PT011|Bedömning av personligt stöd från omgivningen
Q|Behandlande åtgärder utifrån funktion
QT|Omgivningsfaktorer
QT006|Träning i att använda hjälpmedel
QT017|Uppföljning av hjälpmedelsförskrivning
X|Administrativa åtgärder
XV|Övrigt
XV008|Utfärdande av recept
Z|Tilläggskoder
ZV|Övriga tilläggskoder
ZV100|Åtgärd relaterad till covid-19
ZV400|Åtgärd utförd med palliativ avsikt
`;
