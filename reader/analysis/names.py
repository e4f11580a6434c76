"""Small lists of names that a general model is unsure of: countries, outlets, vessels, titles, words of names.

Written for this program from general knowledge: short English country names follow ISO 3166-1 and common
press usage, adjectives and names of peoples follow English dictionaries. Kept small on purpose: what a list
does not know, the model and the document itself decide.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# name | other names | adjectives and names of the people
_COUNTRIES = """
Afghanistan||Afghan,Afghans
Albania||Albanian,Albanians
Algeria||Algerian,Algerians
Andorra||Andorran,Andorrans
Angola||Angolan,Angolans
Argentina|Argentine Republic|Argentine,Argentinian,Argentines,Argentinians
Armenia||Armenian,Armenians
Australia||Australian,Australians
Austria||Austrian,Austrians
Azerbaijan||Azerbaijani,Azerbaijanis,Azeri,Azeris
Bahamas|The Bahamas|Bahamian,Bahamians
Bahrain||Bahraini,Bahrainis
Bangladesh||Bangladeshi,Bangladeshis
Barbados||Barbadian,Barbadians
Belarus|Byelorussia|Belarusian,Belarusians,Belarussian,Belarussians
Belgium||Belgian,Belgians
Belize||Belizean,Belizeans
Benin||Beninese
Bhutan||Bhutanese
Bolivia||Bolivian,Bolivians
Bosnia and Herzegovina|Bosnia-Herzegovina,Bosnia|Bosnian,Bosnians
Botswana||Motswana,Batswana
Brazil||Brazilian,Brazilians
Brunei||Bruneian,Bruneians
Bulgaria||Bulgarian,Bulgarians
Burkina Faso||Burkinabe
Burundi||Burundian,Burundians
Cambodia|Kampuchea|Cambodian,Cambodians
Cameroon||Cameroonian,Cameroonians
Canada||Canadian,Canadians
Cape Verde|Cabo Verde|Cape Verdean,Cape Verdeans
Central African Republic||Central African,Central Africans
Chad||Chadian,Chadians
Chile||Chilean,Chileans
China|People's Republic of China,PRC|Chinese
Colombia||Colombian,Colombians
Comoros||Comorian,Comorians
Costa Rica||Costa Rican,Costa Ricans
Croatia||Croatian,Croatians,Croat,Croats
Cuba||Cuban,Cubans
Cyprus||Cypriot,Cypriots
Czech Republic|Czechia|Czech,Czechs
Czechoslovakia||Czechoslovak,Czechoslovaks,Czechoslovakian
Democratic Republic of the Congo|Democratic Republic of Congo,DR Congo,DRC,Zaire|Congolese,Zairean
Denmark||Danish,Dane,Danes
Djibouti||Djiboutian,Djiboutians
Dominican Republic||
East Germany|German Democratic Republic|East German,East Germans
East Timor|Timor-Leste|East Timorese,Timorese
Ecuador||Ecuadorian,Ecuadorians,Ecuadorean,Ecuadoreans
Egypt||Egyptian,Egyptians
El Salvador||Salvadoran,Salvadorans,Salvadorean
Equatorial Guinea||Equatorial Guinean,Equatorial Guineans
Eritrea||Eritrean,Eritreans
Estonia||Estonian,Estonians
Eswatini|Swaziland|Swazi,Swazis
Ethiopia||Ethiopian,Ethiopians
Fiji||Fijian,Fijians
Finland||Finnish,Finn,Finns
France|French Republic|French,Frenchman,Frenchmen
Gabon||Gabonese
Gambia|The Gambia|Gambian,Gambians
Georgia||Georgian,Georgians
Germany|Federal Republic of Germany|German,Germans
Ghana||Ghanaian,Ghanaians
Greece||Greek,Greeks
Grenada||Grenadian,Grenadians
Guatemala||Guatemalan,Guatemalans
Guinea||Guinean,Guineans
Guinea-Bissau||
Guyana||Guyanese
Haiti||Haitian,Haitians
Honduras||Honduran,Hondurans
Hungary||Hungarian,Hungarians
Iceland||Icelandic,Icelander,Icelanders
India|Republic of India|Indian,Indians
Indonesia||Indonesian,Indonesians
Iran|Islamic Republic of Iran,Persia|Iranian,Iranians
Iraq||Iraqi,Iraqis
Ireland|Republic of Ireland|Irish,Irishman,Irishmen
Israel||Israeli,Israelis
Italy||Italian,Italians
Ivory Coast|Cote d'Ivoire,Côte d'Ivoire|Ivorian,Ivorians
Jamaica||Jamaican,Jamaicans
Japan||Japanese
Jordan||Jordanian,Jordanians
Kazakhstan||Kazakh,Kazakhs,Kazakhstani
Kenya||Kenyan,Kenyans
Kiribati||
Kosovo||Kosovar,Kosovars
Kuwait||Kuwaiti,Kuwaitis
Kyrgyzstan||Kyrgyz
Laos||Laotian,Laotians
Latvia||Latvian,Latvians
Lebanon||Lebanese
Lesotho||Basotho
Liberia||Liberian,Liberians
Libya||Libyan,Libyans
Liechtenstein||Liechtensteiner,Liechtensteiners
Lithuania||Lithuanian,Lithuanians
Luxembourg|Luxemburg|Luxembourger,Luxembourgers
Madagascar||Malagasy
Malawi||Malawian,Malawians
Malaysia||Malaysian,Malaysians
Maldives||Maldivian,Maldivians
Mali||Malian,Malians
Malta||Maltese
Marshall Islands||Marshallese
Mauritania||Mauritanian,Mauritanians
Mauritius||Mauritian,Mauritians
Mexico||Mexican,Mexicans
Micronesia||Micronesian,Micronesians
Moldova||Moldovan,Moldovans
Monaco||Monegasque
Mongolia||Mongolian,Mongolians
Montenegro||Montenegrin,Montenegrins
Morocco||Moroccan,Moroccans
Mozambique||Mozambican,Mozambicans
Myanmar|Burma|Burmese
Namibia||Namibian,Namibians
Nauru||Nauruan,Nauruans
Nepal||Nepalese,Nepali,Nepalis
Netherlands|The Netherlands,Holland|Dutch,Dutchman,Dutchmen
New Zealand||New Zealander,New Zealanders
Nicaragua||Nicaraguan,Nicaraguans
Niger||Nigerien,Nigeriens
Nigeria||Nigerian,Nigerians
North Korea|Democratic People's Republic of Korea,DPRK|North Korean,North Koreans
North Macedonia|Macedonia|Macedonian,Macedonians
Norway||Norwegian,Norwegians
Oman||Omani,Omanis
Pakistan||Pakistani,Pakistanis
Palau||Palauan,Palauans
Palestine|State of Palestine|Palestinian,Palestinians
Panama||Panamanian,Panamanians
Papua New Guinea||Papua New Guinean,Papua New Guineans
Paraguay||Paraguayan,Paraguayans
Peru||Peruvian,Peruvians
Philippines|The Philippines|Philippine,Filipino,Filipinos
Poland||Polish,Pole,Poles
Portugal||Portuguese
Qatar||Qatari,Qataris
Republic of the Congo|Congo-Brazzaville|
Romania|Rumania|Romanian,Romanians
Russia|Russian Federation|Russian,Russians
Rwanda||Rwandan,Rwandans
Saint Lucia|St. Lucia|Saint Lucian,Saint Lucians
Samoa||Samoan,Samoans
San Marino||Sammarinese
Saudi Arabia|Kingdom of Saudi Arabia|Saudi,Saudis,Saudi Arabian
Senegal||Senegalese
Serbia||Serbian,Serbians,Serb,Serbs
Seychelles||Seychellois
Sierra Leone||Sierra Leonean,Sierra Leoneans
Singapore||Singaporean,Singaporeans
Slovakia|Slovak Republic|Slovak,Slovaks,Slovakian
Slovenia||Slovenian,Slovenians,Slovene,Slovenes
Solomon Islands||Solomon Islander,Solomon Islanders
Somalia||Somali,Somalis
South Africa||South African,South Africans
South Korea|Republic of Korea|South Korean,South Koreans
South Sudan||South Sudanese
South Vietnam||South Vietnamese
North Vietnam||North Vietnamese
Soviet Union|U.S.S.R.,USSR|Soviet,Soviets
Spain||Spanish,Spaniard,Spaniards
Sri Lanka|Ceylon|Sri Lankan,Sri Lankans
Sudan||Sudanese
Suriname|Surinam|Surinamese
Sweden||Swedish,Swede,Swedes
Switzerland||Swiss
Syria||Syrian,Syrians
Taiwan|Republic of China|Taiwanese
Tajikistan||Tajik,Tajiks
Tanzania||Tanzanian,Tanzanians
Thailand||Thai,Thais
Togo||Togolese
Tonga||Tongan,Tongans
Trinidad and Tobago||Trinidadian,Trinidadians
Tunisia||Tunisian,Tunisians
Turkey|Türkiye,Turkiye|Turkish,Turk,Turks
Turkmenistan||Turkmen
Tuvalu||Tuvaluan,Tuvaluans
Uganda||Ugandan,Ugandans
Ukraine||Ukrainian,Ukrainians
United Arab Emirates|UAE,U.A.E.|Emirati,Emiratis
United Kingdom|UK,U.K.,Britain,Great Britain|British,Briton,Britons
United States|U.S.,US,USA,U.S.A.,United States of America|American,Americans
Uruguay||Uruguayan,Uruguayans
Uzbekistan||Uzbek,Uzbeks
Vanuatu||
Vatican City|Holy See|
Venezuela||Venezuelan,Venezuelans
Vietnam|Viet Nam|Vietnamese
West Germany||West German,West Germans
Yemen||Yemeni,Yemenis
Yugoslavia||Yugoslav,Yugoslavs,Yugoslavian
Zambia||Zambian,Zambians
Zimbabwe|Rhodesia|Zimbabwean,Zimbabweans
"""


class Country(NamedTuple):
    """A country's usual short name, its other names, and its adjectives with the names of its people."""

    name: str
    others: tuple[str, ...]
    peoples: tuple[str, ...]


