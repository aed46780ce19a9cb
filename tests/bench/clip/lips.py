"""Whether lips and sound belong together."""

import numpy as np
from film import FPS, RATE_HZ

# Eye distances. MediaPipe's attention mesh reads 0.001 to 0.004 for a shut mouth, up to 0.14 for one that speaks; a
# mouth that gapes by less than this is drawn as shut (`crates/studio/tests/lips.rs`).
SHUT = 0.012
# Spread of what is read of a mouth that does not move: a pasted still gives 0.001 by the noise of its encoding, clips that
# speak 0.037 to 0.045. Noise that happens to go along with the sound is no motion.
STEADY = 0.005
BILABIALS = {"m", "b", "p"}
# Sounds for which nobody can keep the lips shut.
OPEN = {"ɑ", "æ", "I", "W", "ɔ", "A", "ɛ", "ʌ"}
# How far sound and picture may be apart in the search, in seconds.
REACH_S = 0.4


def _within(phone, values, more=1):
    """Values of the frames of a phone and of some around it."""
    first, last = round(phone["start_s"] * FPS) - more, round(phone["end_s"] * FPS) + more
    return values[max(0, first) : last + 1]


def shut(phones, gaps, symbols):
    """Of the phones with these symbols: in how many the lips meet, and how many there are."""
    wanted = [p for p in phones if p["symbol"] in symbols]
    return sum(bool(np.nanmin(_within(p, gaps)) < SHUT) for p in wanted if len(_within(p, gaps))), len(wanted)


def opened(phones, gaps):
    """Of the long open vowels: in how many the lips part, and how many there are."""
    wanted = [p for p in phones if p["symbol"] in OPEN and p["end_s"] - p["start_s"] >= 0.06]
    return sum(bool(np.nanmax(_within(p, gaps, 0)) > SHUT) for p in wanted), len(wanted)


def _peak(curve, lags):
    """Lag of the highest value, between the samples."""
    i = int(np.argmax(curve))
    if 0 < i < len(curve) - 1:
        a, b, c = curve[i - 1 : i + 2]
        return float(lags[i] + 0.5 * (a - c) / (a - 2 * b + c) * (lags[1] - lags[0]))
    return float(lags[i])


def delay(heard, speech):
    """Seconds by which the speech comes late in the film's sound."""
    size = 1 << (len(heard) + len(speech)).bit_length()
    curve = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(speech, size)), size)
    reach = int(REACH_S * RATE_HZ)
    curve = np.concatenate([curve[-reach:], curve[: reach + 1]])
    return _peak(np.abs(curve), np.arange(-reach, reach + 1) / RATE_HZ)


def offset(gaps, vowels):
    """Seconds by which the lips come after the sound, the correlation there, and what 95 of 100 wrong shifts stay below.
    `vowels` is the film's sound, only what open mouths make: its loudness is compared with the gap of the lips, at
    steps of 5 ms."""
    hop = RATE_HZ // 200
    count = len(vowels) // hop
    loud = np.sqrt(np.sqrt(np.mean(vowels[: count * hop].reshape(count, hop) ** 2, axis=1)))
    # Lips have mass: loudness as they could follow it.
    kernel = np.hanning(25)
    loud = np.convolve(loud, kernel / kernel.sum(), "same")
    times = np.arange(count) / 200 + 0.0025
    known = ~np.isnan(gaps)
    # A frame is on the screen for its whole length; what it shows is of its beginning.
    gap = np.interp(times, np.arange(len(gaps))[known] / FPS, gaps[known])
    length = min(len(gap), len(loud))
    gap, loud = gap[:length], loud[:length]
    normal = lambda x: (x - x.mean()) / max(x.std(), 1e-9)
    wrong = [float(np.mean(normal(gap) * np.roll(normal(loud), k))) for k in range(100, length - 100, 5)]
    lags = np.arange(-int(REACH_S * 200), int(REACH_S * 200) + 1)
    curve = []
    for lag in lags:
        a, b = (gap[lag:], loud[: len(loud) - lag]) if lag >= 0 else (gap[:lag], loud[-lag:])
        moves = np.std(a) > STEADY and np.std(b) > 1e-9
        curve.append(np.mean((a - a.mean()) * (b - b.mean())) / (np.std(a) * np.std(b)) if moves else 0.0)
    return _peak(np.array(curve), lags / 200), float(max(curve)), float(np.percentile(wrong, 95))


def closures(phones, gaps):
    """Median over the bilabials of the seconds between the middle of the sound and the middle of the lips' closure."""
    found = []
    for p in (p for p in phones if p["symbol"] in BILABIALS):
        middle = 0.5 * (p["start_s"] + p["end_s"])
        near = [n for n in range(len(gaps)) if abs(n / FPS - middle) <= 0.15 and not np.isnan(gaps[n])]
        if not near:
            continue
        least = min(near, key=lambda n: gaps[n])
        if gaps[least] >= SHUT:
            continue
        # The whole closure, as deep as half of what is around it.
        level = gaps[least] + 0.35 * (max(gaps[n] for n in near) - gaps[least])
        first = last = least
        while first - 1 in near and gaps[first - 1] < level:
            first -= 1
        while last + 1 in near and gaps[last + 1] < level:
            last += 1
        found.append(0.5 * (first + last) / FPS - middle)
    return float(np.median(found)) if found else float("nan")


def blinks(lids):
    """How often the eyes shut and open again."""
    rest = np.nanmedian(lids)
    shut = np.nan_to_num(lids, nan=rest) < 0.55 * rest
    return int(np.sum(shut[1:] & ~shut[:-1]))
