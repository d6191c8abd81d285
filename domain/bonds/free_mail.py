"""Mail providers whose addresses anybody can get: never an orderer's own domain (S3-41)."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    "126.com 163.com aim.com aol.com aol.jp au.com biglobe.ne.jp disney.ne.jp docomo.ne.jp email.com "
    "emnet.ne.jp excite.co.jp ezweb.ne.jp fastmail.com gmail.com gmx.com gmx.de gmx.net gmx.us goo.jp "
    "googlemail.com hotmail.co.jp hotmail.com hotmail.jp hushmail.com i.softbank.jp icloud.com inbox.com "
    "infoseek.jp jcom.home.ne.jp jcom.zaq.ne.jp live.com live.jp mac.com mail.com mail.goo.ne.jp mail.ru "
    "me.com mineo.jp msn.com myyahoo.com naver.com nifty.com ocn.ne.jp outlook.com outlook.jp pm.me "
    "proton.me protonmail.ch protonmail.com qq.com rakuten.jp rocketmail.com so-net.ne.jp softbank.jp "
    "softbank.ne.jp t-com.ne.jp tuta.com tuta.io tutanota.com uqmobile.jp vodafone.ne.jp willcom.com "
    "yahoo.co.jp yahoo.com yahoo.ne.jp yandex.com yandex.ru ybb.ne.jp ymail.com ymail.ne.jp ymobile.ne.jp "
    "zoho.com "
)

FREE_MAIL: Final = frozenset(_NAMES.split())
"""Free mail, carriers and large providers. A subdomain of one of them is refused too."""
