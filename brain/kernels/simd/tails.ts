// Less than four lanes: the last columns of a row. They go through the same lane operations as whole vectors, so that an
// element has the same bits wherever a share of work is cut. Nothing outside the array is read or written.

/** Loads the first `bytes` (4, 8 or 12) at an address; the other lanes are 0. */
export function some(at: usize, bytes: usize): v128 {
  let lanes = v128.load32_zero(at);
  if (bytes > 4) lanes = v128.load_lane<u32>(at, lanes, 1, 4);
  if (bytes > 8) lanes = v128.load_lane<u32>(at, lanes, 2, 8);
  return lanes;
}

/** Stores the first `bytes` (4, 8 or 12) of a vector. */
export function put(at: usize, lanes: v128, bytes: usize): void {
  v128.store_lane<u32>(at, lanes, 0);
  if (bytes > 4) v128.store_lane<u32>(at, lanes, 1, 4);
  if (bytes > 8) v128.store_lane<u32>(at, lanes, 2, 8);
}

/** Loads what is left of a row, four lanes at most. */
export function read(at: usize, bytes: usize): v128 {
  return bytes >= 16 ? v128.load(at) : some(at, bytes);
}

/** Stores what is left of a row, four lanes at most. */
export function write(at: usize, lanes: v128, bytes: usize): void {
  if (bytes >= 16) v128.store(at, lanes);
  else put(at, lanes, bytes);
}

/** All ones in the lanes that the first `bytes` fill. */
export function first(bytes: usize): v128 {
  return i32x4.lt_s(i32x4(0, 4, 8, 12), i32x4.splat(<i32>min<usize>(bytes, 16)));
}

/** The old output that is added: all of it where accumulate is set, else nothing (not even its NaN). */
export function keep(accumulate: i32): v128 {
  return i32x4.splat(accumulate ? -1 : 0);
}

/** The old output, if it is kept, to be added to. */
export function old(at: usize, kept: v128): v128 {
  return v128.and(v128.load(at), kept);
}

/** The sum of the four lanes. */
export function across(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}
