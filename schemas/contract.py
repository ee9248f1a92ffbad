"""A frame that breaks its contract, told in words: every bad row, column, value and reason.

Who mends an input wants all of its faults at once.
"""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from schemas.errors import TradefactsError

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: `row` is the frame's index label, or None for a whole column."""

    row: object
    column: str
    value: object
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}, column" if self.row is not None else "column"
        value = f": {self.value!r}" if self.row is not None else ""
        return f"{where} {self.column!r}{value} {self.reason}"


class ContractError(TradefactsError):
    """A frame breaks the contract. `problems` holds each bad row, column, value and reason."""

    def __init__(self, problems: list[Problem], contract: str | None = None) -> None:
        self.problems = problems
        shown = "; ".join(str(one) for one in problems[:_MOST_SHOWN])
        more = f"; and {len(problems) - _MOST_SHOWN} more" if len(problems) > _MOST_SHOWN else ""
        super().__init__(
            f"{len(problems)} value(s) break the contract of {contract or 'FACTS'}: {shown}{more}"
        )


def _value_at(frame: pd.DataFrame, row: object, column: str) -> object:
    return frame[column].get(row) if column in frame else None


def _problems(error: pa.errors.SchemaErrors, frame: pd.DataFrame) -> list[Problem]:
    """Turn pandera's failure cases into one problem per row and reason."""
    found: dict[tuple[object, str, str], Problem] = {}
    for case in error.failure_cases.to_dict("records"):
        row = None if pd.isna(case["index"]) else case["index"]
        column, value, reason = str(case["column"]), case["failure_case"], str(case["check"])
        if row is not None and case["schema_context"] == "DataFrameSchema":
            column, value = "fact_id", _value_at(frame, row, "fact_id")
        elif reason in ("column_in_dataframe", "column_in_schema"):
            column, value = str(value), None
        found.setdefault((row, column, reason), Problem(row, column, value, _in_words(reason)))
    return list(found.values())


def _in_words(reason: str) -> str:
    if reason == "not_nullable":
        return "is missing where a value is needed"
    if reason == "field_uniqueness":
        return "stands there twice"
    if reason == "column_in_dataframe":
        return "is lacking"
    if reason == "column_in_schema":
        return "is not in the contract"
    if reason.startswith(("coerce_dtype", "dtype")):
        return "is of the wrong type"
    return reason


def checked(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the types of its schema set, or raise ContractError."""
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise ContractError(_problems(error, frame), schema.name) from None
