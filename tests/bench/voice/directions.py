"""Finds the directions in which voices differ: makes crates/voice/src/listen/voices.bin and the constants of
crates/domain/src/capture/voices.rs.

Arguments: a folder with one folder for each Debian package of PACKAGES, unpacked by `dpkg-deb -x`; the recogniser
(asr_waveform_fp16.onnx); the file to write. Needs numpy, scipy, soundfile, onnx and onnxruntime, and ffmpeg for G.722.
The recordings are those of people whom no test and no bench judges. The file in use was made by a first form of this
script, which took somewhat other pieces of the same recordings (those with 0.15 s of pitch): a new one differs a little,
and wants the bench `voice-check` and the constant MOST_DOUBT looked at again.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import soundfile
from scipy.linalg import eigh
from scipy.signal import resample_poly

RATE, HOP = 16_000, 160
LAYERS = [f"/acoustic_model/backbone/backbone.{k}/Add_output_0" for k in (0, 1)]
COORDINATES, COMPONENTS = 12, 60
# Folder of the package, folders of the recordings, beginnings of file names that are one person's at one microphone.
SOUNDS = "usr/share"
KLETTRES = ["ar/alpha", "da/alpha", "he/syllab", "hu/alpha", "hu/syllab", "it/alpha", "it/syllab", "lt/alpha",
            "lt/syllab", "nb/alpha", "nl/alpha", "nl/syllab", "uk/alpha", "uk/syllab"]
KTUBERLING = ["de/", "de/egypt", "de/moon", "de/pizzeria", "fr/noel", "fr/robot", "fr/tv", "it/", "lt/", "lt/tv",
              "lt/xmas", "nds/", "ro/", "ru/tv", "ru/xmas", "sl/", "sl/egypt", "sl/moon", "sl/pizzeria", "sv/", "wa/",
              "wa/egypt", "wa/moon", "wa/pizzeria", "da/pizza", "da/tv"]
PROMPTS = [("asterisk-core-sounds-fr-g722", "asterisk/sounds/fr_CA_f_June"),
           ("asterisk-prompt-es-co", "asterisk/sounds/es"),
           ("asterisk-prompt-it-menardi-wav", "asterisk/sounds/it_IT_f_Menardi")]
MOST = 60


def people(root):
    """Sets of recordings, each by one person, with the person's name."""
    for name in KLETTRES:
        yield "klettres-" + name.split("/")[0], sorted((root / "klettres-data" / SOUNDS / "klettres" / name).glob("*.ogg"))
    for name in KTUBERLING:
        language, theme = name.split("/")
        files = sorted((root / "ktuberling-data" / SOUNDS / "ktuberling/sounds" / language).glob("*.*"))
        of = lambda f: f.stem.split("_")[0] if "_" in f.stem else ""
        yield "ktuberling-" + language, [f for f in files if of(f) == theme]
    for package, within in PROMPTS:
        base = root / package / SOUNDS / within
        files = [f for part in ("digits", "letters", "phonetic") for f in sorted((base / part).glob("*")) if f.is_file()]
        yield package, files


