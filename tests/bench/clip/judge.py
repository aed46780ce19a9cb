"""Judges finished clips: `judge.py FOLDER RESULT.json`. The folder is what `make.mjs` wrote.

Prints a table with goals beside the figures and one line of JSON; exits with 1 where a floor is missed. Two controls must be
refused: a pasted still with the clip's sound, and another person.
"""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

import captions
import film
import lips
from face import Landmarks, Recogniser, measures

warnings.filterwarnings("ignore", module="google.protobuf")

# Where open vowels are strong, and humming and hissing are not.
VOWELS = "highpass=f=500,highpass=f=500,lowpass=f=3000"


def known(people, recogniser):
    """Faces in real pictures of everybody."""
    faces = {}
    for name, person in people.items():
        faces[name] = []
        for second in person["seconds"] or [0]:
            picture = film.photo(person["photos"], second)
            for points in Landmarks(still=True).see(picture):
                face = recogniser.embed(picture, points)
                faces[name] += [] if face is None else [face]
        if not faces[name]:
            raise SystemExit(f"{name}: no face in the real pictures")
    return faces


def speaker(clip, second):
    """Who of the cast speaks, or spoke last."""
    said = [c for c in clip["cues"] if c["start_s"] <= second + 0.1]
    return clip["cast"][said[-1]["who"] if said and len(clip["cast"]) > 1 else 0]


def watched(path, clip, faces, recogniser):
    """What the two strangers see in each frame."""
    look = Landmarks(len(clip["cast"]))
    seen = {"gap": [], "lids": [], "yaw": [], "near": [], "other": []}
    for n, picture in enumerate(film.pictures(path)):
        row = (np.nan,) * 3
        nearest = np.inf
        for points in look.see(picture):
            face = recogniser.embed(picture, points)
            if face is None:
                continue
            away = {name: recogniser.distance(face, faces[name]) for name in faces}
            seen["near"].append(min(away[name] for name in clip["cast"]))
            seen["other"].append(min([away[name] for name in faces if name not in clip["cast"]], default=np.inf))
            if away[speaker(clip, n / film.FPS)] < nearest:
                nearest, row = away[speaker(clip, n / film.FPS)], measures(points)
        if nearest == np.inf:
            # A frame in which nobody is recognised counts against the clip.
            seen["near"].append(np.inf)
            seen["other"].append(np.inf)
        for key, value in zip(("gap", "lids", "yaw"), row):
            seen[key].append(value)
    Path(path).with_suffix(".seen.json").write_text(json.dumps({k: np.round(v, 4).tolist() for k, v in seen.items()}))
    return {key: np.array(values) for key, values in seen.items()}


def figures(path, clip, faces, recogniser):
    """Everything about one clip. Rows of name, value, unit, sign and floor (None: only told)."""
    seen = watched(path, clip, faces, recogniser)
    gap, phones = seen["gap"], clip["phones"]
    (shut, bilabials), (opened, vowels) = lips.shut(phones, gap, lips.BILABIALS), lips.opened(phones, gap)
    late, r, chance = lips.offset(gap, film.sound(path, VOWELS))
    lufs, peak = film.loudness(path)
    speech = film.sound(str(Path(path).with_name(clip["name"] + ".f32")), raw_hz=clip["rate_hz"])
    yaw = seen["yaw"][~np.isnan(seen["yaw"])]
    part = lambda a, b: 100 * a / max(1, b)
    return [
        ("bilabials with lips shut", part(shut, bilabials), "%", ">=", 95),
        ("  of so many", bilabials, "", ">=", 10),
        ("open vowels with lips parted", part(opened, vowels), "%", ">=", 85),
        ("lips after sound, by correlation", 1000 * late, "ms", "+-", 45),
        ("  correlation there", r, "", ">=", max(0.2, round(chance, 2))),
        ("lips after sound, by closures", 1000 * lips.closures(phones, gap), "ms", "+-", 45),
        ("speech in the file after that of the studio", 1000 * lips.delay(film.sound(path), speech), "ms", "+-", 10),
        ("blinks", lips.blinks(seen["lids"]), "", ">=", 1),
        ("head turned to the one side", -yaw.min() if len(yaw) else 0, "deg", None, None),
        ("head turned to the other side", yaw.max() if len(yaw) else 0, "deg", None, None),
        ("head turns in all", np.ptp(yaw) if len(yaw) else 0, "deg", ">=", 4),
        ("frames with the same person", part((seen["near"] < recogniser.SAME).sum(), len(seen["near"])), "%", ">=", 99),
        ("  distance, median (0.6 is another)", np.median(seen["near"]), "", None, None),
        ("  distance, worst", seen["near"].max(), "", None, None),
        *([] if len(clip["cast"]) > 1 else [("frames with somebody else", part((seen["other"] < recogniser.SAME).sum(), len(seen["other"])), "%", "<=", 1), ("  distance to them, nearest", seen["other"].min(), "", None, None)]),
        ("loudness", lufs, "LUFS", "-14 +-", 1),
        ("true peak", peak, "dBTP", "<=", -1),
    ]


