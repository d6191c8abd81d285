"""What one reads before applying: what pages there are, the environment a certificate works in, and questions people
ask (S4-14, S4-18, S4-215).
"""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.public import public
from blueprints.public.service import programme_of
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office


@public.get("/sitemap")
@open_to_all
def sitemap() -> ResponseReturnValue:
    return render_template(
        "public/sitemap.html", programmes=[spoken(each, each) for each in current_office().programmes]
    )


@public.get("/services/<slug>/environment")
@open_to_all
def environment(slug: str) -> ResponseReturnValue:
    programme = programme_of(slug)
    if not programme.environment:
        abort(404)
    return render_template("public/environment.html", programme=programme)


@public.get("/services/<slug>/questions")
@open_to_all
def questions(slug: str) -> ResponseReturnValue:
    programme = programme_of(slug)
    if not programme.questions:
        abort(404)
    return render_template("public/questions.html", programme=programme)
