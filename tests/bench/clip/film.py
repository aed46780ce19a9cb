"""A finished file, read by ffmpeg and ffprobe: pictures, sound, and whether anything is wrong with it."""

import json
import subprocess

import numpy as np

FPS = 30
RATE_HZ = 16_000


def _run(*args):
    return subprocess.run(args, capture_output=True, check=False)


def pictures(path, width=720, height=1280):
    """Frames as RGB arrays, one after another; `path` may be a still, too."""
    args = ["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-vsync", "0", "-"]
    size = width * height * 3
    with subprocess.Popen(args, stdout=subprocess.PIPE, bufsize=size) as process:
        while len(data := process.stdout.read(size)) == size:
            yield np.frombuffer(data, np.uint8).reshape(height, width, 3)


def photo(path, second=0.0):
    """One picture of a still or of a film, in its own size."""
    import cv2

    args = ["ffmpeg", "-v", "error", "-ss", str(second), "-i", path, "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"]
    data = np.frombuffer(_run(*args).stdout, np.uint8)
    return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def sound(path, filters="anull", raw_hz=None):
    """Mono samples at `RATE_HZ` as a player would play them, from the time of the first picture on. `raw_hz` is the rate of
    a file of bare 32-bit samples."""
    given = ["-f", "f32le", "-ar", str(raw_hz), "-ac", "1"] if raw_hz else []
    args = ["ffmpeg", "-v", "error", *given, "-i", path, "-af", f"aresample=async=1:first_pts=0,{filters}"]
    data = _run(*args, "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "-").stdout
    return np.frombuffer(data, np.float32).astype(np.float64)


def faults(path):
    """What ffprobe, a full decode and a look at the streams find wrong, in words."""
    found = []
    probe = _run("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path)
    decode = _run("ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", path, "-f", "null", "-")
    for name, done in [("ffprobe", probe), ("decoder", decode)]:
        if done.returncode != 0 or done.stderr.strip():
            found.append(f"{name}: {done.stderr.decode(errors='replace').strip()[:200] or done.returncode}")
    streams = json.loads(probe.stdout or b"{}").get("streams", [])
    kinds = {s["codec_type"]: s for s in streams}
    if sorted(kinds) != ["audio", "video"] or len(streams) != 2:
        return [*found, f"streams: {[s['codec_type'] for s in streams]}"]
    video, audio = kinds["video"], kinds["audio"]
    for stream, key, want in [
        (video, "codec_name", "h264"),
        (video, "profile", "High"),
        (video, "width", 720),
        (video, "height", 1280),
        (video, "avg_frame_rate", "30/1"),
        # Limited-range BT.709, said in the stream: what every player takes a film of this size to be.
        (video, "pix_fmt", "yuv420p"),
        (video, "color_range", "tv"),
        (video, "color_space", "bt709"),
        (video, "color_primaries", "bt709"),
        (video, "color_transfer", "bt709"),
        (audio, "codec_name", "aac"),
        (audio, "profile", "LC"),
    ]:
        if stream.get(key) != want:
            found.append(f"{key} is {stream.get(key)}, not {want}")
    seconds = int(video["nb_read_frames"]) / FPS
    if abs(seconds - float(audio["duration"])) > 0.1:
        found.append(f"picture {seconds:.2f} s, sound {float(audio['duration']):.2f} s")
    keys = _run("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", path)
    lines = [line.split(",") for line in keys.stdout.decode().split()]
    times = [float(line[0]) for line in lines if "K" in line[1]] + [seconds]
    if max(b - a for a, b in zip(times, times[1:])) > 1.05:
        found.append("more than a second without a keyframe")
    with open(path, "rb") as file:
        head = file.read(1 << 20)
    if not 0 <= head.find(b"moov") < (head.find(b"mdat") % (1 << 62)):
        found.append("moov is not before mdat")
    return found


def loudness(path):
    """Integrated loudness in LUFS and true peak in dBTP, by ffmpeg's ebur128."""
    done = _run("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    said = done.stderr.decode(errors="replace").rsplit("Summary:", 1)[-1].split()
    return float(said[said.index("I:") + 1]), float(said[said.index("Peak:") + 1])
