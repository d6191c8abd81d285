"""The only code that touches private keys: authorities, signatures, PKCS#12 (design §1, §5).

Keys enter and leave as bytes and are never logged. Python cannot wipe ``bytes``; so a key is held in as few
variables as possible for as short as possible, and OpenSSL clears its own copy when the key object goes.
"""
