// Keys that the fakes accept, and secrets that they sign with. None of them opens anything else. They are long and
// odd, so that a search of logs and answers for a leaked key cannot miss them.

const zeros = (n) => '0'.repeat(n);

export const KEYS = {
  fal: 'fake0fal-0000-0000-0000-understudykey:fake0falsecret0understudy',
  heygen: 'fake0heygen0understudy0key',
  replicate: `r8_fake0replicate0understudy${zeros(12)}`,
  google: 'AIzaFake0google0understudy0key',
  runway: `key_${'fa4e'.repeat(32)}`,
  openai: 'sk-fake0openai0understudy0key',
  elevenlabs: 'sk_fake0elevenlabs0understudy0key',
  cartesia: 'sk_car_fake0cartesia0understudy0key',
  workers_ai: 'fake0workersai0understudy0token',
};

const secret = (text) => `whsec_${Buffer.from(text.padEnd(24, '.')).toString('base64')}`;

/** Webhook secrets: of Replicate's default webhook, OpenAI's project, Google's static webhooks and a HeyGen endpoint. */
export const SECRETS = {
  replicate: secret('fakes of replicate'),
  openai: secret('fakes of openai'),
  google: secret('fakes of google'),
  heygen: 'whsec_fakes0of0heygen',
};

/** Nominal prices in millionths of a dollar, a second of film or a letter of speech. For adding up only: no price list. */
export const PRICES = {
  fal: 100_000, heygen: 50_000, replicate: 90_000, google: 80_000, runway: 50_000, openai: 100_000,
  elevenlabs: 30, cartesia: 25,
};
