"""What the single file does without. A test imports every module of the office with all of it gone."""

from __future__ import annotations

OTHER_PICTURES = (
    "Avif", "Blp", "Bmp", "Bufr", "Cur", "Dcx", "Dds", "Fits", "Fli", "Fpx", "Ftex", "Gbr", "Gif", "Grib", "Hdf5",
    "Icns", "Ico", "Im", "Imt", "Iptc", "Jpeg2K", "Mcidas", "Mic", "Mpeg", "Msp", "Palm", "Pcd", "Pcx", "Pdf", "Pixar",
    "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga", "Tiff", "WebP", "Wmf", "Xbm", "Xpm", "XVThumb",
)  # fmt: skip

LEFT_OUT = [
    # Tools of the gates and of programmers.
    "IPython", "_pytest", "distutils", "doctest", "hypothesis", "lib2to3", "pip", "pkg_resources", "pydoc_data",
    "pygments", "pytest", "setuptools", "test", "tkinter", "unittest", "xmlrpc",
    # Looking up domains, fetching (deploy/stand_ins has what pyHanko imports), asynchronous databases.
    "dns", "greenlet", "requests", "urllib3",
    "frozenlist", "multidict", "propcache", "yarl", "_pydecimal",
    # Tokens: whoever has one runs from source (docs/ceremony.md).
    "pkcs11",
    # The system's SQLite (ours is pysqlite3's), web fonts, sources of fonts, other people's alphabets and pictures.
    # Not the dialects of SQLAlchemy: alembic.ddl imports them all.
    "sqlite3", "readline", "numpy", "_brotli", "brotli", "zopfli",
    "_codecs_cn", "_codecs_hk", "_codecs_kr", "_codecs_tw",
    "fontTools.mtiLib", "fontTools.qu2cu", "fontTools.svgLib", "fontTools.ufoLib", "fontTools.voltLib",
    "fontTools.varLib.interpolatable",
    "lxml.html", "lxml.isoschematron", "lxml.objectify", "lxml.sax",
    "phonenumbers.carrierdata", "phonenumbers.geodata", "phonenumbers.tzdata",
    "PIL.ImageQt", "PIL.ImageTk", "PIL._avif", "PIL._imagingcms", "PIL._imagingtk", "PIL._webp",
    *(f"PIL.{kind}ImagePlugin" for kind in OTHER_PICTURES),
]  # fmt: skip

LEAN = {
    "PIL", "alembic", "babel", "click", "dateutil", "docx", "flask", "fontTools", "jinja2", "mako", "phonenumbers",
    "prometheus_client", "pycdlib", "segno", "sqlalchemy", "tinyhtml5", "weasyprint", "wtforms", "xlsxwriter",
}  # fmt: skip
"""Packages that go in without docstrings and assertions, which makes 2 MB. None of those that judge what strangers
send: an assertion may be a check there.
"""
