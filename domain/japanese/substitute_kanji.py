"""Kanji of names and places outside JIS X 0208, each with the kanji inside that may stand for it (S4-105).

Gathered from the old and new forms of the 常用漢字表 and 人名用漢字別表, and from the variants that family
registers carry (髙, 﨑, 𠮷). Only another shape of the *same* kanji is offered, or what its bearers
themselves write when they must (彅 薙, 蓜 配): 﨑 is 崎 and never 埼, which is another kanji.

It is an offer. The person or the office confirms it; nothing is replaced by itself (S4-105, S4-106).
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
    髙高 﨑崎 𠮷吉 德徳 濵浜濱 栁柳 彅薙 槗橋 㐂喜 桒桑 瀨瀬 冝宜 杦杉 柗松 柹柿
    櫔栃 靍鶴 靏鶴 靎鶴 曻昇 圡土 𡈽土 𠀋丈 增増 橫横 緖緒 淸清 靑青 敎教 黑黒
    內内 步歩 戶戸 寬寛 郞郎 昻昂 溫温 產産 硏研 黃黄 綠緑 緣縁 薰薫 鄕郷 錄録
    鍊錬 閒間 鷗鴎 麴麹 驒騨 彥彦 悅悦 揭掲 擊撃 𠮟叱 塡填 剝剥 頰頬 瘦痩 啞唖
    焰焔 俠侠 軀躯 噓嘘 囊嚢 摑掴 搔掻 瀆涜 禱祷 簞箪 繡繍 蔣蒋 蠟蝋 醬醤 醱醗
    顚顛 萊莱 蟬蝉 屛屏 幷并 繫繋 嚙噛 潑溌 﨟臈 﨔欅 曺曹 桺柳 澔浩 煇輝暉 甁瓶
    甯寧 絜潔 裵裴 贒賢 隝島嶋 隯島嶋 龢和 咊和 惪徳悳 荣栄 羙美 𣘺橋 𦚰脇 脋脇
    巗巌 囶国 姸妍 娛娯 尙尚 巢巣 强強 旣既 晚晩 曆暦 枾柿 槪概 歷歴 每毎 淚涙
    涉渉 凞熙 狀状 秊年 秌秋 稅税 窻窓 絕絶 肈肇 芲花 葊庵 虛虚 說説 賴頼 鈆鉛
    銳鋭 閱閲 雞鶏 㟢崎 㠀島 㠶帆 䂓規 䄂袖 䇳箋 䑓台臺 䖝虫 丣酉 乹乾 佀似 俻備
    勑勅 勛勲 厓崖 喆哲 埈峻 晳皙 戾戻 吳呉 卽即 屢屡 彔録 徵徴 渴渇 眾衆 簱旗
    蘒萩 鬭闘 嵓巌岩 脫脱 吞呑 蓜配 莬菟莵 暠皓 燁曄 俱倶 倂併 姬姫 滙匯 猨猿 羡羨
    虵蛇 醻酬 鎋轄 雝雍 頥頤 鹼鹸 麵麺 麫麺 昰是 𦊆岡 𣳾泰 𡧃寧 𥱋簗 𩵋魚 𣜜栃
    𫝆今 㑹会 㔟勢 摠総 眀明 朙明 囯国 䴇鶴 鸖鶴 𠩤原 㞍尻 㓛功 㕝事 㝡最 㘴座坐
    㠯以 㳒法 䏻能 靣面 凬風
"""

SUBSTITUTES: Final = {entry[0]: tuple(entry[1:]) for entry in _TABLE.split()}
"""Kanji outside → kanji inside JIS X 0208, the likeliest first."""