def recording(path):
    if path.suffix == ".g722":
        command = ["ffmpeg", "-v", "quiet", "-f", "g722", "-i", str(path), "-f", "f32le", "-"]
        return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)
    samples, rate = soundfile.read(path, dtype="float32")
    samples = samples if samples.ndim == 1 else samples.mean(1)
    common = np.gcd(rate, RATE)
    return resample_poly(samples, RATE // common, rate // common).astype(np.float32)


def percentile(values, share):
    return np.sort(values)[int(share * (len(values) - 1))]


def loudness(samples):
    frames = [samples[k * HOP : k * HOP + 2 * HOP] for k in range(len(samples) // HOP)]
    return np.array([10 * np.log10((f * f).mean() + 1e-10) for f in frames])


def flip(flags, value, longest):
    k = 0
    while k < len(flags):
        n = next((n for n in range(1, len(flags) - k) if flags[k + n] != flags[k]), len(flags) - k)
        if flags[k] == value and n <= longest and ((k > 0 and k + n < len(flags)) or value):
            flags[k : k + n] = not value
        k += n


def active(level):
    floor, peak = percentile(level, 0.05), percentile(level, 0.97)
    flags = level > (-45 if peak - floor < 8 else max(floor + 0.35 * (peak - floor), -65))
    flip(flags, False, 15)
    flip(flags, True, 6)
    return flags


class Recogniser:
    def __init__(self, path):
        model = onnx.load(path)
        for layer in LAYERS:
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(layer))
        self.session = onnxruntime.InferenceSession(model.SerializeToString())
        kind = next(i.type for i in self.session.get_inputs() if i.name == "waveform_lengths")
        self.count = np.int64 if "64" in kind else np.int32

    def words(self, samples):
        """For each piece as long as a word: mean values of the layers."""
        level = loudness(samples)
        if len(level) < 25:
            return
        speech = active(level)
        where = np.flatnonzero(speech)
        if len(where) < 20:
            return
        start, end = max(where[0] - 25, 0), min(where[-1] + 26, len(level))
        gain = 10 ** (np.clip(-20 - percentile(level, 0.95), -20, 40) / 20)
        wave = np.clip(samples[start * HOP : end * HOP] * gain, -1, 1)[None].astype(np.float32)
        inputs = {"waveform": wave, "waveform_lengths": np.array([wave.shape[1]], self.count)}
        layers = [a[0].T.astype(np.float32) for a in self.session.run(LAYERS, inputs)]
        level = level[start:end]
        where = np.flatnonzero(speech[start:end] & (level > level.max() - 35))
        for part in np.array_split(where, max(1, round(len(where) / 75))):
            if len(part) >= 40:
                frames = np.unique(np.minimum(part // 2, len(layers[0]) - 1))
                yield np.concatenate([layer[frames].mean(0) for layer in layers])


def main():
    root, recogniser, out = Path(sys.argv[1]), Recogniser(sys.argv[2]), Path(sys.argv[3])
    sets = []
    for person, files in people(root):
        step = max(1, len(files) // MOST)
        words = [w for f in files[::step][:MOST] for w in recogniser.words(recording(f))]
        if len(words) >= 6:
            sets.append((person, np.array(words)))
    everything = np.concatenate([w for _, w in sets])
    print(f"{len(everything)} words of {len({p for p, _ in sets})} people")
    mean, spread = everything.mean(0), everything.std(0) + 1e-6
    _, values, rows = np.linalg.svd((everything - mean) / spread, full_matrices=False)
    whiten = rows[:COMPONENTS] / (values[:COMPONENTS, None] / np.sqrt(len(everything)))
    sets = [((w - mean) / spread) @ whiten.T for _, w in sets]
    weight = [min(1, 60 / len(w)) for w in sets]
    within = sum(k * (w - w.mean(0)).T @ (w - w.mean(0)) for k, w in zip(weight, sets))
    within /= sum(k * (len(w) - 1) for k, w in zip(weight, sets))
    centre = np.mean([w.mean(0) for w in sets], 0)
    means = np.array([w.mean(0) - centre for w in sets])
    between = means.T @ means / len(sets) - within / 30
    within += 0.02 * np.diag(np.diag(within))
    variance, vectors = eigh(between, within)
    best = variance.argsort()[::-1][:COORDINATES]
    directions = (whiten.T @ vectors[:, best]).T / spread
    offsets = -(directions @ mean) - vectors[:, best].T @ centre
    print("BETWEEN:", np.round(variance[best], 1))
    with out.open("wb") as file:
        for row, offset in zip(directions, offsets):
            scale = np.abs(row).max() / 127
            file.write(np.float32(scale).tobytes() + np.float32(offset).tobytes())
            file.write(np.round(row / scale).astype(np.int8).tobytes())


main()