def _countries() -> tuple[Country, ...]:
    rows = []
    for line in _COUNTRIES.strip().splitlines():
        name, others, peoples = line.split("|")
        rows.append(
            Country(name, tuple(filter(None, others.split(","))), tuple(filter(None, peoples.split(","))))
        )
    return tuple(rows)


COUNTRIES = _countries()
COUNTRY_OF: dict[str, str] = {
    spelling: country.name for country in COUNTRIES for spelling in (country.name, *country.others)
}
"""Every spelling of a country's name → its usual short name."""
PEOPLE_OF: dict[str, str] = {people: country.name for country in COUNTRIES for people in country.peoples}
"""Every adjective and name of a people → the country's usual short name."""

# Outlets and agencies whose names a model takes for persons, places or nothing at all.
OUTLETS = frozenset(
    """
    Reuters;Associated Press;Agence France-Presse;AFP;Bloomberg;Bloomberg News;United Press International;UPI;
    Xinhua;Xinhua News Agency;TASS;Itar-Tass;Interfax;RIA Novosti;Kyodo;Kyodo News;Yonhap;Yonhap News Agency;
    Anadolu;Anadolu Agency;IRNA;Tasnim;Tasnim News Agency;Fars News Agency;Mehr News Agency;ISNA;Press TV;SANA;
    KCNA;Korean Central News Agency;ANSA;Deutsche Presse-Agentur;dpa;EFE;Press Trust of India;
    Axios;Politico;Newsmax;Breitbart;Vox;Semafor;ProPublica;BuzzFeed;HuffPost;Newsweek;Time;The Hill;Haaretz;
    Ynet;Maariv;Yedioth Ahronoth;Israel Hayom;Jerusalem Post;Times of Israel;Al Jazeera;Al-Jazeera;Al Arabiya;
    Al-Arabiya;Al-Ahram;Asharq Al-Awsat;New York Times;Washington Post;Wall Street Journal;Los Angeles Times;
    USA Today;Chicago Tribune;Boston Globe;Financial Times;Guardian;Daily Telegraph;Daily Mail;Economist;
    Le Monde;Le Figaro;Der Spiegel;Die Welt;Die Zeit;Frankfurter Allgemeine Zeitung;El País;Corriere della Sera;
    La Repubblica;Izvestia;Pravda;Kommersant;Novaya Gazeta;Asahi Shimbun;Yomiuri Shimbun;Nikkei;People's Daily;
    Global Times;South China Morning Post;Times of India;Hindustan Times;Sydney Morning Herald;
    BBC;CNN;NBC;CBS;ABC News;NBC News;CBS News;Fox News;MSNBC;CNBC;NPR;PBS;C-SPAN;ITV;Sky News;Euronews;
    France 24;Deutsche Welle;Voice of America;Radio Free Europe;Radio Liberty;NHK;ZDF;ARD;RT;Sputnik
    """.replace("\n", "").split(";")
)
OUTLETS = frozenset(name.strip() for name in OUTLETS)

