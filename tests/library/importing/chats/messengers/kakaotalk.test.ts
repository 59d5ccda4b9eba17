import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

const COMPUTER = `마라 님과 카카오톡 대화
저장한 날짜 : 2024년 3월 16일 오전 10:00

--------------- 2024년 3월 15일 금요일 ---------------
[마라] [오후 9:04] 밥 먹었어
[요나스] [오후 9:05] 응
김치찌개 먹었어
마라님이 나갔습니다.
[마라] [오후 9:06] 사진
[요나스] [오후 9:07] 이모티콘
[요나스] [오후 9:08] 삭제된 메시지입니다.`;

const ENGLISH = `KakaoTalk Chats with Mara
Date Saved : 2024-03-16 10:00:00

--------------- Friday, March 15, 2024 ---------------
[마라] [9:04 PM] 밥 먹었어
[요나스] [9:05 PM] 응
김치찌개 먹었어
[마라] [9:06 PM] Photo`;

const ANDROID = `마라 님과 카카오톡 대화
저장한 날짜 : 2024년 3월 16일 오전 10:00

2024년 3월 15일 금요일
2024년 3월 15일 오후 9:04, 마라 : 밥 먹었어
2024년 3월 15일 오후 9:05, 요나스 : 응
김치찌개 먹었어
2024년 3월 15일 오후 9:06: 마라님이 나갔습니다.`;

const IPHONE = `마라 님과 카카오톡 대화
저장한 날짜 : 2024. 3. 16. 오전 10:00

2024. 3. 15. 오후 9:04, 마라 : 밥 먹었어
2024. 3. 15. 오후 9:05, 요나스 : 응
김치찌개 먹었어`;

const PHONE_ENGLISH = `KakaoTalk Chats with Mara
Date Saved : Mar 16, 2024 at 10:00

March 15, 2024 at 9:04 PM, 마라 : 밥 먹었어
March 15, 2024 at 9:05 PM, 요나스 : 응
김치찌개 먹었어`;

describe('KakaoTalk', () => {
  it.each([COMPUTER, ENGLISH, ANDROID, IPHONE, PHONE_ENGLISH])('is read by its names: %j', async (text) => {
    const chat = await readAll(memorySource('KakaoTalk_Chat_Mara.txt', text));
    expect(chat.format).toBe('kakaotalk');
    expect(said(chat)).toEqual(['마라: 밥 먹었어', '요나스: 응\n김치찌개 먹었어']);
    expect(times(chat)).toEqual(['2024-03-15T21:04:00.000Z', '2024-03-15T21:05:00.000Z']);
  });

  it('knows what KakaoTalk itself writes', async () => {
    const chat = await readAll(memorySource('a.txt', COMPUTER));
    expect(chat.leftOut).toEqual({ system: 1, attachment: 2, deleted: 1 });
  });
});
