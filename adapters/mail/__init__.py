"""Mails: their words, and how they leave the house (design §10)."""
