"""Draws the icons of the Teams app: `python deploy/teams/icons.py`; the PNGs are committed.

A speech bubble with three bars of a chart. Teams wants 192 × 192 pixels in colour, and 32 × 32 in
white on nothing.
"""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

HERE = Path(__file__).resolve().parent
DPI = 96
COLOUR, OUTLINE = 192, 32  # pixels
BLUE, WHITE, NONE = "#16437E", "#FFFFFF", "none"
BARS = ((0.33, 0.16), (0.46, 0.28), (0.59, 0.22))  # left edge, height
BAR_WIDTH, FOOT = 0.08, 0.44


def draw(pixels: int, ground: str, bubble: str, bars: str) -> Figure:
    """Return the picture, the unit square on a square of pixels."""
    figure = Figure(figsize=(pixels / DPI, pixels / DPI), dpi=DPI, facecolor=ground)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    style: dict[str, Any] = {"facecolor": bubble, "edgecolor": WHITE, "linewidth": pixels * 0.045}
    round_corners = "round,pad=0,rounding_size=0.1"
    axes.add_patch(Polygon([(0.3, 0.36), (0.3, 0.16), (0.5, 0.36)], joinstyle="round", **style))
    axes.add_patch(FancyBboxPatch((0.16, 0.34), 0.68, 0.5, boxstyle=round_corners, **style))
    for left, height in BARS:
        axes.add_patch(Rectangle((left, FOOT), BAR_WIDTH, height, facecolor=bars))
    return figure


def main() -> None:
    """Write both icons beside this file."""
    plain = {"Software": None}
    colour = draw(COLOUR, BLUE, WHITE, BLUE)
    colour.savefig(HERE / "color.png", dpi=DPI, facecolor=BLUE, metadata=plain)
    outline = draw(OUTLINE, NONE, NONE, WHITE)
    outline.savefig(HERE / "outline.png", dpi=DPI, transparent=True, metadata=plain)


if __name__ == "__main__":
    main()
