"""What a browser says of itself, in the words by which its owner knows it."""

from __future__ import annotations

from flask_babel import gettext as _

# In this order: each names those before it among its ancestors.
_BROWSERS = (
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_words(said: str) -> str:
    """「Chrome(Windows)」; what nobody knows stays unknown rather than guessed."""
    browser = next((words for sign, words in _BROWSERS if sign in said), "")
    system = next((words for sign, words in _SYSTEMS if sign in said), "")
    if not browser:
        return system or _("不明なブラウザ")
    return f"{browser}({system})" if system else browser
