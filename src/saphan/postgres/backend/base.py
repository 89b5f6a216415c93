"""Django's PostgreSQL backend on the embedded server, started at the first connection.

Reading the settings starts nothing; a command that needs no database has none running.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from saphan.postgres import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the server in the folder that the setting `SAPHAN_SERVER` names."""

    def get_connection_params(self) -> dict[str, Any]:
        address = embedded.ensure_running(Path(self.settings_dict["SAPHAN_SERVER"]))
        self.settings_dict["HOST"] = address.host
        self.settings_dict["PORT"] = address.port
        self.settings_dict["USER"] = address.user
        params: dict[str, Any] = super().get_connection_params()
        name = params.get("dbname")
        # Test databases are made by the test runner, and must not be there before it.
        if name and not name.startswith("test_"):
            embedded.ensure_database(address, name)
        return params
