"""Papers of ``domain.certificates.printed`` become PDF in a pool of worker processes (design §6)."""

from adapters.paper.pool import PaperFailed, PaperPool

__all__ = ["PaperFailed", "PaperPool"]
