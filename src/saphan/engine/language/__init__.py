"""Languages, sentences and words of a text, names across scripts, concepts, calendars, codes."""

from .calendars import common_year, find_dates, to_buddhist, to_common
from .codes import CodeSuggestion, suggest_codes, to_isic
from .concepts import Concept, Lexicon, concepts, concepts_in, terms_and_concepts
from .identify import Span, identify, language_spans
from .isic import code_name, code_path, shared_code_level
from .loading import load
from .moments import city_in, day_in, moment_in, zones_in_use
from .names import SAME_NAME, name_key, names_alike
from .normalise import (
    MAX_TEXT,
    TextCutWarning,
    fold,
    fold_lookalikes,
    lowered,
    normalise,
    plain,
)
from .places import CONCEPT, Placed, places, runs
from .sentences import Sentence, sentences
from .spelling import alike, shortenings, sound
from .transliterate import to_latin, to_russian, to_thai
from .vectors import Embedder, embed, embedder, fit, model_name, unrelated
from .words import Token, Words, terms, tokenise_normalised, with_breaks, words

__all__ = [
    "CONCEPT",
    "MAX_TEXT",
    "SAME_NAME",
    "CodeSuggestion",
    "Concept",
    "Embedder",
    "Lexicon",
    "Placed",
    "Sentence",
    "Span",
    "TextCutWarning",
    "Token",
    "Words",
    "alike",
    "city_in",
    "code_name",
    "code_path",
    "common_year",
    "concepts",
    "concepts_in",
    "day_in",
    "embed",
    "embedder",
    "find_dates",
    "fit",
    "fold",
    "fold_lookalikes",
    "identify",
    "language_spans",
    "load",
    "lowered",
    "model_name",
    "moment_in",
    "name_key",
    "names_alike",
    "normalise",
    "places",
    "plain",
    "runs",
    "sentences",
    "shared_code_level",
    "shortenings",
    "sound",
    "suggest_codes",
    "terms",
    "terms_and_concepts",
    "to_buddhist",
    "to_common",
    "to_isic",
    "to_latin",
    "to_russian",
    "to_thai",
    "tokenise_normalised",
    "unrelated",
    "with_breaks",
    "words",
    "zones_in_use",
]
