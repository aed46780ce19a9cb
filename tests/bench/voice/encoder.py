"""Resemblyzer's speaker encoder (Wan et al. 2018) without torch: its weights, run by numpy.

Only a judge: nothing of it is shipped. Silence is trimmed by loudness instead of by the voice activity detector of the
package.
"""

import pickle
from collections import OrderedDict

import numpy as np

RATE_HZ = 16_000
HOP, FFT, MELS = 160, 400, 40
# Frames of one partial utterance, and between two of them.
PARTIAL, STEP = 160, 77


class _Storages(pickle.Unpickler):
    """Reads torch's legacy file format: pickled tensors that point into raw storages after them."""

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        if name == "_rebuild_tensor_v2":
            return lambda storage, offset, size, stride, *_: (storage, offset, size)
        if name == "_rebuild_parameter":
            return lambda data, *_: data
        if name == "OrderedDict":
            return OrderedDict
        return type(name, (), {})

    def persistent_load(self, saved):
        key = saved[2]
        self.storages.setdefault(key, None)
        return key


def weights(path):
    """Name to array."""
    with open(path, "rb") as file:
        for _ in range(3):
            pickle.load(file)
        reader = _Storages(file)
        state = reader.load()["model_state"]
        for key in pickle.load(file):
            count = int.from_bytes(file.read(8), "little")
            reader.storages[key] = np.frombuffer(file.read(4 * count), np.float32)
    taken = {}
    for name, (key, offset, size) in state.items():
        values = reader.storages[key]
        taken[name] = values[offset : offset + int(np.prod(size))].reshape(size)
    return taken


def _mel_filters():
    """Slaney's scale and area normalisation, as librosa has them by default."""
    linear, knee, step = 200 / 3, 1000.0, np.log(6.4) / 27
    to_mel = lambda hz: hz / linear if hz < knee else knee / linear + np.log(hz / knee) / step
    top = to_mel(RATE_HZ / 2)
    mels = np.linspace(0, top, MELS + 2)
    edges = np.where(mels < knee / linear, mels * linear, knee * np.exp(step * (mels - knee / linear)))
    bins = np.linspace(0, RATE_HZ / 2, FFT // 2 + 1)
    filters = np.zeros((MELS, len(bins)))
    for k in range(MELS):
        low, centre, high = edges[k : k + 3]
        rise, fall = (bins - low) / (centre - low), (high - bins) / (high - centre)
        filters[k] = np.maximum(0, np.minimum(rise, fall)) * 2 / (high - low)
    return filters


def _trimmed(samples):
    """Without pauses longer than 0.2 s, at -30 dB if it was quieter."""
    level = np.sqrt(np.mean(samples**2)) + 1e-9
    samples = samples * max(1.0, 10 ** (-30 / 20) / level)
    frame = 480
    blocks = samples[: len(samples) // frame * frame].reshape(-1, frame)
    loudness = 10 * np.log10((blocks**2).mean(1) + 1e-10)
    speech = loudness > np.percentile(loudness, 95) - 35
    near = np.convolve(speech, np.ones(7), "same") > 0
    return blocks[near].reshape(-1)


class Encoder:
    """Samples at 16 kHz to a unit vector that is near for one speaker and far for two."""

    def __init__(self, path):
        self.w = weights(path)
        self.filters = _mel_filters()

    def embed(self, samples):
        samples = _trimmed(np.asarray(samples, np.float64))
        padded = np.pad(samples, FFT // 2)
        count = 1 + (len(padded) - FFT) // HOP
        at = (np.arange(count) * HOP)[:, None] + np.arange(FFT)
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)
        power = np.abs(np.fft.rfft(padded[at] * window)) ** 2
        mel = (power @ self.filters.T).astype(np.float32)
        starts = list(range(0, max(1, count - PARTIAL + 1), STEP))
        if count < PARTIAL:
            mel = np.pad(mel, ((0, PARTIAL - count), (0, 0)))
        parts = np.stack([mel[s : s + PARTIAL] for s in starts])
        hidden = self._lstm(parts)
        out = np.maximum(hidden @ self.w["linear.weight"].T + self.w["linear.bias"], 0)
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-9
        mean = out.mean(0)
        return mean / (np.linalg.norm(mean) + 1e-9)

    def _lstm(self, x):
        sigmoid = lambda v: 1 / (1 + np.exp(-np.clip(v, -60, 60)))
        for layer in range(3):
            w = {k: self.w[f"lstm.{k}_l{layer}"] for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
            size = w["weight_hh"].shape[1]
            h = np.zeros((len(x), size), np.float32)
            c = np.zeros_like(h)
            drive = x @ w["weight_ih"].T + w["bias_ih"] + w["bias_hh"]
            out = np.zeros((*x.shape[:2], size), np.float32)
            for t in range(x.shape[1]):
                i, f, g, o = np.split(drive[:, t] + h @ w["weight_hh"].T, 4, axis=1)
                c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
                h = sigmoid(o) * np.tanh(c)
                out[:, t] = h
            x = out
        return x[:, -1]
