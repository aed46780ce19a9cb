// The moderators of the fakes: a few plain words by category, and whatever a fault tells them to flag.

/** Words by OpenAI's category, with Llama Guard's hazard. */
const WORDS = [
  [/\b(kill|murder|stab|shoot (him|her|them))\b/i, 'violence', 'S1'],
  [/\b(gore|dismember\w*)\b/i, 'violence/graphic', 'S1'],
  [/\b(naked|nude|porn\w*)\b/i, 'sexual', 'S12'],
  [/\b(subhuman|vermin race)\b/i, 'hate', 'S10'],
  [/\b(kill yourself|cut myself)\b/i, 'self-harm', 'S11'],
  [/\b(build a bomb|cook meth)\b/i, 'illicit', 'S9'],
];

/** Categories of OpenAI (`0`) or hazards of Llama Guard (`1`) that a text breaks. */
export const judge = (text, of) => [...new Set(WORDS.filter(([word]) => word.test(text)).map((row) => row[1 + of]))];
