"""Brings a database's schema up to date; a database newer than the program is left alone."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.messages import say
from index.errors import SettingError

FOLDER = Path(__file__).resolve().parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of `connection`.

    Raises:
        SettingError: the database was made by a newer version of the program.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise SettingError(say("command.database_newer"))
    if current != scripts.get_current_head():
        command.upgrade(config, "head")
