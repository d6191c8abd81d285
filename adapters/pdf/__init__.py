"""PDFs that strangers made: checked, shown as pictures, and never trusted (design §7, docs/bonds.md)."""

from adapters.pdf.reader import SandboxedPdfReader

__all__ = ["SandboxedPdfReader"]
