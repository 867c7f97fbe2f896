"""`display` and `displayHTML`"""

from . import images, tables


class Shown:
    """Keeps what a command displays for its result."""

    def __init__(self):
        self._table = None
        self._images = []
        self._displayed = []

    def display(self, value=None, *_args, **_kwargs):
        """Shows a table, a figure, or any other value as text."""
        if images.is_figure(value):
            self._displayed.append(value)
            self._images.append(images.image_of(value))
            return
        table = tables.table_of(value)
        if table:
            self._table = table
        elif value is not None:
            print(_text_of(value))

    def displayHTML(self, html):
        """Shows HTML."""
        print(html)

    def take(self):
        """What was displayed since it was last taken, as a result; None: text only."""
        for figure in images.close_open_figures():
            if figure not in self._displayed:
                self._images.append(images.image_of(figure))
        table, found = self._table, self._images
        self._table, self._images, self._displayed = None, [], []
        return table or (images.image_result(found) if found else None)


class Printed:
    """Prints what a program displays: its output is a log."""

    def display(self, value=None, *_args, **_kwargs):
        """Prints a table, or any other value, as text."""
        table = tables.table_of(value)
        if table or value is not None:
            print(tables.text_of(table) if table else value)

    def displayHTML(self, html):
        """Prints HTML."""
        print(html)


def _text_of(value):
    """The HTML of objects that have some, which is text to the commands API; the value itself."""
    try:
        html = type(value)._repr_html_(value)
    except Exception:
        # Why nothing of it matters: other notebooks show what cannot draw itself as text, too.
        return value
    return html if isinstance(html, str) else value
