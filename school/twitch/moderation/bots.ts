/** Logins of bots that are seen in many channels. They are neither answered nor learnt from. */
export const KNOWN_BOTS: ReadonlySet<string> = new Set(
  `nightbot streamelements streamlabs moobot fossabot wizebot sery_bot soundalerts commanderroot botisimo phantombot deepbot coebot
   ankhbot pokemoncommunitygame buttsbot supibot kofistreambot streamlootsbot tangiabot blerp own3d mixitupapp stay_hydrated_bot
   restreambot dixperbro lurxx anotherttvviewer electricallongboard aliceydra drapsnatt 0ax2 streamstickers songlistbot stahpbot
   vivbot xanbot ohbot scorpbot hnlbot muxybot quirkapp overrustlelogs logviewer virgoproz streamholics creatisbot frostytoolsdotcom
   thepositivebot rainmaker sempervirens bitbossbot titlechange_bot apricotdrupefruit titansbot gametrendanalytics amazeful amazefulbot
   lattemotte jeetbot lolrankbot streamdeckerbot playwithviewersbot cloudbot firebot trackerggbot warp_world tip4stream playerbot_ai
   d0nk7 regressz creatorsbot pretzelrocks wzbot streamcaptainbot remindmebot thelurxxer`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
