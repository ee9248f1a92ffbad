"""The rules, in the order in which they read a sentence. Each module holds one family.

    traps        what looks like a quantity and is none: names, dates of day, codes, telephone numbers
    numerals     digits, number words and scales -> one number
    times        months, quarters, years and the words around them -> one period, or what it is compared with;
                 labels, dates, stretches, years and nearby name one, spans join two, comparisons compare;
                 time_parts is what they share
    quantities   numbers and units -> one quantity: money, measures, ratios (parts, multiples, ranks), then
                 unit_prices and ranges of what these have read; quantity is what they share
    counts       a number and the plural noun behind it -> one count
    exchanged    so much of one currency for one of another
    lone         a number that neither follows, told by what stands before or beside it
    relations    quantities and the words around them -> what is measured, which way, and compared with what;
                 moves reads those of change, multiples those of multiples, relation says what one is

The first four fold tokens: what a rule matches becomes one token. In counts and lone the number alone does.
Relations only mark what stands there.
"""
