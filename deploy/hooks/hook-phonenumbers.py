"""In place of PyInstaller's own: the data of numbers alone, which is imported by name; no places, no carriers."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("phonenumbers.data")
