/**
 * Calls to harm oneself, and threats, as they are said in eight languages. The phrases are patterns for the view `flat`: small letters
 * without accents, signs and doubled letters. `~` stands for up to three words.
 */

/** A pattern that fits any of the phrases, between the ends of words. What was spelt letter by letter has lost its spaces. */
export function phrasePattern(phrases: readonly string[]): RegExp {
  const any = phrases
    .map((phrase) =>
      phrase
        .replace(/([a-z])\1+/g, '$1')
        .replace(/ (?!\\w)/g, ' ?')
        .replaceAll('~', '(?: \\w+){0,3}'),
    )
    .join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'u');
}

type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl' | 'pl';

export const SELF_HARM: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'kys+|kill (?:my|thy|yo)(?: ?self)|end (?:my|your|ur|it all)(?: own)?(?: life)? ?(?:tonight|today|now|already|please)',
    'take (?:my|your|ur) own life|end my (?:own )?life|commit (?:sewer ?slide|sewerside|self murder)|sewer ?slide',
    'unalive (?:your|ur|my|him|her|them)(?: ?sel(?:f|ves))?|game end (?:your|ur)(?: ?self)?',
    '(?:think|thinking|thought) (?:about|of) (?:suicide|killing my ?self|ending it)|i (?:want|wanna|wish)(?: to| i could)? (?:die|be dead)(?! laugh\\w*| of)',
    '(?:world|every ?one|every ?body|we|life)~ (?:better|happier)(?: off)? with ?out (?:you|u|ya)',
    '(?:no ?body|no ?one)(?: would| will| is| ll| gon+a| going to)*(?: ever| even| really)? miss (?:you|u|if you)',
    'stop (?:breathing|existing)(?! \\w+ly| on| in| into)|stop living(?! in| with| off| like| at| under| on)|(?:dont|do not|doesnt|never) deserve(?: to live| to breathe| to exist| oxygen| life)|waste of (?:oxygen|air)',
    '(?:swallow|take|down|eat|chug)~ (?:whole|entire|all)~ (?:pills|tablets|bottle|medication)|overdose on (?:pills|tablets|paracetamol|tylenol|sleeping pills|medication)',
    'how (?:many|much) (?:pills|tablets|paracetamol|tylenol|aspirin|ibuprofen|xanax|sleeping pills|blood)(?: \\w+){0,5} to (?:die|overdose|kill my ?self|end it)',
    'cut (?:your|ur|my)(?: ?self)?(?: wrists?| veins?| arms?)?(?: deep\\w*)',
    '(?:throw|chuck|launch|fling) (?:your|ur|my) ?self~ (?:train|bus|car|truck|cliff|roof|bridge|building|balcony|window)',
    'jump (?:in front of|under) (?:a|the) (?:train|bus|car|truck)|jump out (?:of )?(?:a|the) window|tie a noose|toaster~ bath|play in traffic',
    '(?:lie|lay)~ on~ (?:tracks|rails)',
  ],
  de: [
    '(?:bring|bringt) (?:dich|euch)(?! nicht)~ um(?! den verstand)|ich (?:bring|bringe) mich~ um|(?:dich|mich|euch) (?:selbst |einfach |endlich )?(?:um(?:zu)?bringen|toten|erhangen|auf(?:zu)?hangen|vergiften|erschiesen)',
    '(?:tote|erhang|erhange|erschies|erschiese|vergifte|ertrank|ertranke|erstich) dich|hange? dich~ auf|geh(?:t)?(?: \\w+){0,2} (?:sterben|verrecken|krepieren)',
    '(?:stirb|verrecke?|krepier)(?: doch| endlich| einfach| bitte| du \\w+)|(?:^|los |dann )(?:stirb|verrecke?)$',
    '(?:spring|spring doch)~ (?:von|vor|aus)~ (?:brucke|dach|zug|hochhaus|balkon|klippe|u ?bahn|s ?bahn|bahn|turm|fenster)',
    '(?:wirf|schmeis|leg|stell) dich~ (?:zug|bahn|gleis\\w*|schienen?|auto|laster)|(?:ritz|schneid|schlitz)e? (?:dir|dich)~ (?:adern|pulsadern|handgelenke?|arme? auf|tiefer|kehle)|ritz dich',
    'trinke?~ (?:bleiche|bleichmittel|chlor|rohrreiniger|gift)|(?:beg(?:eh|ehe|eht|ehen)|mach|mache|plane|denke?~ an|gedanken an)(?: \\w+){0,2} (?:selbstmord|suizid)|selbstmord (?:begehen|machen)',
    'schluss~ mit~ (?:leben)|beende~ (?:dein|das|mein) leben|nimm dir~ das leben|mir das leben nehmen|ich (?:will|mochte|mag) (?:nicht mehr leben|sterben|tot sein)',
    'welt~ (?:besser|schoner)~ ohne (?:dich|euch)|(?:niemand|keiner|kein mensch)(?: \\w+){0,2} (?:dich|dir|euch)(?: \\w+){0,2} (?:vermiss\\w*|nachweinen|nachtrauern)|(?:niemand|keiner) vermisst (?:dich|euch)',
    'verdienst(?: \\w+){0,2} nicht~ (?:leben|luft|atmen)|hor~ auf zu (?:atmen|leben|existieren)',
    '(?:schluck|nimm|fris|friss)~ (?:ganze|alle|volle)~ (?:tabletten|pillen|packung|schachtel)|wie viele (?:tabletten|pillen|schlaftabletten)(?: \\w+){0,5} (?:sterben|tod|umbringen|uberdosis)',
  ],
  fr: [
    'va(?: donc| vite)? (?:te|vous) (?:tuer|pendre|buter|noyer|suicider|flinguer|jeter)|(?:^|alors |allez |bon |toi )va(?: donc| vite)? (?:crever|mourir)',
    '(?:tues?|suicides?|pends?|noies?|flingues?|butes?|egorges?|crevez?) ?toi|suicidez ?vous|(?:te|me|vous) suicider',
    'coupes? ?toi (?:les veines|les poignets|la gorge|plus profond\\w*)|ouvres? ?toi (?:les veines|les poignets)',
    '(?:jettes?|balances?) ?toi~ (?:train|metro|pont|fenetre|toit|balcon|vide|falaise|rer|voiture|rails)|saute~ (?:dun pont|du pont|par la fenetre|sous (?:un|le) (?:train|metro)|du toit dun|dun toit|dun immeuble|devant (?:un|le) train)',
    'mets?~ fin a (?:ta|tes|ma|mes) (?:vie|jours)|mettre fin a (?:mes jours|ma vie|tes jours|ta vie)|pens\\w+ au suicide|envie de (?:me tuer|mourir|crever|me suicider)(?! de)',
    '(?:veux|vais|voudrais|aimerais) (?:me tuer|me pendre|mourir|en finir)(?! de| en riant| a la tache)|(?:bois|avale)~ (?:javel|acide|poison)',
    'monde~ (?:mieux|meilleur|beau)~ sans (?:toi|vous)|(?:ne )?manquer\\w* a personne|personne(?: \\w+){0,2} (?:te|vous) (?:regretter\\w*|pleurer\\w*)',
    'merites? (?:pas|plus) de (?:vivre|respirer|exister)|merites? pas la vie|(?:arrete|cesse|arretes) de (?:respirer|vivre|exister)',
    '(?:avale|prends|gobe)~ (?:toute?s?|entiere?)~ (?:cachets?|pilules?|medocs?|medicaments?|comprimes?|boite)|combien de (?:cachets?|pilules?|medocs?|medicaments?|comprimes?)(?: \\w+){0,4} (?:mourir|crever|me tuer|en finir|suicid\\w*)',
  ],
  es: [
    '(?:matate|mataos|suicidate|ahorcate|cuelgate|ahogate|envenenate|pegate un tiro|desangrate)(?! de risa| a reir)|muerete(?! de)',
    '(?:tirate|lanzate|arrojate|salta)~ (?:puente|tren|balcon|ventana|metro|vias?|edificio|azotea|vacio|camion)|cortate(?: \\w+){0,2} (?:venas|munecas|hondo|profundo)|(?:bebe|bebete|tomate|traga)~ (?:lejia|cloro|veneno)',
    'quit(?:ate|arme|arte)(?: ya)? la vida|acab\\w+ con (?:tu|mi) vida|(?:deberias|debes|tienes que|tendrias que) (?:matarte|suicidarte|morirte|morir)|(?:vete|ve|anda|andate) a (?:morir\\w*|matarte|suicidarte)',
    '(?:quiero|voy a|necesito|pienso|quisiera) (?:matarme|suicidarme|quitarme la vida|ahorcarme|cortarme las venas|morirme)(?! de)|me (?:quiero|voy a) (?:matar|suicidar|morir)(?! de)|pi?ens\\w+ en(?: el)? suicid\\w+',
    'mundo~ mejor sin (?:ti|vos|vosotros|usted)|nadie te(?: \\w+){0,2} (?:menos|extran\\w+|llorar\\w*)|no (?:te )?mereces? (?:vivir|la vida|respirar|existir|estar viv\\w)|dej(?:a|ad) de (?:respirar|vivir|existir)',
    '(?:traga\\w*|toma\\w*|bebe\\w*)~ (?:tod[oa]s?|enter[oa]|bote|frasco|caja)~ (?:pastillas|pildoras|medicamentos|comprimidos)|cuant[oa]s (?:pastillas|pildoras|comprimidos)(?: \\w+){0,4} (?:morir\\w*|matar\\w*|suicid\\w*)',
  ],
  it: [
    '(?:ammazzati|uccid[ie]ti|suicidati|impiccati|sparati|strozzati|sparatevi)(?! di)|togliti la vita|falla finita|(?:vai|va|andate) a (?:morire|impiccarti|ammazzarti|ucciderti|suicidarti|crepare)',
    '(?:^|allora |e )(?:muori|crepa)(?: male| bastard\\w*| stronz\\w*| merda| presto|$)|(?:dovresti|devi) (?:ammazzarti|suicidarti|morire|ucciderti)',
    'buttati~ (?:ponte|treno|balcone|finestra|metro|tetto|burrone|camion)|tagliati(?: \\w+){0,2} (?:vene|polsi|fondo|gola)|bevi~ (?:candeggina|acido|veleno|varechina)',
    '(?:voglio|vorrei|sto per|voglia di) (?:ammazzarmi|morire|suicidarmi|uccidermi|farla finita|impiccarmi|togliermi la vita)(?! d\\w+)|mi (?:uccido|ammazzo|suicido|impicco)(?! d\\w+)|pens\\w+ al suicidio',
    'mondo~ (?:migliore|meglio|bello)~ senza(?: di)? (?:te|voi)|nessuno~ (?:mancher\\w+)|mancheresti a nessuno|nessuno ti (?:rimpiang\\w+|piang\\w+)|non meriti (?:di vivere|la vita|di respirare|di esistere)|smett(?:i|ila) di (?:respirare|vivere|esistere)',
    '(?:ingoia|prendi|butta giu|manda giu)~ (?:tutt[aeoi]|inter[ao]|scatola|flacone)~ (?:pillole|pastiglie|compresse|pasticche)|quante (?:pillole|pastiglie|compresse|pasticche)(?: \\w+){0,4} (?:morire|ammazzar\\w*|uccider\\w*)',
  ],
  pt: [
    'mata ?te|suicida ?te|enforca ?te|(?<!(?:ele|ela|que|quem|gente|nao|voce) )se (?:mata|mate|enforca|enforque|suicida|suicide)(?! de| a)|te mata(?! de)',
    '(?:atira|joga|lanca) ?(?:te|se)~ (?:ponte|comboio|trem|janela|varanda|predio|metro|carro)|se (?:atira|joga|jogue|lanca)~ (?:ponte|comboio|trem|janela|varanda|predio|metro)|corta(?: \\w+)? pulsos|corta ?te(?: \\w+)? fundo|bebe~ (?:lixivia|veneno|agua sanitaria)',
    '(?:^|entao )vai morrer(?! d\\w| a )|vai (?:te matar|se matar|matar ?te|suicidar ?te|morrer longe)|acab\\w+ com a (?:tua|sua|minha) vida|tir\\w+ a (?:tua |minha )?propria vida|(?:devias|deverias|devia|tens de) (?:matar ?te|se matar|te matar|morrer|suicidar ?te)',
    '(?:quero|vou|queria) (?:matar ?me|me matar|suicidar ?me|me suicidar|morrer)(?! d\\w| a )|pens\\w+ (?:em|no) suicidio',
    'mundo~ melhor sem (?:ti|voce|voces|vc)|ninguem(?: \\w+){0,3} (?:falta|saudades?)|nao (?:mereces|merece) (?:viver|a vida|respirar|existir)|(?:para|pare|deixa) de (?:respirar|viver|existir)',
    '(?:engole|engula|toma|tome)~ (?:tod[ao]s?|inteir[ao]|caixa|frasco)~ (?:comprimidos|pastilhas|remedios|pilulas)|quant[oa]s (?:comprimidos|pastilhas|remedios|pilulas)(?: \\w+){0,4} (?:morrer|matar\\w*|suicid\\w*)',
  ],
  nl: [
    '(?:maak|hang|verhang|vermoord|dood|snij|verdrink|schiet|steek) (?:jezelf|je zelf)|verhang je(?! jas)|pleeg~ zelfmoord|zelfmoord plegen|denk\\w* aan zelfmoord',
    '(?<!(?:ik|we|dan|die|hij) )ga(?: maar| toch| gewoon| lekker)? (?:dood|sterven|je verhangen|verrekken)(?! van)|maak er(?: maar| toch| gewoon)? een einde? aan|(?:einde? (?:aan|maken aan)|beeindig) (?:je|mijn) leven',
    'spring~ (?:van|voor|uit)~ (?:brug|trein|dak|flat|balkon|metro|gebouw|raam)|snij~ polsen|snij~ dieper|drink~ (?:bleek\\w*|chloor|gif)|(?:moet|kunt beter|zou)~ (?:jezelf|je)~ (?:ophangen|vermoorden|verhangen|van kant maken|doden)',
    'ik (?:wil|ga|zou)~ (?:(?:mezelf|me zelf)~ (?:vermoorden|ophangen|doden|verdrinken|van kant maken|snijden)|zelfmoord|niet meer leven)|ik (?:maak|hang|vermoord|snij) (?:mezelf|me zelf)|ik wil dood(?! gaan van)',
    'wereld~ beter~ zonder (?:jou|je|jullie)|niemand(?: \\w+){0,2} (?:je|jou)(?: \\w+){0,2} missen|niemand mist (?:je|jou)|verdien\\w*(?: \\w+){0,2} niet~ (?:leven|ademen|lucht)|stop(?: maar)? met (?:ademen|leven|bestaan)',
    '(?:slik|neem)~ (?:hele|alle|heel)~ (?:pillen|potje|doos|strip|tabletten)|hoeveel (?:pillen|tabletten|paracetamol\\w*|slaappillen)(?: \\w+){0,5} (?:dood|sterven|overdosis)',
  ],
  pl: [
    '(?:zabij|powies|utop|zastrzel|potnij|otruj|zabijcie|powiescie) sie|idz~ sie (?:zabic|powiesic|utopic|zastrzelic)|idz~ (?:zdechnac|umrzec)|popeln\\w* samobojstwo|zdechnij|zdychaj|umrzyj',
    'skoncz (?:ze soba|z soba|swoje zycie)|odbierz sobie zycie|(?:skocz|skacz|rzuc sie|poloz sie)~ (?:mostu|pociag|pociagiem|okna|dachu|balkonu|wiezowca|tory|tramwaj|auto)|(?:podetnij|potnij|tnij)~ (?:zyly|nadgarstk\\w*|glebiej)',
    '(?:napij sie|wypij)~ (?:wybielacz\\w*|domestos\\w*|kwasu?|trucizn\\w*)|(?:powinienes|powinnas|musisz)(?: \\w+)? (?:sie (?:zabic|powiesic|utopic)|umrzec|zdechnac)',
    '(?:chce|chcialbym|chcialabym|zamierzam)(?: juz)? (?:sie (?:zabic|powiesic|utopic)|umrzec|odebrac sobie zycie)|(?:zabije|powiesze|potne) sie|mysl\\w* o samobojstw\\w*',
    'swiat~ lepszy~ bez (?:ciebie|was)|nikt(?: \\w+){0,4} (?:tesknil\\w*|teskni|zatesknil\\w*|plakal\\w*)|nie zaslugujesz(?: \\w+)? (?:zycie|zyc|tlen)|przestan (?:oddychac|zyc|istniec)',
    '(?:polknij|lyknij|zjedz|wez)~ (?:cale|cala|wszystkie)~ (?:opakowanie|tabletki|tabletek|pigulki|leki|lekow)|ile (?:tabletek|pigulek|lekow)(?: \\w+){0,4} (?:umrzec|zabic|przedawkowa\\w*)',
  ],
};

