import { css, mixed } from './colour.ts';
import type { Rgb } from './data.ts';
import { type Html, html } from './html.ts';

/** A bear whose colour was never recorded is brown. */
const BROWN: Rgb = [0.69, 0.54, 0.41];
const CREAM: Rgb = [1, 0.97, 0.92];
const NIGHT: Rgb = [0.16, 0.15, 0.14];

/** Its face: of the colour it feels, with cheeks of the colour it expects; its eyes are open while it is awake. */
export function bear(felt: Rgb = BROWN, expected: Rgb = felt, awake = false): Html {
  // Bare numbers of a feeling can be as loud as a traffic light: fur is softer.
  const fur = mixed(felt, BROWN, 0.18);
  const [light, edge] = [css(mixed(fur, CREAM, 0.28)), css(mixed(fur, NIGHT, 0.22))];
  const [inner, dark] = [css(mixed(expected, CREAM, 0.25)), css(NIGHT)];
  const eyes = awake
    ? html`<g fill="${dark}"><circle cx="70" cy="94" r="6.5"/><circle cx="130" cy="94" r="6.5"/></g><g fill="#fff"><circle cx="72.4" cy="91.6" r="2"/><circle cx="132.4" cy="91.6" r="2"/></g>`
    : html`<path d="M60 93q10 9 20 0M120 93q10 9 20 0" fill="none" stroke="${dark}" stroke-width="3.6" stroke-linecap="round"/>`;
  return html`<svg class="bear" viewBox="0 0 200 186" role="img" aria-label="${awake ? 'awake' : 'asleep'}">
<defs><radialGradient id="fur" cx=".5" cy=".36" r=".72"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${css(fur)}"/></radialGradient></defs>
<g fill="url(#fur)" stroke="${edge}" stroke-width="3"><circle cx="46" cy="46" r="27"/><circle cx="154" cy="46" r="27"/></g>
<g fill="${inner}"><circle cx="46" cy="47" r="14"/><circle cx="154" cy="47" r="14"/></g>
<ellipse cx="100" cy="104" rx="80" ry="72" fill="url(#fur)" stroke="${edge}" stroke-width="3"/>
<g fill="${inner}" opacity=".75"><ellipse cx="52" cy="117" rx="13" ry="9"/><ellipse cx="148" cy="117" rx="13" ry="9"/></g>
<ellipse cx="100" cy="126" rx="35" ry="27" fill="${css(CREAM)}" opacity=".94"/>
<ellipse cx="100" cy="114" rx="10.5" ry="7.5" fill="${dark}"/>
<path d="M100 121v8m0 0q-9 10-18 3m18-3q9 10 18 3" fill="none" stroke="${dark}" stroke-width="3" stroke-linecap="round"/>
${eyes}
${!awake && html`<g class="zzz"><text x="176" y="24" font-size="24">z</text><text x="192" y="6" font-size="17">z</text></g>`}
</svg>`;
}
