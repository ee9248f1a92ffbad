"""A statistical file -> observations: what offices publish, as validated frames of the contract.

    asked      what a person says of a file, what is wanted of it, what is told of how it was read
    files      bytes: unpacked, and looked through once before anything is made of them
    rows       a table of text -> frames of text, so many rows at a time
    kinds      which kind of file it is, by what stands in it
    formats/   one kind of file, one module: rows -> drafts
    areas      codes of areas -> countries, by `areas.csv`
    meanings   names of dimensions and codes -> what they say, by `concepts.csv` and `codes.csv`
    columns    columns of text -> columns of meanings
    numbers    text -> numbers, exactly
    spelled    periods as people write them -> days
    finishing  drafts -> observations: what every kind passes through
    notes      what was left out, how much and why
    rates      exchange rates: the ECB's reference rates, and tables of one's own
    reading    read_official: the way through all of these
    limits     how much of anything is read
    errors     how a file is refused

Unknown is null: what a file does not tell is not guessed, and what cannot be read is counted in the notes.
A new kind of file is a module in `formats` and an entry in `kinds`.
"""

from official.asked import Given, Report, Wanted
from official.errors import OfficialError
from official.reading import read_official

__all__ = ["Given", "OfficialError", "Report", "Wanted", "read_official"]
