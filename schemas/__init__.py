"""The contract: what a document is, what a fact is, and what may be said in each of its columns.

    vocabulary   the closed lists (measure, flow, status, ...) and the order of a fact's columns
    records      Document, Fact, Evidence: one thing each, as plain Python
    places       country codes and their names
    units        currencies, and the one pint registry in which every unit is defined
    errors       the one kind of error that is meant for the person at the keyboard
    filters      the one set of filters that every command, page and address has
    periods      periods as SDMX writes them, and how long they are
    columns      the kinds of columns that a pandera model is made of
    contract     a frame that breaks its contract, told in words
    frames       the pandera models of many documents and many facts
    observations what a statistical office published: the columns and their pandera model

This room imports no other. Only the last four need pandas and pandera, only `units.registry` needs pint:
whoever wants to start fast imports the others by name.
"""