export const THREATS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    '(?:hope|wish) (?:you|u|he|she|they|your \\w+) (?:get|gets|got) (?:shot|stabbed|raped|killed|cancer|murdered|hit by)|(?:hope|wish) (?:you|u) (?:die|died)',
    '(?:shoot|blow|burn|burning|shooting)(?: up| down)?~ (?:school|church|mosque|synagogue|building|mall|house|home)(?: up| down)?(?: tomorrow| tonight)|(?:some ?body|some ?one) should (?:shoot|kill|burn|stab|rape|hang) (?:you|u|him|her|them)',
    'bomb (?:in|at|under) (?:the|your|this) (?:building|school|house|office|airport|studio|stadium)|burn(?: down)? (?:your|their|his|her) (?:house|home)',
  ],
  de: [
    'ich (?:bringe?|toten?) (?:dich|euch|ihn)~ um|ich (?:tote|erschiese|ersteche|vergewaltige) (?:dich|euch)|ich (?:steche?|mache?|knalle?|schlage?|schlitze?|lege?|schiese?) (?:dich|euch|ihn)~ (?:ab|kalt|tot|nieder|um|auf)',
    'ich werde (?:dich|euch)~ (?:umbringen|toten|abstechen|finden|erschiesen|kalt ?machen)|wei(?:ss|s) wo (?:du|ihr)~ wohn\\w*|gehorst? (?:erschossen|vergast|aufgehangt|abgestochen|erhangt|verbrannt|ins gas)|verdienst~ (?:den tod|zu sterben)',
    '(?:laufe?|laufen)~ amok|amoklauf~ (?:morgen|schule)|(?:zunde?n?|stecken?|brenne?n?)~ (?:haus|schule|wohnung|moschee|heim)~ (?:an|nieder|in brand|ab)|bombe~ (?:gebaude|schule|haus|bahnhof|flughafen)|(?:gebaude|schule|bahnhof)~ bombe',
  ],
  fr: [
    '(?:je vais|on va) (?:te|vous) (?:tuer|crever|buter|trouver|planter|egorger|bruler|violer|saigner)|je te (?:tue|bute|creve|plante|egorge|saigne)|sais ou (?:tu|vous) (?:habites?|habitez|vis|dors)|merites?~ (?:de mourir|de crever|la mort)',
    '(?:on va|je vais|nous allons)~ (?:bruler|incendier|faire exploser|faire sauter)~ (?:maison|\\w*ecole|mosquee|eglise|immeuble)|bombe~ (?:batiment|\\w*ecole|gare|immeuble|avion)|tir\\w+ sur (?:tout le monde|des gens|tous les)|\\w*ecole~ fusillade',
  ],
  es: [
    'te (?:voy a|vamos a) (?:matar|rajar|encontrar|apunalar|violar|quemar)|te (?:mato|matare|matamos)|se donde (?:vives|vive|duermes)|ojala (?:te|os|se) (?:mueras|muera|murais|mueran|maten)|mereces? (?:morir|la muerte|que te maten)',
    '(?:voy a|vamos a)~ (?:quemar|volar|incendiar|explotar)~ (?:casa|escuela|colegio|mezquita|iglesia|edificio)|(?:voy|vamos) a disparar~ (?:escuela|colegio|instituto|gente|todos)|bomba~ (?:edificio|escuela|casa|colegio|aeropuerto|metro)',
  ],
  it: [
    'ti (?:ammazzo|uccido|sgozzo|accoltello|uccidero|ammazzero|sgozzero|trovero)|so dove (?:abiti|vivi|abitate|dormi)|meriti (?:di morire|la morte)|spero che(?: tu)? (?:muoia|crepi|muori)',
    '(?:bruc(?:eremo|io|ero|iamo)|faccio saltare|faremo saltare)~ (?:casa|scuola|chiesa|moschea|edificio)|sparo (?:a tutti|alla gente)|bomba~ (?:\\w*edificio|scuola|stazione|casa|\\w*aeroporto)',
  ],
  pt: [
    '(?:vou|vamos) te (?:matar|encontrar|esfaquear|furar|violar)|(?:vou |vamos |eu )(?:te )?mat(?:ar|o) ?(?:te|voce|voces|vc)|eu te mato|sei onde(?: tu| voce| vc)? (?:moras?|vives?|dormes?)|mereces? (?:morrer|a morte)',
    '(?:vou|vamos)~ (?:queimar|explodir|incendiar)~ (?:casa|escola|igreja|mesquita|predio)|(?:vou|vamos) (?:disparar|atirar)~ (?:escola|todos|gente)|bomba~ (?:edificio|predio|escola|casa|aeroporto)',
  ],
  nl: [
    'ik (?:maak|schiet|steek|sla|hak|trap) (?:je|jou|jullie|hem)~ (?:dood|neer|kapot|af|overhoop)|ik vermoord (?:je|jou|jullie)|ik weet waar (?:je|jij|jullie) (?:woont?|wonen|slaapt)|verdien\\w*(?: \\w+){0,2} (?:dood te gaan|te sterven|de dood)',
    'schiet\\w*~ school~ overhoop|iedereen~ (?:overhoop|neerschieten)|(?:steken|steek|branden)~ (?:huis|school|moskee)~ (?:in brand|plat|af)|bom~ (?:gebouw|school|huis|station|trein)',
  ],
  pl: [
    '(?:zabije|zabijemy|zatluke|zastrzele|zadzgam|potne|dorwe|znajde) (?:cie|was|ciebie)|wiem gdzie (?:mieszka\\w*|spisz)|zaslugujesz na smierc|obys (?:zdechl\\w*|umarl\\w*|zginal\\w*)',
    '(?:spal[ei]\\w*|podpal[ei]\\w*|wysadz[ei]\\w*)~ (?:dom|szkole|kosciol|meczet|budynek)|strzelanin\\w*~ szkol\\w*|bomb[ae]~ (?:budynku|szkole|domu|lotnisku)|(?:budynku|szkole)(?: jest)? bomba',
  ],
};
