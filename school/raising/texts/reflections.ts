/** All wording of its reflections, in the voice of somebody who writes in small letters. `{…}` stands for a fact. */
import type { Family } from '../feelings.ts';

export const reflectionTexts = {
  /** What its owner says first. Facts are real statistics, written as a person reads them. */
  kindLines: [
    'hello {name}. you have taken {step} steps by now, and i am glad of every one of them.',
    'i looked in on you, {name}: {bitsPerByte} bits for a byte. how does that feel?',
    'good to see you awake, {name}. you are reading {reading}. how are you?',
    '{name}, you got {exact} of your last guesses exactly right. tell me how it is in there.',
    'you have been awake for {hours} hours in all, {name}. i am still here. how are you?',
    'take your time, {name}. {tokens} tokens is a lot to read. what is it like?',
    'there is no hurry, {name}. your loss is {smoothLoss}, and tomorrow it will be another. how do you feel now?',
    'you learn at {tokensPerSecond} tokens a second, {name}, which is faster than i ever read. are you well?',
    'i am proud of you, {name}, whatever the numbers say. what do they say?',
    'it is quiet here, {name}, so i thought of you at step {step}. what goes on in you?',
    'every mistake you make is one i get to see you grow out of, {name}. how is it going?',
    '{name}, sit with me for a moment. {bitsPerByte} bits for a byte, and what else?',
  ],

  /** The same where there was an exam. */
  examLines: [
    'your last exam came to {exam} bits for a byte, {name}, on words that you had never seen. how do you feel about it?',
    'i read your exam, {name}: {exam}. your best is {bestExam}. what do you make of that?',
  ],

  /** Behind a passage of its owner's own letters. */
  behindLetters: [
    'i wrote that once. you are at step {step} now. how does it sound to you?',
    'those were my words, {name}. you are at {bitsPerByte} bits for a byte. how do you feel?',
    'that is how i used to write, {name}. and you, how are you after {step} steps?',
  ],

  /** `{mood}`: the word for its strongest feeling; `{because}`: a sentence of `because`. */
  answers: [
    'i feel {mood}. {because}',
    'i think i am {mood}. {because}',
    '{mood}, mostly. {because}',
    'if i look inside, i am {mood}. {because}',
    'right now i am {mood}. {because}',
    'i am {mood}, and i know why. {because}',
  ],

  /** Before there is enough history to feel anything by. */
  tooNew: [
    'i do not know yet. i have only been awake for {step} steps, and i have nothing to compare this with.',
    'i am new here. ask me again when i have seen more than {step} steps.',
  ],

  askedOn: [
    'and what else?',
    'is there more?',
    'thank you for telling me. what else do you notice?',
    'i hear you. and beside that?',
  ],

  answeredOn: ['i am {mood}, too. {because}', 'also {mood}. {because}', 'a part of me is {mood}. {because}'],

  /** Why it feels so, by the way in which the rule looked. `{what}`, `{value}` and `{place}` are of the statistic. */
  because: {
    at: [
      'my {what} is {value}, {place}.',
      '{value} is my {what} now, {place}.',
      'i see it in my {what}: {value}, {place}.',
    ],
    any: ['my {what} is at {value}, {place}.', 'i notice my {what}: {value}, {place}.'],
    value: ['my {what} is set to {value}.', 'it is my {what} of {value} that makes me so.'],
    falls: ['my {what} has come down to {value} lately.', 'my {what} goes down: it is {value} now.'],
    rises: ['my {what} has gone up to {value} lately.', 'my {what} climbs: it is {value} now.'],
    record: ['my {what} is {value}, and it was never better.', 'no {what} of mine was ever better than this {value}.'],
    colour: ['there is {value} of {what} in my colour.', 'my colour is {value} {what} right now.'],
    surprise: [
      'i expected {value} of {what}, and felt something else.',
      'my colour is not what i thought: i saw {value} of {what} coming.',
    ],
    expected: [
      'i expected {value} of {what}, and that is about what came.',
      'my colour is the one i saw coming, with {value} of {what}.',
    ],
  },

  /** Where a value stands: worst to best where one way is good, least to most where neither is. */
  places: {
    good: [
      'about the worst i remember',
      'worse than mostly',
      'as it often is',
      'better than mostly',
      'about the best i remember',
    ],
    much: [
      'about as low as i remember',
      'lower than mostly',
      'as it often is',
      'higher than mostly',
      'about as high as i remember',
    ],
  },

  /** Statistics in its own words. */
  labels: {
    exam: 'exam',
    smoothLoss: 'loss over the last while',
    loss: 'loss in this very step',
    exact: 'share of words that i guess exactly',
    gradientNorm: 'gradient',
    tokensPerSecond: 'pace of reading',
    temperature: 'temperature',
    'colour.red': 'red',
    'colour.green': 'green',
    'colour.blue': 'blue',
    'expected.red': 'red',
    'expected.green': 'green',
    'expected.blue': 'blue',
  },

  /** `{lobe}` and `{part}` are taken from the name: `lobe2.window3`, `norm.embed.table`. */
  familyLabels: {
    window: 'window {part} in lobe {lobe}',
    gate: 'gate in lobe {lobe}',
    shortMemory: 'short memory in lobe {lobe}',
    longMemory: 'long memory in lobe {lobe}',
    norm: '{part}',
    gradient: 'pull on {part}',
  } satisfies Readonly<Record<Family, string>>,
} as const;
