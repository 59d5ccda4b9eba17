/** How a report looks: paper by day, slate by night; type of the reader's own machine. */
export const STYLE = `
:root{--paper:#fbf8f2;--card:#fffdf9;--ink:#2c2924;--soft:#6f685d;--faint:#a79f92;--hair:#e7e0d3;--gap:#efe9dd;
--c1:#4a6596;--c2:#bb5f3e;--c3:#5a8462;--c4:#b99a4b;--c5:#86618c;--good:#4d7a56;--warn:#9a6b14;--error:#a8412f;
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua","DejaVu Serif",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--paper:#191816;--card:#201f1c;--ink:#ece6da;--soft:#a79f92;--faint:#766f65;--hair:#34312c;--gap:#272521;
--c1:#8fa9db;--c2:#e0916f;--c3:#8fbd97;--c4:#cdb06a;--c5:#bd97c4;--good:#93c29c;--warn:#dcb05c;--error:#e58a76}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:16px/1.55 var(--sans);-webkit-text-size-adjust:100%}
body{margin:0}
main{max-width:68rem;margin:0 auto;padding:clamp(1.2rem,4vw,4rem) clamp(1rem,4vw,3rem) 3rem}
h1,h2,h3{font-family:var(--serif);font-weight:500;line-height:1.15;margin:0;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:clamp(2.4rem,7vw,4.2rem);letter-spacing:-.015em}
h2{font-size:clamp(1.5rem,3.4vw,2rem);margin-bottom:.35rem}
h3{font-size:1.08rem}
p{margin:.2rem 0}
code{font:.86em ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
b{font-weight:600}
.note,.kind,small,.legend,th,dt{color:var(--soft)}
.note{font-size:.86rem;max-width:46rem}
.missing{color:var(--soft);font-family:var(--serif);font-style:italic}
section{margin-top:clamp(2.6rem,6vw,4.2rem)}
section>.note{margin-bottom:1rem}
header{display:grid;grid-template-columns:auto 1fr;gap:1rem clamp(1.2rem,4vw,3rem);align-items:center}
.bear{width:clamp(6.2rem,19vw,11.5rem);height:auto;display:block;overflow:visible}
.zzz{fill:var(--soft);font-family:var(--serif);font-style:italic}
.life{font-family:var(--serif);font-size:clamp(1rem,2.2vw,1.2rem);margin-top:.6rem}
.kind{font-size:.92rem}
dl{margin:0}dd{margin:0}
.figures{grid-column:1/-1;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.6rem,1fr));gap:1px;background:var(--hair);
border:solid var(--hair);border-width:1px 0;margin-top:clamp(.8rem,3vw,2rem)}
.figures>div{background:var(--paper);padding:1rem .4rem 1rem 1.1rem}
.figures>div:first-child{padding-left:0}
.figures dd{font:500 clamp(1.25rem,2.6vw,1.7rem)/1.2 var(--serif);font-variant-numeric:tabular-nums;white-space:nowrap}
.figures dt{font-size:.8rem}
.charts{display:grid;grid-template-columns:1fr 1fr;gap:2.4rem clamp(1.5rem,4vw,3rem);margin-top:1.4rem}
figure{margin:0;min-width:0}figure .note{max-width:none}.wide{grid-column:1/-1}
figcaption{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;align-items:baseline;justify-content:space-between;margin-bottom:.5rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.1rem;margin:0;padding:0;font-size:.86rem;font-variant-numeric:tabular-nums}
.legend li::before{content:"";display:inline-block;width:.8rem;height:.18rem;border-radius:1rem;background:var(--c);margin-right:.4rem;vertical-align:.22em}
.legend b{color:var(--ink)}
.swatches li::before{display:none}
.swatches s{display:inline-block;width:.8rem;height:.8rem;border-radius:50%;margin-right:.4rem;vertical-align:-.06em;box-shadow:inset 0 0 0 1px #0002}
.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}
.plot{position:relative;height:11rem;margin:0 0 2.1rem 3.4rem}
.wide .plot{height:clamp(13rem,30vw,19rem);margin-bottom:3.1rem}
.band .plot{height:5.6rem;margin-bottom:2.1rem}
.plot svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.plot path{fill:none;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.plot .level{stroke:var(--hair);stroke-width:1}
.plot .mark{stroke:var(--c2);stroke-width:1;stroke-dasharray:2 4;opacity:.8}
.plot .line{stroke:var(--c);stroke-width:1.7}
.plot .dots{stroke:var(--c);stroke-width:5}
.plot .haze{fill:var(--c);opacity:.17}
.gap{fill:var(--gap)}
.plot span{position:absolute;font-size:.74rem;line-height:1;color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}
.plot .y{right:100%;transform:translateY(-50%);padding-right:.55rem}
.plot .marked{right:0;transform:translateY(-135%);color:var(--c2);background:var(--paper);padding:0 .2rem}
.plot .x{top:100%;transform:translateX(-50%);padding-top:.55rem;text-align:center}
.plot .x i{display:block;font-style:normal;color:var(--faint);margin-top:.3rem}
.plot .first{transform:none;text-align:left}.plot .last{transform:translateX(-100%);text-align:right}
.band rect{shape-rendering:crispEdges}
.speech{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1.1rem}
article{background:var(--card);border:1px solid var(--hair);border-radius:.7rem;padding:1rem 1.15rem .8rem;display:flex;flex-direction:column}
article h3{font-size:1.3rem;font-variant-numeric:tabular-nums}
article small{font:.8rem var(--sans)}
blockquote{margin:.6rem 0 .8rem;font:1rem/1.5 var(--serif);white-space:pre-wrap;overflow-wrap:anywhere;flex:1;max-height:15em;overflow:auto}
h3.question{margin:1.6rem 0 .7rem}
u{text-decoration:none;color:var(--soft)}
article .note{font-size:.76rem;color:var(--faint)}
.records{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:1.3rem 2rem}
.records>div{display:flex;flex-direction:column;justify-content:space-between}.records dt{font-size:.84rem}
.records b{font:500 1.35rem var(--serif);font-variant-numeric:tabular-nums}
.records dd{font-size:.86rem}.records i{display:block;font-style:normal;color:var(--faint);font-size:.78rem}
.scroll{overflow-x:auto;margin-top:.6rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{font-weight:400;font-size:.8rem;text-align:left;white-space:nowrap}
th,td{padding:.42rem 1.2rem .42rem 0;border-bottom:1px solid var(--hair);vertical-align:baseline}
td{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;font-variant-numeric:tabular-nums}
td em{font-style:normal;font-size:.78rem;padding:.1rem .5rem;border-radius:1rem;border:1px solid var(--hair);color:var(--soft)}
td .good{color:var(--good);border-color:currentColor}td .warn{color:var(--warn);border-color:currentColor}td .error{color:var(--error);border-color:currentColor}
.message{display:block;white-space:normal;min-width:min(15rem,34vw);overflow-wrap:anywhere}
.bar{display:block;min-width:5rem;width:100%;height:.55rem;border-radius:1rem;background:var(--gap);overflow:hidden}
.bar span{display:block;height:100%;border-radius:1rem;background:var(--c1);opacity:.8}
td:has(.bar){width:45%}
.slow{font-weight:600;color:var(--error)}
.talk p{max-width:44rem;margin:.9rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.talk i{font-style:normal;font-size:.76rem;color:var(--faint)}
.talk .said{padding-left:1rem;border-left:2px solid var(--c1);font-family:var(--serif)}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--hair);color:var(--faint);font-size:.82rem}
@media(max-width:44rem){.charts{grid-template-columns:1fr}.plot{margin-left:2.9rem}.plot .odd{display:none}.figures{grid-template-columns:1fr 1fr}.figures>div:nth-child(odd){padding-left:0}td:has(.bar){width:auto}.roomy{display:none}table{font-size:.84rem}th,td{padding-right:.7rem}td:has(code),td:last-child{white-space:normal}}
@media print{html{background:#fff}section,article,figure{break-inside:avoid}.speech{display:block}article{margin-bottom:1rem}blockquote{max-height:none}}
`;
