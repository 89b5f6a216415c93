"""Acts on whole databases."""

from __future__ import annotations

from django.db import connections
from psycopg import sql

from . import embedded


def drop_database() -> None:
    """Drop the default database with all in it, whoever is connected to it.

    The demo does this to its own database; the next connection (or, on a server that
    `DATABASE_URL` names, this call) makes it anew and empty.
    """
    default = connections["default"]
    name = str(default.settings_dict["NAME"])
    default.close()
    with default._nodb_cursor() as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    embedded.forget_database(name)