# Ship prefixes of navies and merchant fleets; the words after them are the vessel's name.
VESSEL_PREFIXES = (
    "USS", "USNS", "USCGC", "HMS", "HMAS", "HMCS", "HMNZS", "INS", "IRIS", "RFA", "FS", "ROKS", "JDS", "JS",
    "PNS", "BNS", "KRI", "ARA", "TCG", "HNLMS", "HDMS", "ORP", "RSS", "BRP", "MV", "M/V", "MT", "M/T", "SS",
    "RMS", "RV", "R/V", "MS",
)  # fmt: skip

# Words that stand before a person's name and are no part of it.
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baron",
        "baroness",
        "president",
        "vice-president",
        "premier",
        "chancellor",
        "minister",
        "secretary",
        "senator",
        "sen",
        "representative",
        "rep",
        "congressman",
        "congresswoman",
        "governor",
        "gov",
        "mayor",
        "ambassador",
        "envoy",
        "judge",
        "justice",
        "general",
        "gen",
        "colonel",
        "col",
        "major",
        "maj",
        "captain",
        "capt",
        "lieutenant",
        "lt",
        "sergeant",
        "sgt",
        "corporal",
        "cpl",
        "admiral",
        "adm",
        "commander",
        "cmdr",
        "marshal",
        "brigadier",
        "king",
        "queen",
        "prince",
        "princess",
        "emperor",
        "empress",
        "duke",
        "duchess",
        "sultan",
        "sheikh",
        "shaikh",
        "emir",
        "shah",
        "ayatollah",
        "imam",
        "mullah",
        "rabbi",
        "pope",
        "cardinal",
        "archbishop",
        "bishop",
        "father",
        "reverend",
        "rev",
        "pastor",
        "sister",
        "brother",
        "saint",
        "chairman",
        "chairwoman",
        "chairperson",
        "chief",
        "director",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "coach",
        "manager",
        "analyst",
        "economist",
        "candidate",
        "leader",
        "deputy",
        "attorney",
    ]
)

