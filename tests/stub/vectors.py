"""Embeddings that need no model: texts with many character n-grams in common are near."""

from zlib import crc32

import numpy as np

from index.grams import text_grams


def embed(text: str, dimension: int) -> list[float]:
    """Return `dimension` floats of unit length, the same for the same words at any time.

    Each n-gram adds 1 or −1 at a place by its hash (Weinberger et al. 2009, "Feature Hashing").
    A text without words gets the first unit vector.
    """
    vector = np.zeros(dimension)
    for gram in text_grams(text):
        number = crc32(gram.encode())
        vector[(number >> 1) % dimension] += 1 if number & 1 else -1
    if not vector.any():
        vector[0] = 1.0
    return [float(value) for value in vector / np.linalg.norm(vector)]
