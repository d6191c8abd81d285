"""What programs fetch to check a certificate, and what people compare by eye."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.authority import authority
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office
from blueprints.shared.places import MOST
from queries import authorities
from services import revocation_lists

CRL_SECONDS = 60
"""A revocation is to be seen within five minutes (design §5); a cache on the way may use up one of them."""
CERTIFICATE_SECONDS = 86_400
"""An authority's certificate never changes; a day keeps a replaced installation from haunting caches."""


@authority.get("/")
@open_to_all
def overview() -> ResponseReturnValue:
    office = current_office()
    services = [spoken(each, each) for each in office.programmes]
    return render_template("authority/overview.html", authorities=authorities.published(office), services=services)


@authority.get(f"/<int(max={MOST}):authority_id>/revoked.crl")
@open_to_all
def revoked(authority_id: int) -> ResponseReturnValue:
    """The newest full list (RFC 5280 §4.2.1.13, media type of RFC 2585 §4.2)."""
    der = revocation_lists.current(current_office(), authority_id)
    return _der(der, "application/pkix-crl", CRL_SECONDS)


@authority.get(f"/<int(max={MOST}):authority_id>/certificate.cer")
@open_to_all
def certificate(authority_id: int) -> ResponseReturnValue:
    """The authority's certificate (RFC 5280 §4.2.2.1, media type of RFC 2585 §4.1)."""
    der = revocation_lists.authority_certificate(current_office(), authority_id)
    return _der(der, "application/pkix-cert", CERTIFICATE_SECONDS)


@authority.get(f"/<int(max={MOST}):authority_id>/certificate.pem")
@open_to_all
def certificate_pem(authority_id: int) -> ResponseReturnValue:
    """The same in letters (RFC 7468 §5), as servers and mail programs take it."""
    pem = authorities.certificate_pem(current_office(), authority_id)
    return _der(pem.encode("ascii"), "application/x-pem-file", CERTIFICATE_SECONDS)


def _der(der: bytes, content_type: str, seconds: int) -> Response:
    """Open to everybody and every cache: both are signed and hold no secret."""
    answer = Response(der, content_type=content_type)
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
