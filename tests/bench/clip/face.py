"""Faces in finished clips by two strangers: MediaPipe's landmarks, and dlib's recognition network."""

import importlib.util
from pathlib import Path

import cv2
import dlib
import mediapipe
import numpy as np

# Inner lips top and bottom, lids top and bottom and corners of both eyes, sides of the face, irises.
LIPS = [(13, 14), (82, 87), (312, 317)]
EYES = [(159, 145, 33, 133), (386, 374, 362, 263)]
IRISES = (468, 473)
SIDES = (234, 454)


class Landmarks:
    """Landmarks of as many faces in the pictures of one clip, or in pictures that have nothing to do with one another."""

    def __init__(self, faces=1, still=False):
        self._mesh = mediapipe.solutions.face_mesh.FaceMesh(
            static_image_mode=still, max_num_faces=faces, refine_landmarks=True, min_detection_confidence=0.3
        )

    def see(self, picture):
        """For each face 478 x 3 in pixels."""
        height, width = picture.shape[:2]
        found = self._mesh.process(np.ascontiguousarray(picture)).multi_face_landmarks or []
        return [np.array([(p.x * width, p.y * height, p.z * width) for p in f.landmark]) for f in found]


def measures(points):
    """Gap of the lips over the distance of the irises, openness of the eyes over their width, yaw in degrees."""
    between = lambda a, b: float(np.hypot(*(points[a] - points[b])[:2]))
    eyes = between(*IRISES)
    gap = np.mean([between(a, b) for a, b in LIPS]) / eyes
    lids = np.mean([between(top, bottom) / between(a, b) for top, bottom, a, b in EYES])
    x, _, z = points[SIDES[1]] - points[SIDES[0]]
    return float(gap), float(lids), float(np.degrees(np.arctan2(z, x)))


class Recogniser:
    """dlib's ResNet (99.38 % on Labeled Faces in the Wild): faces nearer than 0.6 are one person's."""

    SAME = 0.6

    def __init__(self):
        package = importlib.util.find_spec("face_recognition_models").submodule_search_locations[0]
        models = Path(package) / "models"
        self._shape = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
        self._network = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))
        self._detector = dlib.get_frontal_face_detector()

    def embed(self, picture, points):
        """128 numbers for the face at these landmarks, or None where dlib's own detector sees none near them."""
        (left, top), (right, bottom) = points[:468, :2].min(0), points[:468, :2].max(0)
        side = max(right - left, bottom - top)
        x, y = int(max(0, left - 0.5 * side)), int(max(0, top - 0.7 * side))
        part = picture[y : int(bottom + 0.5 * side), x : int(right + 0.5 * side)]
        scale = 180 / side
        part = np.ascontiguousarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        # Once more, twice as large: the package's own way, and it knows turned heads better. It takes four times as long.
        boxes = self._detector(part, 0) or self._detector(part, 1)
        if not boxes:
            return None
        box = max(boxes, key=lambda b: b.area())
        return np.array(self._network.compute_face_descriptor(part, self._shape(part, box)))

    def distance(self, face, known):
        """To the nearest of the pictures of somebody."""
        return min(float(np.linalg.norm(face - k)) for k in known)
