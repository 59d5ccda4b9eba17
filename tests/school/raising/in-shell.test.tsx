import { afterEach, describe, expect, it } from 'vitest';
import { raising } from '../../../school/dashboard/raising/raising.tsx';
import { soul } from '../../../school/dashboard/soul/soul.tsx';
import { closeShells, openShell } from '../dashboard/support-shell.tsx';
import { FakeLife } from '../fake-life.ts';
import { until } from '../temporary.ts';

afterEach(closeShells);

describe('the journal in the dashboard', () => {
  it('is asked for once a day, from any page, and written', async () => {
    const life = new FakeLife();
    const { shows, hides, type } = openShell([soul, raising], life);
    await shows('J what am I learning today?');
    type('J');
    await shows('journal> ▏');
    type('we read the 1st letter\r');
    await until(() => life.asked.some(([what]) => what === 'journal'));
    expect(life.asked).toContainEqual(['journal', 'we read the 1st letter']);
    await hides('J what am I');
    await shows('we read the 1st letter');
    // it can be written once more the same day
    type('J');
    await shows('journal> ▏');
  });
});
