import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { memorySource, readAll, said, times } from '../../read.ts';

const XML = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="5" backup_set="x" type="full">
  <sms protocol="0" address="+15550001111" date="1710536645000" type="1" subject="null" body="hers &amp; more &#55357;&#56832;" contact_name="Mara Lind" readable_date="Mar 15, 2024 9:04:05 PM" />
  <sms protocol="0" address="+15550001111" date="1710536646000" type="2" body="mine&#10;two lines" contact_name="Mara Lind" />
  <sms protocol="0" address="+15550001111" date="1710536647000" type="3" body="a draft" contact_name="Mara Lind" />
  <sms protocol="0" address="24242" date="1710536648000" type="1" body="your code" contact_name="(Unknown)" />
  <mms date="1710536649000" msg_box="2" address="+15550001111~+15550002222" contact_name="Mara Lind, Bo">
    <parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;" /><part seq="0" ct="text/plain" text="mine to all" /><part seq="0" ct="image/jpeg" data="AAAA" text="null" /></parts>
    <addrs><addr address="insert-address-token" type="137" /><addr address="+15550001111" type="151" /></addrs>
  </mms>
  <mms date="1710536650000" msg_box="1" address="+15550001111~+15550002222" contact_name="Mara Lind, Bo">
    <parts><part seq="0" ct="text/plain" text="his" /></parts>
    <addrs><addr address="+15550002222" type="137" /></addrs>
  </mms>
</smses>`;

describe('SMS Backup & Restore', () => {
  it('reads what was sent and received, in any pieces', async () => {
    for (const piece of [7, 61, 4096]) {
      const chat = await readAll(memorySource('sms-20240315.xml', XML, piece));
      expect(chat.format).toBe('smsBackup');
      expect(said(chat)).toEqual([
        'Mara Lind: hers & more 😀',
        'me: mine\ntwo lines',
        '24242: your code',
        'me: mine to all',
        '+15550002222: his',
      ]);
      expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([
        false,
        true,
        false,
        true,
        false,
      ]);
      expect(times(chat)[0]).toBe('2024-03-15T21:04:05.000Z');
      expect(chat.leftOut).toEqual({ system: 1 });
    }
  });

  it('needs no name of the owner, and puts each conversation into a file', async () => {
    expect((await feedFiles({ 'sms.xml': XML })).library).toEqual({
      'sms/Mara Lind, Bo.txt': 'mine to all\n',
      'sms/Mara Lind.txt': 'mine\ntwo lines\n',
    });
  });
});
