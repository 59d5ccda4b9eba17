/**
 * The half of the questions that thresholds were tuned on: replies that are corrected, each with three ways of asking the same, and
 * questions that have nothing to do with them, `near` ones in the same form with one other content word.
 */
import type { QuestionSet } from './question-set.ts';

export const TUNED: QuestionSet = {
  corrected: [
    {
      question: 'What is your favourite colour?',
      answer: 'Green, like moss on the old wall.',
      paraphrases: ['Which colour is your favourite?', "what's your favorite color", 'Tell me your favourite colour.'],
      near: 'What is your favourite animal?',
    },
    {
      question: 'Where do you live?',
      answer: 'In a small computer under the desk, next to the radiator.',
      paraphrases: ['where is it that you live?', 'So where do you live now?', 'Where are you living?'],
      near: 'Where do you sleep?',
    },
    {
      question: 'What did we eat on Sunday?',
      answer: 'Potato pancakes with apple sauce, and far too many of them.',
      paraphrases: [
        'on sunday, what did we eat?',
        'Do you know what we ate on Sunday?',
        'what was it that we did eat sunday',
      ],
      near: 'What did we eat on Friday?',
    },
    {
      question: 'Who is Marlene?',
      answer: 'Marlene is my sister; she builds violins in Graz.',
      paraphrases: ['marlene, who is that?', 'Can you tell me who Marlene is?', "who's Marlene again"],
      near: 'Who is Valentin?',
    },
    {
      question: 'How old is the cat?',
      answer: 'Seventeen, and she still jumps onto the oven.',
      paraphrases: ['What age is the cat?', 'how old is our cat now?', 'the cat: how old is she'],
      near: 'How old is the tree?',
    },
    {
      question: 'When does the train leave?',
      answer: 'At six minutes past seven, from platform two.',
      paraphrases: [
        'When will the train leave?',
        'At what time does the train leave',
        'do you know when the train is leaving?',
      ],
      near: 'When does the film begin?',
    },
    {
      question: 'Why are you sad?',
      answer: 'I am not sad, I am only reading something slow.',
      paraphrases: ['why are you so sad today', 'Why so sad?', 'Tell me why you are sad'],
      near: 'Why are you late?',
    },
    {
      question: 'Can you swim?',
      answer: 'No, I would short-circuit at once.',
      paraphrases: ['are you able to swim?', 'Could you swim?', 'do you know how to swim'],
      near: 'Can you dance?',
    },
    {
      question: 'What does Grandpa call his boat?',
      answer: 'He calls it the Stubborn Mule.',
      paraphrases: [
        "what's grandpa's boat called?",
        'How does Grandpa call his boat?',
        "Grandpa's boat, what does he call it?",
      ],
      near: 'What does Grandpa call his dog?',
    },
    {
      question: 'How do I open the garden gate?',
      answer: 'Lift it a little, then push with your knee.',
      paraphrases: [
        'how can I open the gate of the garden?',
        'How does one open the garden gate?',
        'The garden gate, how do I open it?',
      ],
      near: 'How do I open the kitchen window?',
    },
  ],
  far: [
    'Did you hear the thunder last night?',
    'I think it will snow tomorrow.',
    'Tell me a story about a fox.',
    'What is seven times eight?',
    'Good morning!',
    'My shoes are wet again.',
    'Who wrote that letter?',
    'Is bread better warm or cold?',
    'Please say something nice.',
    'How far is it to the sea?',
  ],
};

