// Compiles the AssemblyScript kernels twice: with relaxed SIMD (fused multiply-add) and with plain SIMD.
// Skips what is newer than its sources, so that `npm start` costs nothing when nothing changed.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'simd');
const out = join(here, '..', '..', 'dist', 'brain', 'kernels');
const newest = Math.max(
  ...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs),
  statSync(fileURLToPath(import.meta.url)).mtimeMs,
);
const variants = { 'simd-relaxed.wasm': ['simd', 'relaxed-simd', 'threads'], 'simd.wasm': ['simd', 'threads'] };

mkdirSync(out, { recursive: true });
for (const [name, features] of Object.entries(variants)) {
  const file = join(out, name);
  if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) continue;
  const { error, stderr } = await asc.main([
    join(sources, 'index.ts'),
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--sharedMemory',
    '--initialMemory',
    '1',
    '--maximumMemory',
    '65536',
    ...features.flatMap((feature) => ['--enable', feature]),
    '--outFile',
    file,
  ]);
  if (error) {
    process.stderr.write(`${stderr}\nbabyLLM: the SIMD kernels did not compile (${name}).\n`);
    process.exit(1);
  }
}