def met(sign, value, floor):
    if sign is None:
        return None
    tests = {">=": value >= floor, "<=": value <= floor, "+-": abs(value) <= floor, "-14 +-": abs(value + 14) <= floor}
    return bool(tests[sign])


def still(path, out):
    """The control: one frame of a clip, pasted, with the clip's sound."""
    args = ["ffmpeg", "-v", "error", "-y", "-i", path, "-vf", "select=eq(n\\,20),loop=-1:1:0,setpts=N/30/TB", "-r", "30", "-shortest"]
    subprocess.run([*args, "-c:v", "libx264", "-preset", "veryfast", "-c:a", "copy", out], check=True)


def main():
    folder, result = Path(sys.argv[1]), Path(sys.argv[2])
    recogniser = Recogniser()
    faces = known(json.loads((folder / "people.json").read_text()), recogniser)
    all_rows, missed = {}, []

    def tell(name, rows):
        load = os.getloadavg()[0]
        print(f"\n{name:<50} {'value':>10} {'':<5} {'floor':>10} met   (load {load:.1f})")
        all_rows[name] = []
        for what, value, unit, sign, floor in rows:
            ok = met(sign, value, floor)
            goal = "" if sign is None else f"{sign} {floor}"
            print(f"{what:<50} {value:>10.2f} {unit:<5} {goal:>10} {'' if ok is None else 'yes' if ok else 'NO'}", flush=True)
            value = float(value)
            all_rows[name].append({"name": what.strip(), "value": value if np.isfinite(value) else None, "unit": unit, "goal": goal, "met": ok})
            if ok is False:
                missed.append(f"{name}: {what.strip()}")

    clips = [json.loads(p.read_text()) for p in sorted(folder.glob("*.json")) if p.stem != "people" and ".seen" not in p.name and p.with_suffix(".mp4").is_file()]
    solo, widest = {}, 0.0
    for clip in clips:
        path = str(folder / f"{clip['name']}.mp4")
        rows = figures(path, clip, faces, recogniser)
        faults = film.faults(path)
        for fault in faults:
            print(f"{clip['name']}: {fault}")
        rows.append(("faults of the file", len(faults), "", "<=", 0))
        bare = folder / f"{clip['name']}.bare.mp4"
        if bare.is_file():
            inside, outside, box = captions.differences(path, str(bare))
            print(f"{clip['name']}: captions within {box}, safe is {captions.SAFE}")
            rows += [("blocks that captions change in the safe area", inside, "", ">=", 1000), ("  outside of it", outside, "", "<=", 0)]
        tell(f"{clip['name']} ({' and '.join(clip['cast'])}, {clip['mood']}, {clip['captions']})", rows)
        if len(clip["cast"]) == 1:
            solo[clip["name"]] = clip
            turned = {r[0]: r[1] for r in rows}
            widest = max(widest, min(turned[f"head turned to the {side} side"] for side in ("one", "other")))
    tell("all clips", [("a head turns to both sides by", widest, "deg", ">=", 10)])
    tell("controls", controls(folder, solo, faces, recogniser))
    line = {"bench": "clip", "load": os.getloadavg()[0], "figures": all_rows, "missed": missed}
    result.write_text(json.dumps(line))
    print(json.dumps(line))
    if missed:
        raise SystemExit("missed: " + "; ".join(missed))


def controls(folder, solo, faces, recogniser):
    """What must be refused: figures of it, turned around."""
    name, clip = next(iter(solo.items()))
    pasted = str(folder / "pasted.mp4")
    still(str(folder / f"{name}.mp4"), pasted)
    rows = figures(pasted, clip, faces, recogniser)
    moves = ["open vowels with lips parted", "blinks", "head turns in all", "  correlation there"]
    refused = [r for r in rows if r[0] in moves and not met(r[3], r[1], r[4])]
    both = [r for r in rows if r[0].startswith(("bilabials", "open vowels"))]
    lips_refused = any(not met(r[3], r[1], r[4]) for r in both)
    swapped = {**clip, "cast": [next(n for n in faces if n not in clip["cast"])]}
    other = watched(str(folder / f"{name}.mp4"), swapped, faces, recogniser)["near"]
    return [
        ("pasted still: tests of motion that refuse it", len(refused), "of 4", ">=", 3),
        ("  its lips, closed and parted, are refused", int(lips_refused), "", ">=", 1),
        ("  its head turns", next(r[1] for r in rows if r[0] == "head turns in all"), "deg", "<=", 2),
        ("another person: frames taken for them", 100 * float((other < recogniser.SAME).mean()), "%", "<=", 1),
    ]


if __name__ == "__main__":
    main()
