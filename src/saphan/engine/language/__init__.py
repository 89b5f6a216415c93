"""Which language a text is in, its words, the concepts it names, calendars and activity codes."""

from .calendars import common_year, find_dates, to_buddhist, to_common
from .codes import CodeSuggestion, suggest_codes, to_isic
from .concepts import Concept, concepts, concepts_in
from .identify import identify
from .isic import code_name, code_path, shared_code_level
from .normalise import MAX_TEXT, fold, normalise, plain
from .words import Token, Words, terms, words

__all__ = [
    "MAX_TEXT",
    "CodeSuggestion",
    "Concept",
    "Token",
    "Words",
    "code_name",
    "code_path",
    "common_year",
    "concepts",
    "concepts_in",
    "find_dates",
    "fold",
    "identify",
    "normalise",
    "plain",
    "shared_code_level",
    "suggest_codes",
    "terms",
    "to_buddhist",
    "to_common",
    "to_isic",
    "words",
]
