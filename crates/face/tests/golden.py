"""Makes golden.json: what MediaPipe's own face mesh sees on the still that the tests use.

    pip install mediapipe==0.10.14 'protobuf<5' opencv-python-headless
    python golden.py ~/.cache/understudy/material/astronaut.png > golden.json

Static mode, no refinement: the 192 x 192 network on the CPU. Points are [x, y, z] in pixels of the variant, z times
its width. The variants are made without resampling, so that the Rust test can make the same bytes.
"""

import json
import sys

import cv2
import mediapipe
import numpy

still = cv2.cvtColor(cv2.imread(sys.argv[1]), cv2.COLOR_BGR2RGB)
variants = {
    "still": still,
    "mirrored": still[:, ::-1],
    "close": still[20:240, 110:360].repeat(2, axis=0).repeat(2, axis=1),
}
mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=False)
golden = {"mediapipe": mediapipe.__version__}
for name, picture in variants.items():
    height, width = picture.shape[:2]
    found = mesh.process(numpy.ascontiguousarray(picture)).multi_face_landmarks[0].landmark
    golden[name] = [[round(p.x * width, 3), round(p.y * height, 3), round(p.z * width, 3)] for p in found]
json.dump(golden, sys.stdout, separators=(",", ":"))
