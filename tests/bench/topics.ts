// Everything that is measured, by name.
import {
  dashboardTopic,
  firstTokenTopic,
  lineTopic,
  memoryTopic,
  pepysEmbeddedTopic,
  pepysTopic,
  replyTopic,
  starterTopic,
  tokenizerTopic,
  viewsTopic,
} from './alive.ts';
import { attentionTopic } from './attention.ts';
import { reachTopic, recipeTopic } from './characters.ts';
import type { Topic } from './context.ts';
import { exportTopic } from './export.ts';
import { halvesTopic } from './halves.ts';
import { httpTopic } from './http.ts';
import { fullTopic, seedTopic, threadsTopic } from './learning.ts';
import { scratchTopic } from './llm-from-scratch.ts';
import { machineTopic, matmulTopic } from './machine.ts';
import { moderationTopic } from './moderation.ts';
import { nanogptTopic } from './nanogpt.ts';
import { pagePeersTopic, pageTopic } from './page.ts';
import { partsTopic } from './parts.ts';
import { answersTopic, correctionsTopic, everythingTopic } from './raising.ts';
import { slowTopic } from './slow.ts';
import { speakingTopic } from './speaking.ts';
import { transformersOneTopic, transformersTopic } from './transformers.ts';
import { answerTopic, floodTopic } from './twitch.ts';

/** In the order in which all of them are measured: the limits of the machine first, long lives last. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  machine: machineTopic,
  matmul: matmulTopic,
  attention: attentionTopic,
  seed: seedTopic,
  full: fullTopic,
  threads: threadsTopic,
  speaking: speakingTopic,
  nanogpt: nanogptTopic,
  transformers: transformersTopic,
  'transformers-one-thread': transformersOneTopic,
  halves: halvesTopic,
  'llm-from-scratch': scratchTopic,
  reach: reachTopic,
  recipe: recipeTopic,
  parts: partsTopic,
  'first-token': firstTokenTopic,
  reply: replyTopic,
  line: lineTopic,
  http: httpTopic,
  export: exportTopic,
  views: viewsTopic,
  dashboard: dashboardTopic,
  page: pageTopic,
  'page-peers': pagePeersTopic,
  moderation: moderationTopic,
  'twitch-flood': floodTopic,
  'twitch-answer': answerTopic,
  memory: memoryTopic,
  tokenizer: tokenizerTopic,
  pepys: pepysTopic,
  'pepys-embedded': pepysEmbeddedTopic,
  starter: starterTopic,
  corrections: correctionsTopic,
  answers: answersTopic,
  everything: everythingTopic,
  slow: slowTopic,
};
