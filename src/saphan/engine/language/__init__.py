"""Thai, Russian and English text in forms that can be compared."""

from .lexicon import Concept, concepts, concepts_in
from .text import identify, normalise, terms

__all__ = ["Concept", "concepts", "concepts_in", "identify", "normalise", "terms"]