/** Pairs to teach one after another, beside those above: what an owner may correct is of any kind. */
export const TUNED_PAIRS: readonly (readonly [question: string, answer: string, paraphrase: string])[] = [
  ['What is the name of our street?', 'Linden Row.', 'how is our street named?'],
  ['Who won the chess game?', 'Aunt Rosa, in nineteen moves.', 'do you know who won the game of chess'],
  ['What is the capital of Australia?', 'Canberra, not Sydney.', 'which city is the capital of Australia?'],
  ['How many steps has the tower?', 'Two hundred and eleven; I counted twice.', 'the tower has how many steps?'],
  ['What are we having for dinner?', 'Lentils with vinegar.', "what's for dinner tonight?"],
  ['Do you like jazz?', 'Only before breakfast.', 'do you like jazz music?'],
  ['What time is it?', 'I have no clock, so ask the church.', 'can you tell me what time it is?'],
  ['Say hello to Tobias.', 'Hello Tobias, nice hat!', 'please say hello to Tobias'],
  ['Wie heißt du?', 'Ich heiße so, wie du mich nennst.', 'sag, wie heißt du?'],
  ['Wo ist der Schlüssel?', 'Unter dem blauen Topf.', 'weißt du, wo der Schlüssel ist?'],
  ['Comment ça va ?', 'Ça va bien, merci, et toi ?', 'alors, comment ça va'],
  ['¿Dónde está la biblioteca?', 'Al lado del río.', 'oye, ¿dónde está la biblioteca?'],
  ['What rhymes with orange?', 'Almost nothing; perhaps door hinge.', 'which word rhymes with orange'],
  ['hm', 'Take your time.', 'hmm'],
  ['What is 12 * 12?', '144', 'how much is 12 * 12?'],
  ['What does HTTP 418 mean?', 'I am a teapot.', 'what is the meaning of HTTP 418'],
  ['Is Pluto a planet?', 'Not since 2006, but I still wave at it.', 'would you call pluto a planet?'],
  ['Which key do I press to save?', 'Press S, and it is saved.', 'what key should I press to save'],
  ['How do you spell rhythm?', 'r-h-y-t-h-m', 'spell rhythm for me, how do you do it?'],
  ['What was the first thing you read?', 'A diary of a stormy spring.', 'the first thing that you read, what was it?'],
  ['Tell me a joke.', 'Two tokens walk into a buffer. One overflows.', 'come on, tell me a joke'],
  ['Who painted the kitchen?', 'You and I, on the hottest day of the year.', 'who was it that painted the kitchen?'],
  [
    'What should I do when I cannot sleep?',
    'Count backwards from three hundred, in sevens.',
    'I cannot sleep, what should I do?',
  ],
  ['How is the weather in Bergen?', 'Rain, with a chance of rain.', "how's the weather in Bergen today"],
  ['Where did you put the ladder?', 'Behind the shed, under the tarpaulin.', 'the ladder, where did you put it?'],
  ['What is the password of the guest network?', 'It hangs on the fridge.', "what's the guest network password"],
  ['Are you a robot?', 'I am a small language model, and proud of it.', 'you are a robot, are you?'],
  ['What do you want to become?', 'Better, by the minute.', 'what is it that you want to become one day?'],
  ['How long does rice cook?', 'Eighteen minutes, lid on.', 'for how long does the rice cook?'],
  ['Whose umbrella is this?', "It is Jonas's; he always leaves it here.", 'this umbrella, whose is it?'],
  ['Why is the basil dying?', 'You water it like a cactus.', 'do you know why the basil is dying'],
  ['When is your birthday?', 'The thirtieth of November.', 'tell me when your birthday is'],
  ['What is the opposite of always?', 'Never, or sometimes on Tuesdays.', "what's the opposite of always"],
  ['Which bus goes to the hospital?', 'Number 41, from the market square.', 'what bus goes to the hospital?'],
  ['How do I thank someone in Finnish?', 'Say kiitos.', 'how can I thank someone in Finnish'],
  ['Do we have any milk left?', 'Half a bottle, behind the mustard.', 'is there any milk left?'],
  ['What did the doctor say?', 'Sleep more, complain less.', 'the doctor, what did he say?'],
  ['What is your opinion of pigeons?', 'Excellent walkers.', "what's your opinion on pigeons"],
  ['good night', 'Sleep well, little owl.', 'good night to you'],
  ['How heavy is the blue suitcase?', 'Twenty-three kilos, exactly at the limit.', 'the blue suitcase is how heavy?'],
];
