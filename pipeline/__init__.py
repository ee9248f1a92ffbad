"""From sources to facts, and from facts to a file or the database, by one process or many.

reading      sources -> readings: each document with its facts
engines      how work is spread: here, over `processes`, over a `cluster`; results always in order
work         what a worker does: raw documents -> facts, written in a format
extracting   sources -> a file of facts, by an engine
unfinished   the pieces of a file and their journal, so that an interrupted run goes on
interrupts   Ctrl-C, where nothing is half-done
formats      facts -> JSONL, CSV, Parquet or a folder of Parquet, piece by piece
output       a file that is moved into place when it is whole
loading      sources -> batches of readings
storing      batches -> checked against the contract (`checking`) -> the store, while the next one is made
filed        files that hold facts -> the facts of each document; `filed_loading` stores these
facts_table  facts <-> Arrow tables
official     the files of statistical offices -> the store, and the observations that claims are held against
keeping      a database -> one file that holds all of it, and back
rates        the exchange rates that are known
answers      frames of answers -> JSONL, CSV, Parquet
version      the name of what reads
"""
