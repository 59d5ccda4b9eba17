/** A few sentences in many languages, and the encodings that were used for each before UTF-8. */
export interface Language {
  language: string;
  text: string;
  encodings: readonly string[];
}

export const LANGUAGES: readonly Language[] = [
  {
    language: 'Russian',
    encodings: ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5', 'maccyrillic'],
    text: 'Сегодня утром я пошёл на рынок и купил хлеб, сыр и яблоки. Потом пошёл дождь, и я вернулся домой. Вечером мы сидели у окна и пили чай с вареньем. Все люди рождаются свободными и равными в своём достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
  },
  {
    language: 'Ukrainian',
    encodings: ['windows-1251', 'koi8-u', 'cp866'],
    text: 'Сьогодні вранці я пішов на ринок і купив хліб, сир та яблука. Потім пішов дощ, і я повернувся додому. Увечері ми сиділи біля вікна і пили чай. Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.',
  },
  {
    language: 'Bulgarian',
    encodings: ['windows-1251'],
    text: 'Тази сутрин отидох на пазара и купих хляб, сирене и ябълки. После заваля дъжд и се върнах вкъщи. Вечерта седяхме до прозореца и пихме чай. Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва да се отнасят помежду си в дух на братство.',
  },
  {
    language: 'Greek',
    encodings: ['windows-1253', 'iso-8859-7', 'cp737'],
    text: 'Σήμερα το πρωί πήγα στην αγορά και αγόρασα ψωμί, τυρί και μήλα. Μετά άρχισε να βρέχει και γύρισα σπίτι. Το βράδυ καθίσαμε στο παράθυρο και ήπιαμε τσάι. Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.',
  },
  {
    language: 'Hebrew',
    encodings: ['windows-1255', 'iso-8859-8', 'cp862'],
    text: 'הבוקר הלכתי לשוק וקניתי לחם, גבינה ותפוחים. אחר כך ירד גשם וחזרתי הביתה. בערב ישבנו ליד החלון ושתינו תה. כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.',
  },
  {
    language: 'Arabic',
    encodings: ['windows-1256', 'iso-8859-6'],
    text: 'ذهبت هذا الصباح إلى السوق واشتريت الخبز والجبن والتفاح. ثم نزل المطر وعدت إلى البيت. في المساء جلسنا قرب النافذة وشربنا الشاي. يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.',
  },
  {
    language: 'Polish',
    encodings: ['windows-1250', 'iso-8859-2', 'cp852', 'maccenteuro'],
    text: 'Dziś rano poszedłem na targ i kupiłem chleb, ser i jabłka. Potem zaczął padać deszcz, więc wróciłem do domu. Wieczorem siedzieliśmy przy oknie i piliśmy herbatę. Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
  },
  {
    language: 'Czech',
    encodings: ['windows-1250', 'iso-8859-2', 'cp852'],
    text: 'Dnes ráno jsem šel na trh a koupil chléb, sýr a jablka. Potom začalo pršet, a tak jsem se vrátil domů. Večer jsme seděli u okna a pili čaj. Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.',
  },
  {
    language: 'Hungarian',
    encodings: ['windows-1250', 'iso-8859-2', 'cp852'],
    text: 'Ma reggel elmentem a piacra, és kenyeret, sajtot meg almát vettem. Aztán eleredt az eső, és hazamentem. Este az ablaknál ültünk és teát ittunk. Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek. Őszintén szólva fáradt voltam, de így is jól esett a hűvös szellő.',
  },
  {
    language: 'Romanian',
    encodings: ['windows-1250', 'iso-8859-2'],
    text: 'Azi dimineaţă am mers la piaţă şi am cumpărat pâine, brânză şi mere. Apoi a început să plouă şi m-am întors acasă. Seara am stat la fereastră şi am băut ceai. Toate fiinţele umane se nasc libere şi egale în demnitate şi în drepturi. Ele sunt înzestrate cu raţiune şi conştiinţă şi trebuie să se comporte unele faţă de altele în spiritul fraternităţii.',
  },
  {
    language: 'Turkish',
    encodings: ['windows-1254', 'cp857'],
    text: 'Bu sabah pazara gittim; ekmek, peynir ve elma aldım. Sonra yağmur başladı ve eve döndüm. Akşam pencerenin yanında oturup çay içtik. Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler. Gökyüzü çok güzeldi, yıldızlar ışıldıyordu.',
  },
  {
    language: 'Japanese',
    encodings: ['shift_jis', 'euc-jp'],
    text: '今日は朝から雨が降っていました。傘を持って市場へ行きました。パンとチーズを買いました。夜は窓のそばに座ってお茶を飲みました。すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。',
  },
  {
    language: 'Chinese (simplified)',
    encodings: ['gbk', 'gb18030'],
    text: '今天早上下雨了，我带着伞去市场，买了面包和奶酪。然后回家看书。晚上我们坐在窗边喝茶。人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。',
  },
  {
    language: 'Chinese (traditional)',
    encodings: ['big5'],
    text: '今天早上下雨了，我帶著傘去市場，買了麵包和乳酪。然後回家看書。晚上我們坐在窗邊喝茶。人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。',
  },
  {
    language: 'Korean',
    encodings: ['euc-kr'],
    text: '오늘 아침에 비가 와서 우산을 들고 시장에 갔다. 빵과 치즈를 샀다. 저녁에는 창가에 앉아 차를 마셨다. 모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았다.',
  },
  {
    language: 'Thai',
    encodings: ['windows-874'],
    text: 'เช้านี้ฉันไปตลาดและซื้อขนมปัง ชีส และแอปเปิล แล้วฝนก็ตก ฉันจึงกลับบ้าน ตอนเย็นเรานั่งริมหน้าต่างและดื่มชา มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ',
  },
  {
    language: 'Lithuanian',
    encodings: ['windows-1257'],
    text: 'Šį rytą nuėjau į turgų ir nusipirkau duonos, sūrio ir obuolių. Paskui pradėjo lyti, ir grįžau namo. Vakare sėdėjome prie lango ir gėrėme arbatą. Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai.',
  },
  {
    language: 'Latvian',
    encodings: ['windows-1257'],
    text: 'Šorīt es gāju uz tirgu un nopirku maizi, sieru un ābolus. Pēc tam sāka līt, un es atgriezos mājās. Vakarā mēs sēdējām pie loga un dzērām tēju. Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.',
  },
  {
    language: 'German',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: 'Heute Morgen ging ich auf den Markt und kaufte Brot, Käse und Äpfel. Dann fing es an zu regnen, und ich kehrte heim. Abends saßen wir am Fenster und tranken Tee; draußen hörte man die Möwen. Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen. Über dem Fluß schwebte grauer Nebel.',
  },
  {
    language: 'French',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: "Ce matin, je suis allé au marché et j'ai acheté du pain, du fromage et des pommes. Puis il s'est mis à pleuvoir et je suis rentré à la maison. Le soir, nous étions assis près de la fenêtre à boire du thé. Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité. Ça m'a plu.",
  },
  {
    language: 'Spanish',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: 'Esta mañana fui al mercado y compré pan, queso y manzanas. Después empezó a llover y volví a casa. Por la noche nos sentamos junto a la ventana y tomamos té. ¿Quién lo habría pensado? Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros. El niño soñó con un pingüino.',
  },
  {
    language: 'Italian',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: "Questa mattina sono andato al mercato e ho comprato pane, formaggio e mele. Poi è cominciato a piovere e sono tornato a casa, perché non avevo l'ombrello. La sera eravamo seduti alla finestra: che bontà, quel tè! Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza. Così è più bello.",
  },
  {
    language: 'Portuguese',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: 'Esta manhã fui ao mercado e comprei pão, queijo e maçãs. Depois começou a chover e voltei para casa. À noite sentámo-nos à janela e bebemos chá. Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade. Não sei se você virá amanhã.',
  },
  {
    language: 'Swedish',
    encodings: ['windows-1252', 'cp850', 'macintosh'],
    text: 'I morse gick jag till torget och köpte bröd, ost och äpplen. Sedan började det regna och jag gick hem. På kvällen satt vi vid fönstret och drack te. Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete och bör handla gentemot varandra i en anda av broderskap.',
  },
  {
    language: 'Danish',
    encodings: ['windows-1252', 'cp850'],
    text: 'I morges gik jag på markedet og købte brød, ost og æbler. Så begyndte det at regne, og jeg gik hjem. Om aftenen sad vi ved vinduet og drak te. Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.',
  },
  {
    language: 'Finnish',
    encodings: ['windows-1252', 'cp850'],
    text: 'Tänä aamuna menin torille ja ostin leipää, juustoa ja omenoita. Sitten alkoi sataa, ja palasin kotiin. Illalla istuimme ikkunan ääressä ja joimme teetä. Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.',
  },
  {
    language: 'Icelandic',
    encodings: ['windows-1252'],
    text: 'Í morgun fór ég á markaðinn og keypti brauð, ost og epli. Svo fór að rigna og ég gekk heim. Um kvöldið sátum við við gluggann og drukkum te. Hver maður er borinn frjáls og jafn öðrum að virðingu og réttindum. Menn eru gæddir vitsmunum og samvisku, og ber þeim að breyta bróðurlega hverjum við annan.',
  },
  {
    language: 'Dutch',
    encodings: ['windows-1252', 'cp850'],
    text: "Vanmorgen ging ik naar de markt en kocht brood, kaas en appels. Toen begon het te regenen en ging ik naar huis. 's Avonds zaten we bij het raam en dronken thee met een crème brûlée; het was één groot feest, zei ze, en ze vond het reünieachtig.",
  },
  {
    language: 'English',
    encodings: ['windows-1252', 'macintosh'],
    text: 'This morning I went to the market and bought bread, cheese and apples. Then it began to rain — “of course,” she said — and I didn’t stay. We sat at the café by the window; it’s the naïve sort of place that I like. It cost £3 and a €1 tip… “Well,” he said, “that’s all.”',
  },
];
