/** Blocks of lines laid into columns, as in a newspaper. Pure. */

/**
 * Which blocks stand in which column: in their order, none broken, so that the tallest column is as low as it can be.
 * @example flow([3, 3, 2, 2], 2) // [[0, 1], [2, 3]]
 */
export function flow(heights: readonly number[], columns: number): number[][] {
  const tallest = Math.max(0, ...heights);
  const all = heights.reduce((sum, height) => sum + height, 0);
  for (let limit = Math.max(tallest, Math.ceil(all / Math.max(1, columns))); ; limit++) {
    const filled = filledTo(heights, limit);
    if (filled.length <= Math.max(1, columns)) return filled;
  }
}

function filledTo(heights: readonly number[], limit: number): number[][] {
  const columns: number[][] = [[]];
  let room = limit;
  heights.forEach((height, i) => {
    if (height > room) {
      columns.push([]);
      room = limit;
    }
    columns[columns.length - 1].push(i);
    room -= height;
  });
  return columns;
}
