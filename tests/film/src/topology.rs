//! Which of MediaPipe's 468 face landmarks lie where. "Left" and "right" are the picture's, not the person's.

/// Outline of the face, clockwise from the top.
pub(crate) const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// Lid margins: the lower one from the outer corner to the inner, then the upper one back.
pub(crate) const EYES: [[usize; 16]; 2] = [
    [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
    [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
];

/// The line above each upper lid's margin, from the outer corner to the inner.
pub(crate) const CREASES: [[usize; 7]; 2] = [[247, 30, 29, 27, 28, 56, 190], [467, 260, 259, 257, 258, 286, 414]];

/// Upper lip, four lines from the mouth's opening outwards, each from the left corner to the right.
pub(crate) const UPPER_LIP: [[usize; 11]; 4] = [
    [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    [62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292],
    [76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306],
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
];

/// Lower lip, as [`UPPER_LIP`].
pub(crate) const LOWER_LIP: [[usize; 11]; 4] = [
    [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
    [62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292],
    [76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306],
    [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
];

/// Bridge, tip and wings of the nose, brows: what no mouth shape moves.
pub(crate) const STILL: [usize; 33] = [
    168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 98, 97, 326, 327, 48, 278, 64, 294, 122, 351, 70, 63, 105, 66, 107, 300, 293,
    334, 296, 336, 10, 109, 338,
];

/// Both brows, upper and lower line.
pub(crate) const BROWS: [usize; 20] =
    [70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 300, 293, 334, 296, 336, 276, 283, 282, 295, 285];

/// Lower outline with how far each point follows the jaw.
pub(crate) const JAW: [(usize, f32); 14] = [
    (152, 0.92),
    (148, 0.88),
    (377, 0.88),
    (176, 0.8),
    (400, 0.8),
    (150, 0.55),
    (379, 0.55),
    (136, 0.36),
    (365, 0.36),
    (172, 0.2),
    (397, 0.2),
    (58, 0.08),
    (288, 0.08),
    (175, 0.92),
];

/// The ring around the mouth's opening.
pub(crate) fn mouth_ring() -> [usize; 20] {
    let mut ring = [0; 20];
    ring[..11].copy_from_slice(&UPPER_LIP[0]);
    for (k, i) in LOWER_LIP[0][1..10].iter().rev().enumerate() {
        ring[11 + k] = *i;
    }
    ring
}
