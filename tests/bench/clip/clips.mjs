// The clips that are judged: two people, four places, four moods, every style of captions; one of them a dialogue.

/** What the likenesses are made of, in an order that the edge could have drawn. */
export const POSES = ['neutral', 'eyes_shut', 'smile', 'ah', 'oo', 'turn_left', 'turn_right'];

/** `bare` makes the clip without captions, too. */
export const CLIPS = [
  {
    name: 'stage',
    cast: ['ana'],
    prompt: 'On a theatre stage with a red curtain, in a spotlight',
    mood: 'neutral',
    captions: 'karaoke',
    script: 'Papa, hot pasta. My mum bought a big map of Bombay, and Bob may probably be up above the pub.',
    bare: true,
  },
  {
    name: 'street',
    cast: ['ben'],
    prompt: 'city at night in the rain',
    mood: 'happy',
    captions: 'pop',
    script: 'Bravo, Bob! Maybe people like me jump about more. Come on, my bus is on the move, and I am so happy!',
    bare: true,
  },
  {
    name: 'beach',
    cast: ['ana'],
    prompt: 'on a beach in the morning',
    mood: 'angry',
    captions: 'typewriter',
    script: 'Stop that! Put my map back. Nobody may bump my lamp, nobody may move my boat, and I mean it!',
    bare: true,
  },
  {
    name: 'kitchen',
    cast: ['ana', 'ben'],
    prompt: 'in a kitchen',
    mood: 'neutral',
    captions: 'minimal',
    lines: ['Did you bump my blue lamp, Ben?', 'Me? Maybe. Probably. My mum bought me a ball.', 'A ball, by the lamp?', 'It jumped up, and, bam.'],
  },
];
