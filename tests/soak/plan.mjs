// What happens to each render of a soak: by which generator it is made, what goes wrong there, and what its creator does.
// Everything follows from the seed and the render's number, whatever the machine's pace.

/** Numbers in 0..1 from a seed (mulberry32): `()`, and `pick` of a list of values or of `[weight, value]` pairs. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  next.chance = (share) => next() < share;
  next.between = (from, to) => Math.round(from + (to - from) * next());
  next.pick = (list) => list[Math.floor(next() * list.length)];
  next.weighed = (pairs) => {
    let at = next() * pairs.reduce((sum, [weight]) => sum + weight, 0);
    return pairs.find(([weight]) => (at -= weight) < 0)[1];
  };
  return next;
}

/** Generators, and how often each. `provider` as the fakes call it. */
const GENERATORS = [
  // It is told no prompt, so nothing can go wrong there but on the way.
  [8, { id: 'fal-heygen-avatar4', provider: 'fal', deaf: true }],
  [15, { id: 'fal-ltx-2.3', provider: 'fal' }],
  [25, { id: 'fal-kling-avatar-v2', provider: 'fal' }],
  [7, { id: 'fal-wan-2.7', provider: 'fal' }],
  [21, { id: 'heygen-photo', provider: 'heygen' }],
  [12, { id: 'runway-gen4.5', provider: 'runway' }],
  [12, { id: 'gemini-omni', provider: 'google' }],
];

/** Faults of transport (tests/fakes/README.md), and how often each. */
const TRANSPORT = [
  [5, '429 times=1'],
  [4, '429 times=2'],
  [5, '429 retry_after=1 times=1'],
  [5, '503 times=1'],
  [3, '503 times=3'],
  [5, 'reset times=1'],
  [3, 'timeout ms=1500 times=1'],
  [7, 'lost times=1'],
  [3, 'partial times=1'],
  [1, 'garbage times=1'],
  [1, '401 times=1'],
  [3, '503 op=status'],
  [3, '429 op=status'],
  [3, 'reset op=status'],
  [2, 'timeout op=status ms=1500'],
  [2, 'garbage op=status'],
  [2, 'reset op=result'],
  [3, '503 op=output'],
  [3, 'reset op=output'],
  [3, 'partial op=output'],
  [4, '503 op=delete'],
  [3, 'reset op=delete'],
  [3, 'lost op=delete'],
  [3, '503 op=cancel'],
  [3, 'lost op=cancel'],
];

/** Faults of jobs. */
const OF_JOBS = [
  [5, 'refuse'],
  [4, 'refuse-output'],
  [4, 'real-face'],
  [4, 'fail cause=internal'],
  [3, 'fail cause=timeout'],
  [4, 'expired'],
  [1, 'oversized bytes=20971520'],
  [2, 'oversized bytes=73400320'],
  [1, 'oversized-lying'],
  [2, 'oversized-excess'],
  [4, 'wrong-type'],
  [2, 'wrong-aspect'],
  [2, 'too-long'],
  [2, 'too-short'],
  [1, 'too-small'],
  [1, 'wrong-shape'],
  [3, 'partial-output'],
  [2, 'redirect'],
  [2, 'elsewhere'],
  [5, 'cancel-late'],
  [4, 'cancel-ignored'],
  [4, 'no-webhook'],
  [4, 'stale-status times=2'],
];

/** What the creator does: nothing, give up at any moment, lose the device, take back what they allowed. */
const DOINGS = [
  [76, 'waits'],
  [14, 'cancels'],
  [2, 'silent'],
  [2, 'half'],
  [3, 'withdraws'],
  [3, 'forbids'],
];

/** Callbacks beside those that a provider sends of itself, and how often each. */
const CALLBACKS = [
  [4, 'normal'],
  [5, 'duplicate'],
  [3, 'late'],
  [1, 'future'],
  [4, 'reordered'],
  [3, 'forged'],
  [2, 'altered'],
  [2, 'unsigned'],
  [2, 'stranger'],
];
/** Modes that no receiver may believe. */
export const UNTRUE = ['late', 'future', 'forged', 'altered', 'unsigned'];

/** The render of this number. */
export function plan(seed, n) {
  const roll = dice(seed * 1_000_003 + n);
  const generator = roll.weighed(GENERATORS);
  const faults = [];
  if (!generator.deaf && roll.chance(0.4)) faults.push(roll.weighed(TRANSPORT));
  if (!generator.deaf && roll.chance(0.35)) {
    const fault = roll.weighed(OF_JOBS);
    // An order whose answer is lost, and whose end nobody tells, cannot be known of by anyone.
    if (fault !== 'no-webhook' || !/^(lost|partial) times/.test(faults[0] ?? '')) faults.push(fault);
  }
  const does = roll.weighed(DOINGS);
  return {
    n,
    ...generator,
    faults,
    does,
    // Two seconds are the least that each of them takes.
    speech_ms: 1000 * roll.between(2, 4),
    after_ms: roll.between(0, 4000),
    looks: roll.chance(0.35),
    callbacks: roll.chance(0.4) ? [{ mode: roll.weighed(CALLBACKS), after_ms: roll.between(0, 4000) }] : [],
  };
}

/** The prompt that tells the fakes what goes wrong, and which render it is. */
export const prompt = (plan) => `Take ${plan.n}. ${plan.faults.map((fault) => `[fake:${fault}]`).join(' ')}`.trim();
/** The number in a prompt. */
export const numbered = (text) => Number(/Take (\d+)\./.exec(text)?.[1] ?? NaN);
