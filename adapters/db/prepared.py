"""Questions that every page asks: put into SQL once, and asked of the driver itself."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any, TypeAlias, cast

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Dialect, Select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Turn: TypeAlias = Callable[[Any], Any] | None
"""Turns a value into what SQLite holds, or back; None: it is the same."""

_DIALECT: Dialect = SQLiteDialect_pysqlite()


class Prepared:
    """A SELECT whose every value is named (``bindparam``): the same question with the same answer, for less.

    Of the time that SQLAlchemy takes for one row by its key, nineteen parts in twenty go to what is the same each
    time. Not for lists of values (``in_``), whose SQL differs by their length.
    """

    def __init__(self, question: Select[*tuple[Any, ...]]) -> None:
        compiled = question.compile(dialect=_DIALECT)
        if compiled.post_compile_params:
            raise TypeError("a question whose SQL depends on its values")
        self._sql = str(compiled)
        self._binds = [_bind(compiled, name) for name in compiled.positiontup or ()]
        columns = question.selected_columns
        # mypy would have the names of the fields written out; they are the question's.
        self._row = cast(Any, namedtuple)("Row", columns.keys(), rename=True)._make
        self._turns = [
            (place, turn) for place, column in enumerate(columns) if (turn := _from_database(column.type)) is not None
        ]

    def ask(self, connection: DBAPIConnection, **values: Any) -> list[Any]:
        """All rows, whose fields are named as the columns. Raises ``KeyError`` for a value that is not given."""
        cursor = connection.cursor()
        try:
            cursor.execute(self._sql, [_given(values, *bind) for bind in self._binds])
            found = cursor.fetchall()
        except sqlite.Error as problem:
            # As SQLAlchemy would raise it, whose errors of storage the pages know.
            raise DBAPIError.instance(
                self._sql, None, problem, sqlite.Error, hide_parameters=True, dialect=_DIALECT
            ) from problem
        finally:
            cursor.close()
        return [self._row(self._turned(row)) for row in found]

    def _turned(self, row: Any) -> Any:
        turned = list(row)
        for place, turn in self._turns:
            turned[place] = turn(turned[place])
        return turned


def _bind(compiled: SQLCompiler, name: str) -> tuple[str, Any, Turn]:
    parameter = compiled.binds[name]
    return parameter.key, parameter.effective_value, parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _given(values: dict[str, Any], name: str, constant: Any, turn: Turn) -> Any:
    value = values[name] if constant is None else constant
    return value if turn is None else turn(value)


def _from_database(kind: TypeEngine[Any]) -> Turn:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
