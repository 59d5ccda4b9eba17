/** What is wrong with a file of another program: clauses behind `… cannot be used:`. Names in them are short and printable. */

export const fileTexts = {
  /** Any file. */
  endsInHeader: (byte: number) => `it ends at byte ${byte}, before its header does`,
  endsInData: (byte: number) => `it ends at byte ${byte}, before its data do`,
  tooLargeNumber: (what: string, value: bigint | number) => `${what} is ${value}, more than it can hold`,
  lengthOfText: 'the length of a text',
  tooLongText: (bytes: number) => `a text claims ${bytes} bytes, more than it can have`,
  notUtf8: 'a text is not UTF-8',
  wrongWholeNumber: (key: string, least: number, most: number, value: string) =>
    `${key} should be a whole number from ${least} to ${most}, but it is ${value}`,
  headsDoNotDivide: (heads: number, channels: number) => `its ${heads} heads do not divide its ${channels} channels`,

  /** Tensors. */
  noTensor: (name: string) => `it has no tensor "${name}"`,
  wrongShape: (name: string, shape: readonly number[], expected: readonly number[]) =>
    `the tensor "${name}" is [${shape}], but [${expected}] was expected of its sizes`,
  notFinite: (name: string) => `the tensor "${name}" holds numbers that are not finite`,
  unreadableType: (name: string, type: number | string, readable: string) =>
    `the tensor "${name}" is of type ${type}, and ${readable} can be read: convert it to one of these`,
  tensorTwice: (name: string) => `the tensor "${name}" is there twice`,
  tensorInTwoFiles: (name: string) => `the tensor "${name}" is in two of its files`,

  /** GGUF. */
  notGguf: 'it does not begin with GGUF',
  wrongGgufVersion: (version: number) => `it is of version ${version}, and versions 2 and 3 can be read`,
  numberOfTensors: 'the number of tensors',
  numberOfKeys: 'the number of keys',
  keyTwice: (key: string) => `the key "${key}" is there twice`,
  lengthOfKey: (key: string) => `the length of "${key}"`,
  unknownTypeOfKey: (key: string, code: number) => `the key "${key}" is of the unknown type ${code}`,
  wrongNumberOfAxes: (name: string, axes: number) => `the tensor "${name}" has ${axes} axes`,
  axisOf: (name: string) => `an axis of the tensor "${name}"`,
  impossibleShape: (name: string, shape: readonly number[]) => `the tensor "${name}" is of shape [${shape}]`,
  rowsNoMultiple: (name: string, block: number) =>
    `the rows of the tensor "${name}" are no multiple of ${block}, as q8_0 has them`,
  placeOf: (name: string) => `the place of "${name}"`,
  misplacedTensor: (name: string) => `the tensor "${name}" should lie where others do, or outside of the file`,
  wrongAlignment: (value: string) => `general.alignment is ${value}`,

  /** JSON. */
  tooLargeJson: (name: string) => `${name} is larger than settings can be`,
  notJson: (name: string) => `${name} is no JSON`,
  notObject: (name: string) => `${name} is no object`,
  noneOfValues: (key: string, values: readonly unknown[], value: string) =>
    `${key} should be ${values.join(' or ')}, but it is ${value}`,

  /** Safetensors. */
  noWeightMap: (file: string) => `${file} has no weight_map`,
  tooManyShards: (file: string, shards: number) => `${file} names ${shards} files`,
  wrongShardName: (file: string, name: string) => `${file} names the file ${name}`,
  missingFile: (name: string) => `it has no ${name}`,
  lengthOfHeader: (name: string) => `the length of the header of ${name}`,
  tooLongHeader: (what: string, bytes: number) => `${what} claims a header of ${bytes} bytes, more than it can have`,
  damaged: (name: string, why: string) => `${name} is damaged: ${why}`,

  /** Arrays of NumPy. */
  noArray: (name: string) => `it has no array "${name}"`,
  theArray: (name: string) => `the array "${name}"`,
  noListOfArrays: 'it has no list of arrays at its end: it may be cut off, take a copy',
  listOutsideOfFile: (arrays: number, bytes: number) =>
    `its list of ${arrays} arrays lies outside of its ${bytes} bytes`,
  damagedList: (entry: number, entries: number) => `its list of arrays is damaged at the ${entry}th of ${entries}`,
  damagedArrayName: (entry: number) => `the name of its ${entry}th array is damaged`,
  notArray: (name: string) => `"${name}" is no array of NumPy`,
  unreadableArrayType: (name: string, type: string) =>
    `the array "${name}" is of type ${type}, and <f4 and <f8 can be read`,
  storedByColumns: (name: string) => `the array "${name}" is not stored row by row`,
  wrongArrayBytes: (name: string, shape: readonly number[], bytes: number) =>
    `the array "${name}" is [${shape}], but has ${bytes} bytes of numbers`,
  misplacedArray: (name: string) => `the array "${name}" is not where its list says`,
  arrayPastEnd: (name: string, bytes: number) => `the array "${name}" claims ${bytes} bytes, more than are left`,
  unknownPacking: (name: string) => `the array "${name}" is packed in a way that cannot be read`,
  impossiblePacking: (name: string, bytes: number, packed: number) =>
    `the array "${name}" claims ${bytes} bytes in ${packed}, more than it can hold`,
  arrayNotUnpacked: (name: string) => `the array "${name}" cannot be unpacked`,
  arrayOfOtherSize: (name: string, bytes: number) =>
    `the array "${name}" does not have the ${bytes} bytes that it claims`,
} as const;
