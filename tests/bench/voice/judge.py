"""Judges converted voices: speaker similarity (Resemblyzer's encoder) and word errors (pocketsphinx).

Arguments: the folder that the bench wrote to, the encoder's weights, where to write JSON. `targets.json` in the folder says, for each
person, the recordings the voice was measured on and those that were held out.
"""

import json
import sys
import wave
from pathlib import Path

import numpy as np
from encoder import Encoder


def recording(path):
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float64) / 32768


def joined(paths):
    return np.concatenate([np.concatenate([recording(p), np.zeros(3200)]) for p in paths])


def spoken(folder):
    files = sorted(folder.glob("*.raw"), key=lambda p: int(p.stem))
    return [np.fromfile(p, np.int16) for p in files]


def words(text):
    return "".join(c if c.isalpha() or c in "' " else " " for c in text.lower()).split()


def edits(said, heard):
    row = list(range(len(heard) + 1))
    for i, a in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def word_errors(folder, sentences):
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL")
    wrong = total = 0
    for sound, sentence in zip(spoken(folder), sentences):
        decoder.start_utt()
        decoder.process_raw(sound.tobytes(), no_search=False, full_utt=True)
        decoder.end_utt()
        heard = decoder.hyp().hypstr if decoder.hyp() else ""
        wrong += edits(words(sentence), words(heard))
        total += len(words(sentence))
    return wrong, total


def main():
    folder, weights, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    encoder = Encoder(weights)
    targets = json.loads((folder / "targets.json").read_text())
    sentences = [line for line in (folder / "sentences.txt").read_text().splitlines() if line]
    few = 8
    voice = lambda name: encoder.embed(np.concatenate(spoken(folder / name)[:few]) / 32768)
    plain = voice("built-in")
    known = {t["name"]: encoder.embed(joined(t["held_out"])) for t in targets}
    result = {"similarity": {}, "word_errors": {}}
    print(f"{'similarity to held-out speech':<30} built-in  another person  converted  same person")
    for t in targets:
        name, ref = t["name"], known[t["name"]]
        others = [float(ref @ known[o]) for o in known if o != name and o.split("-")[0] != name.split("-")[0]]
        row = {
            "built_in": float(ref @ plain),
            "another": float(np.mean(others)),
            "converted": float(ref @ voice(name)),
            "same": float(ref @ encoder.embed(joined(t["measured"]))),
        }
        result["similarity"][name] = row
        note = "" if t["held_out"] != t["measured"] else "  (scored against its own recording)"
        print(f"{name:<30} {row['built_in']:8.3f} {row['another']:15.3f} {row['converted']:10.3f} {row['same']:12.3f}{note}")
    for name in ["built-in", *[t["name"] for t in targets if t.get("all")]]:
        wrong, total = word_errors(folder / name, sentences)
        result["word_errors"][name] = [wrong, total]
        print(f"word errors, {name}: {wrong} of {total} ({100 * wrong / total:.1f} %)")
    Path(out).write_text(json.dumps({"bench": "voice", **result}))
    print(json.dumps({"bench": "voice", **result}))


main()
