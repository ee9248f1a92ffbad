"""Documents and facts -> checked against the contract, many at a time; what breaks it is told by document."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import pandas as pd

from schemas.contract import ContractError
from schemas.frames import check_documents, check_facts, documents_frame
from schemas.records import Document


def broken(
    documents: Sequence[Document], facts: pd.DataFrame, counts: Sequence[int]
) -> dict[int, ContractError]:
    """Return what breaks the contract in each document that does, by its number.

    `facts` are the facts of all of them in order, `counts[n]` those of the nth. A frame costs much and a
    row little, so all are looked at together, and each alone only where something is wrong.
    """
    if _problem(documents, facts) is None:
        return {}
    spans = pairwise(accumulate(counts, initial=0))
    found = {
        number: _problem([document], facts.iloc[start:end].reset_index(drop=True))
        for number, (document, (start, end)) in enumerate(zip(documents, spans, strict=True))
    }
    return {number: error for number, error in found.items() if error}


def _problem(documents: Sequence[Document], facts: pd.DataFrame) -> ContractError | None:
    try:
        check_documents(documents_frame(documents))
        check_facts(facts, {document.document_id: document.text for document in documents})
    except ContractError as error:
        return error
    return None
