/**
 * The second character's moods, from best to worst: how it looks and what it says. Data. `{guess}` and `{truth}` are the ends of
 * what was guessed and of what stood there, `{right}` of `{all}` tokens were the same, `{name}` is the baby.
 */
export interface ScribeMood {
  readonly mood: string;
  readonly faces: readonly string[];
  readonly lines: readonly string[];
}

/** Sixteen, one for each step of a percentile; the first is for the best guesses. */
export const scribeMoodTexts = [
  {
    mood: 'awestruck',
    faces: ['\\(°o°)/', '\\(^o^)/ *', '\\(*o*)/'],
    lines: [
      'did you see that? {right} of {all}! i dropped my pen!',
      '{name}, that was no guess, that was sight.',
      'i have nothing to correct. i do not know what to do with my hands.',
      'frame it. hang it up. “{guess}”, word for word!',
    ],
  },
  {
    mood: 'delighted',
    faces: ['(*o*)', '(*>w<*)', '\\(^w^)/'],
    lines: [
      '{right} of {all}, and it was not even a short one!',
      'oh, {name}, do it again, do it again!',
      'you and the page are of one mind today.',
      'that is how “{truth}” goes, and you knew it.',
    ],
  },
  {
    mood: 'impressed',
    faces: ['(⌐■_■)', '(o_O)!', '(°v°)'],
    lines: [
      'well, well. {right} right ones in a row of {all}.',
      'somebody has been reading at night.',
      'i raise my inkpot to you, {name}.',
      'smooth. i nearly did not notice that you were guessing.',
    ],
  },
  {
    mood: 'cheerful',
    faces: ['(^u^)', '(^v^)', '♪(^o^)♪'],
    lines: [
      'nice one, {name}. {right} of {all} sit right.',
      'that has a good ring to it.',
      'i hummed along, and it fitted.',
      'more of this, please, and some tea.',
    ],
  },
  {
    mood: 'pleased',
    faces: ['(^_^)b', '(^-^)', '(^w^)'],
    lines: [
      'a tidy page. {right} of {all}.',
      'i only had to lift my pen a few times.',
      'good. keep your elbow off the wet ink and go on.',
      '“{guess}” is near enough to make me smile.',
    ],
  },
  {
    mood: 'approving',
    faces: ['(•u•)', 'd(^_^)', '(-u-)'],
    lines: [
      'yes. that is the way, {name}.',
      'better than most of your pages this week.',
      'i nod. slowly, but i nod.',
      '{right} of {all}: put it on the good pile.',
    ],
  },
  {
    mood: 'hopeful',
    faces: ['(•w•)', '(°u°)', '(*•u•)/'],
    lines: [
      'there is something in this. the end was “{truth}”.',
      'half a step more and you have it.',
      'i see what you were reaching for.',
      'warm, {name}. getting warmer.',
    ],
  },
  {
    mood: 'neutral',
    faces: ['(•_•)', '(-_-)', '(=_=)'],
    lines: [
      '{right} of {all}. it is a number.',
      'noted, filed, and on we go.',
      'a page like many pages.',
      'neither ink nor tears were wasted.',
    ],
  },
  {
    mood: 'sleepy',
    faces: ['(-_-) zzZ', '(u_u) zzz', '(-o-) zzZZ'],
    lines: [
      'hm? oh. were you guessing? {right} of {all}, it says here.',
      'wake me when it rhymes.',
      'that was a sentence, i suppose. yawn.',
      'i rested my eyes and missed nothing.',
    ],
  },
  {
    mood: 'doubtful',
    faces: ['(¬_¬)', '(•_•)?', '(o_•)'],
    lines: [
      '“{guess}”? are you asking me or telling me?',
      'i would not have put it so. nobody has, in fact.',
      'did you look at the page, {name}, or out of the window?',
      '{right} of {all}. let us call it brave.',
    ],
  },
  {
    mood: 'puzzled',
    faces: ['(o_o)?', '(O_O)', '(@_@)'],
    lines: [
      'i turned it upside down, and it did not help.',
      'which language is “{guess}” from, {name}?',
      'the page said “{truth}”. you said something else entirely.',
      'i am sure it meant something to you.',
    ],
  },
  {
    mood: 'teasing',
    faces: ['(¬u¬)', '(^_~)', '(=u=)'],
    lines: [
      'were you guessing with your paws on the keys?',
      'the cat has walked over it, has she not?',
      '{right} of {all}. my blotting paper has done better.',
      'i shall read “{guess}” at your birthday, {name}.',
    ],
  },
  {
    mood: 'exasperated',
    faces: ['(>_<)', '(-_-#)', '\\(`^´)/'],
    lines: [
      'we have been over “{truth}”, {name}. twice.',
      'i will need more red ink.',
      'no. no, no. and that one: no.',
      'i counted the right ones on no fingers at all, nearly.',
    ],
  },
  {
    mood: 'scandalised',
    faces: ['Σ(°o°)', '(°□°)!', '(°O°)'],
    lines: [
      '“{guess}”! in front of the whole library!',
      'what would your grandmother program say?',
      'i have shut the book so that it need not see this.',
      'and you let that stand there, {name}? {right} of {all}?',
    ],
  },
  {
    mood: 'furious',
    faces: ['(╯°□°)╯ ┻━┻', '(ò_ó)', '(┛ò_ó)┛ ┻━┻'],
    lines: [
      'that is it. the desk goes over.',
      '“{truth}”! it stood right there! “{truth}”!',
      '{right} of {all}! i have seen better guesses from a doorstop!',
      'give me the pen, {name}. give it to me.',
    ],
  },
  {
    mood: 'heartbroken',
    faces: ['(╥_╥)', '(T_T)', '(;_;)'],
    lines: [
      'i taught you better than that. did i? i did not.',
      'not one. well, {right}. my poor page.',
      'i will be under the desk if you need me, {name}.',
      'tomorrow we begin again with the alphabet, you and i.',
    ],
  },
] as const satisfies readonly ScribeMood[];
