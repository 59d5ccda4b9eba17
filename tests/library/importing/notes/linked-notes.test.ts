import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../school/ingest/feed-files.ts';

describe('notes of Obsidian', () => {
  it('are read without front matter, targets of links, embedded files and comments', async () => {
    const note = `---\ntitle: Boats\ntags:\n  - sea\n  - "tar"\ncreated: 2024-03-15\n---\n# Boats\n\nThe [[Boats/The blue one|blue boat]] needs [[Tar]], see [[Log#March]].\n![[boat.png]]\nA line %%with a comment%% goes on. ^abc123\n%%\nhidden\n%%\n- [ ] buy oakum\n\n---\n\nafter a rule\n`;
    expect((await feedFiles({ 'vault/Boats.md': note })).all).toBe(
      '# Boats\n\nThe blue boat needs Tar, see Log.\nA line  goes on.\n- [ ] buy oakum\n\n---\n\nafter a rule\n',
    );
  });
});

describe('pages of Notion', () => {
  it('are read without properties, numbers and links to files', async () => {
    const page =
      '# Boats\n\nCreated: March 15, 2024\nTags: sea, tar\nStatus: Done\n\nThe hull: it leaks.\n\nSee [the log](The%20log%200123456789abcdef0123456789abcdef.md) and [a page](https://example.net/x).\n![boat.png](Boats/boat.png)\n';
    const { all } = await feedFiles({ 'export/Boats 0123456789abcdef0123456789abcdef.md': page });
    expect(all).toBe('# Boats\n\nThe hull: it leaks.\n\nSee the log and [a page](https://example.org/1).\n');
  });
});

describe('other Markdown', () => {
  it.each([
    '# A title\n\n[a link](https://a.example/b) and words\n',
    '---\n\nwords between rules\n\n---\nmore\n',
    '---\nShe said: no.\nI went home\n---\n',
  ])('is copied as it is: %j', async (text) => {
    const { library } = await feedFiles({ 'a.md': text });
    expect(Object.keys(library)).toEqual(['a.md']);
  });
});
