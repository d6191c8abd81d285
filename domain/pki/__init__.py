"""What a certificate says: contents, validity, revocation, lint (design §5). Keys are in ``adapters.pki``."""
