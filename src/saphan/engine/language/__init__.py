"""Which language a text is in, its words, the concepts it names, calendars and activity codes."""

from .calendars import common_year, find_dates, to_buddhist, to_common
from .concepts import Concept, concepts, concepts_in
from .identify import identify
from .isic import code_name, code_path, shared_code_level
from .normalise import MAX_TEXT, fold, normalise, plain
from .places import CONCEPT, Placed, places, runs
from .spelling import alike, shortenings, sound
from .vectors import Embedder, TextCut, embed, embedder, fit, model_name
from .words import Token, Words, terms, words

__all__ = [
    "CONCEPT",
    "MAX_TEXT",
    "Concept",
    "Embedder",
    "Placed",
    "TextCut",
    "Token",
    "Words",
    "alike",
    "code_name",
    "code_path",
    "common_year",
    "concepts",
    "concepts_in",
    "embed",
    "embedder",
    "find_dates",
    "fit",
    "fold",
    "identify",
    "model_name",
    "normalise",
    "places",
    "plain",
    "runs",
    "shared_code_level",
    "shortenings",
    "sound",
    "terms",
    "to_buddhist",
    "to_common",
    "words",
]
