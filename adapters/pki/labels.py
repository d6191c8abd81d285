"""Japanese labels for what stands in a certificate, as Japanese key stores and manuals word them."""

from __future__ import annotations

from types import MappingProxyType

ATTRIBUTE_LABELS = MappingProxyType(
    {
        "countryName": "国",
        "stateOrProvinceName": "都道府県",
        "localityName": "市区町村",
        "streetAddress": "番地・建物",
        "postalCode": "郵便番号",
        "organizationName": "組織名",
        "organizationIdentifier": "組織識別子",
        "organizationalUnitName": "部門等",
        "title": "役職",
        "commonName": "氏名・名称",
        "surname": "姓",
        "givenName": "名",
        "serialNumber": "識別番号",
        "description": "説明",
    }
)

RFC822_NAME = "電子メールアドレス"

KEY_USAGE_LABELS = MappingProxyType(
    {
        "digitalSignature": "デジタル署名",
        "nonRepudiation": "否認防止",
        "keyEncipherment": "鍵の暗号化",
        "dataEncipherment": "データの暗号化",
        "keyAgreement": "鍵の交換",
        "keyCertSign": "証明書への署名",
        "cRLSign": "失効リストへの署名",
        "encipherOnly": "暗号化のみ",
        "decipherOnly": "復号のみ",
    }
)

EXTENDED_KEY_USAGE_LABELS = MappingProxyType(
    {
        "anyExtendedKeyUsage": "すべての用途",
        "serverAuth": "サーバー認証",
        "clientAuth": "クライアント認証",
        "codeSigning": "コード署名",
        "emailProtection": "電子メールの保護",
        "timeStamping": "タイムスタンプ",
        "OCSPSigning": "OCSP署名",
        "documentSigning": "文書への署名",
    }
)
