"""What happens by itself: outbox, reminders, expiry, revocation lists, retention (design §10)."""
