"""In place of PyInstaller's own, which may collect no library and say nothing; ours are named in deploy/contents.py."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("weasyprint")
