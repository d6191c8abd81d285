"""Guarantee bonds: folders, viewing, one-time passwords, retention, orderers' domains (S3)."""
