"""Turns figures of matplotlib into images."""

import base64
import io
import sys


def is_figure(value):
    try:
        return _is_drawn(value) or _is_drawn(getattr(value, "figure", None))
    except Exception:
        return False  # What does not say is shown as something else.


def image_of(value):
    """A figure as a data URL."""
    figure = value if _is_drawn(value) else value.figure
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def close_open_figures():
    """Closes the figures that `pyplot` has open, and returns them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    return figures


def image_result(images):
    """An image result of the commands API."""
    if len(images) == 1:
        return {"resultType": "image", "fileName": images[0]}
    return {"resultType": "images", "fileNames": images}


def _is_drawn(value):
    # Why of its type: classes themselves are no figures, nor is what has any attribute.
    return hasattr(type(value), "savefig")