# A name that ends in one of these is of the type given, whatever the model says.
ORG_ENDINGS = frozenset(
    [
        "Inc",
        "Inc.",
        "Corp",
        "Corp.",
        "Corporation",
        "Company",
        "Co.",
        "Ltd",
        "Ltd.",
        "LLC",
        "LLP",
        "PLC",
        "plc",
        "AG",
        "GmbH",
        "SA",
        "S.A.",
        "NV",
        "Group",
        "Holdings",
        "Bank",
        "Ministry",
        "Department",
        "Agency",
        "Authority",
        "Commission",
        "Committee",
        "Council",
        "Congress",
        "Parliament",
        "Senate",
        "Party",
        "Union",
        "Federation",
        "Association",
        "Foundation",
        "Institute",
        "Organization",
        "Organisation",
        "Society",
        "League",
        "Alliance",
        "Coalition",
        "Movement",
        "Front",
        "Army",
        "Navy",
        "Corps",
        "Brigade",
        "Brigades",
        "Guard",
        "Guards",
        "Forces",
        "Command",
        "Police",
        "Bureau",
        "Board",
        "Court",
        "Tribunal",
        "Office",
        "Service",
        "Services",
        "University",
        "College",
        "Academy",
        "Airlines",
        "Airways",
        "Industries",
        "Times",
        "Post",
        "Journal",
        "Tribune",
        "Herald",
        "Gazette",
        "News",
        "Television",
        "Radio",
        "Fund",
        "Trust",
        "Club",
        "FC",
        "Partnership",
        "Secretariat",
        "Knesset",
    ]
)
FAC_ENDINGS = frozenset(
    [
        "Airport",
        "Airbase",
        "Base",
        "Bridge",
        "Building",
        "Tower",
        "Stadium",
        "Arena",
        "Street",
        "Avenue",
        "Boulevard",
        "Road",
        "Highway",
        "Square",
        "Plaza",
        "Palace",
        "Castle",
        "Cathedral",
        "Church",
        "Mosque",
        "Temple",
        "Synagogue",
        "Hospital",
        "Prison",
        "Station",
        "Terminal",
        "Port",
        "Harbor",
        "Harbour",
        "Dam",
        "Reactor",
        "Plant",
        "Refinery",
        "Pipeline",
        "Museum",
        "Library",
        "Hotel",
        "Resort",
        "Hall",
        "Barracks",
        "Camp",
        "Fort",
        "Checkpoint",
        "Crossing",
        "Monument",
        "Memorial",
        "Cemetery",
        "Canal",
    ]
)
LOC_ENDINGS = frozenset(
    [
        "Sea",
        "Ocean",
        "Gulf",
        "Strait",
        "Straits",
        "River",
        "Lake",
        "Bay",
        "Mountain",
        "Mountains",
        "Hills",
        "Valley",
        "Desert",
        "Island",
        "Islands",
        "Peninsula",
        "Coast",
        "Region",
        "Basin",
        "Delta",
        "Cape",
        "Archipelago",
        "Plateau",
        "Plains",
        "Heights",
        "Hemisphere",
    ]
)

ACRONYM = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?|[A-Z][A-Z0-9&-]*[A-Z0-9]")
