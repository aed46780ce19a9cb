"""Where captions stand in the finished film: what differs from the same clip without them."""

import numpy as np
from film import pictures

# Left, top, right and bottom of what no feed covers, as fractions of the picture (measured on this product's feed:
# buttons begin at 78.6 % of the width, the text over a clip at 80 % of the height).
SAFE = (0.10, 0.08, 0.785, 0.80)
# Differences in brightness that two encodings of one picture do not have over a whole block of 4 x 4.
STRONG = 40


def differences(path, bare):
    """Blocks that captions changed, within and outside the safe area, and the box around all as fractions."""
    inside = outside = 0
    box = [1.0, 1.0, 0.0, 0.0]
    for with_them, without in zip(pictures(path), pictures(bare)):
        a, b = (p.astype(np.float32).mean(2).reshape(320, 4, 180, 4).mean((1, 3)) for p in (with_them, without))
        y, x = np.nonzero(np.abs(a - b) > STRONG)
        if len(x) == 0:
            continue
        # A block counts as outside when all of it is.
        left, right, top, bottom = (x + 1) / 180, x / 180, (y + 1) / 320, y / 320
        out = (left <= SAFE[0]) | (right >= SAFE[2]) | (top <= SAFE[1]) | (bottom >= SAFE[3])
        outside += int(out.sum())
        inside += int((~out).sum())
        box = [min(box[0], x.min() / 180), min(box[1], y.min() / 320), max(box[2], (x.max() + 1) / 180), max(box[3], (y.max() + 1) / 320)]
    return inside, outside, [round(float(v), 3) for v in box]
