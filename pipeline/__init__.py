"""From sources to facts, and from facts to a file or the database: one document at a time.

reading   sources -> readings: each document with its facts
loading   readings -> checked against the contract -> the store
output    facts -> JSONL, CSV or Parquet, moved into place when whole
"""
