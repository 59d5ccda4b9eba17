/** The contrast of what a page shows, as WCAG 2 computes it: run in the page, on what the browser computed. */

/** A colour that is hard to read on its ground. */
export interface Faint {
  readonly what: string;
  readonly ratio: number;
}

/**
 * Every text that is seen, and every curve, whose contrast to its ground is too small, whatever the baby feels: the ground behind is taken
 * in all eight corners of the colours. As text, since what compiles the tests would rewrite it.
 */
export const FAINT = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const parse = (colour) => {
    if (known.has(colour)) return known.get(colour);
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    known.set(colour, [r, g, b, a / 255]);
    return known.get(colour);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, i) => a * part + (1 - a) * under[i]);
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const root = getComputedStyle(document.documentElement);
  const tint = Number(root.getPropertyValue('--tint'));
  const body = parse(getComputedStyle(document.body).backgroundColor);
  const corners = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1].map((part) => 255 * part));
  const grounds = corners.map((felt) => over([...felt, tint], body));
  const layersOf = (element) => {
    const layers = [];
    for (let one = element; one && one !== document.body; one = one.parentElement)
      layers.unshift(getComputedStyle(one).backgroundColor);
    return layers;
  };
  const ratios = new Map();
  const faint = [];
  const check = (what, element, colour, least) => {
    const layers = layersOf(element);
    const key = [colour, ...layers].join();
    if (!ratios.has(key)) ratios.set(key, Math.min(...grounds.map((behind) => {
      const ground = layers.reduce((under, layer) => over(parse(layer), under), behind);
      return contrast(over(parse(colour), ground), ground);
    })));
    if (ratios.get(key) < least) faint.push({ what: what ?? element.outerHTML.slice(0, 120), ratio: ratios.get(key) });
  };
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !isSeen(element) || element.closest(':disabled, .uplot, option') || seen.has(element)) continue;
    seen.add(element);
    texts++;
    check(null, element, getComputedStyle(element).color, 4.5);
  }
  for (const input of document.querySelectorAll('input, textarea, select')) {
    if (!isSeen(input) || input.disabled) continue;
    texts++;
    check(null, input, getComputedStyle(input).color, 4.5);
    if (input.placeholder) check('placeholder ' + input.placeholder, input, getComputedStyle(input, '::placeholder').color, 4.5);
  }
  const card = document.querySelector('.card');
  for (const name of ['exam', 'bits', 'loss', 'speed']) check('the curve --' + name, card, root.getPropertyValue('--' + name), 3);
  for (const name of ['library', 'chat', 'twitch', 'talk', 'correction']) {
    const piece = document.createElement('span');
    piece.className = 'from-' + name;
    card.append(piece);
    check('words from ' + name, piece, getComputedStyle(card).color, 4.5);
    piece.remove();
  }
  return { faint, texts };
})()`;
