"""A bare Flask page on waitress: one route, one small template, nothing else. Takes the port."""

from __future__ import annotations

import sys

import waitress
from flask import Flask, render_template

app = Flask(__name__)


@app.get("/")
def page() -> str:
    return render_template("page.html", title="窓口", rows=["氏名", "住所", "生年月日", "電話番号"])


if __name__ == "__main__":
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None)
