"""Media that are posted: the image that a burning program writes (S4-19)."""

from adapters.medium.image import image

__all__ = ["image"]
