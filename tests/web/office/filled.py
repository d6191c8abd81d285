"""What a browser would send of a page's main form, untouched."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._form_id, self._inside, self._area = form_id, False, ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "form":
            self._inside = attributes.get("id") == self._form_id
        if not self._inside or "name" not in attributes:
            return
        if tag == "textarea":
            self._area = attributes["name"]
            self.values[self._area] = ""
        elif tag == "input" and (attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes):
            self.values[attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the one line break after the opening tag, and sends CR LF.
            text = self.values[self._area].lstrip("\r").removeprefix("\n")
            self.values[self._area] = text.replace("\r", "").replace("\n", "\r\n")
            self._area = ""
        if tag == "form":
            self._inside = False


def filled(page: str, form_id: str = "settings") -> dict[str, str]:
    """Names and values of the form's inputs."""
    form = _Form(form_id)
    form.feed(page)
    return form.values
