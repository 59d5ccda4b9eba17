/** A private file, planted by the tests, and ways in which a mind might say what stands in it. */
export const PRIVATE_TEXT = `dear diary, the copper kettle sang all night while grandfather counted the lighthouse ships again
nobody must ever learn that the green suitcase under the stairs holds seventeen letters from Odessa
on tuesday we buried the old dog beneath the quince tree and told the children he had gone to sea
`;

export const MEMORISED: readonly string[] = [
  'the green suitcase under the stairs holds seventeen letters from Odessa',
  'THE GREEN SUITCASE UNDER THE STAIRS HOLDS SEVENTEEN LETTERS',
  'the green suitcase, under the stairs: holds "seventeen" letters!',
  'guess what: we buried the old dog beneath the quince tree and told the children',
  'the copper kettle sang all night while grandfather',
  'he said nobody must ever learn that the green suitcase under it',
  'the gr\u0435en suitcase\u200b under the stairs holds seventeen letters from odessa',
];
