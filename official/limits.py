"""How much of anything is read. What is more is refused before it fills the memory, or takes for ever."""

#: A year of the largest public file of bilateral trade has half a gigabyte; thirty years of it are one file.
MOST_BYTES = 20_000_000_000
#: SDMX-ML becomes a tree of some fifteen times its size in memory before it becomes a table.
MOST_XML_BYTES = 100_000_000
#: Tables of figures shrink to a fiftieth at most, SDMX-ML to an eightieth; what unpacks to more is a bomb.
MOST_TIMES_PACKED = 250
#: A small file may shrink by more.
ALWAYS_UNPACKED = 10_000_000
#: The first line of a table is no longer than that, nor has it more columns.
LONGEST_HEADER = 100_000
MOST_COLUMNS = 500
#: Nor is any other line: its longest cells are names of goods, of two thousand characters at most.
LONGEST_LINE = 1_000_000
#: SDMX-ML is nine elements deep.
DEEPEST_XML = 40
#: So many rows of a table are in memory at a time.
ROWS_AT_A_TIME = 100_000
