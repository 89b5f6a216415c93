"""Every read of claims and reports that takes thought."""

from .desks import default_desk, desks_of
from .matching import Likely, Told, answer, published

__all__ = ["Likely", "Told", "answer", "default_desk", "desks_of", "published"]
