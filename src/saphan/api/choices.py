"""Choices that models own, as the API says and hears them."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class OneOf:
    """That a text is one of a model's choices, for `Annotated[str, …]`; the reference lists them
    where they are used.

    Args:
        choices: Of the model.
        more: Further texts that can stand there, such as the empty one.
    """

    def __init__(self, choices: type[TextChoices], *more: str) -> None:
        self.values = [*more, *choices.values]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(self.values)
