"""Facts -> series: what several facts say together that none of them says alone.

    rows       a validated frame as Fact records, None where a value is unknown
    rounding   the interval of values that a number, as it was written, can stand for
    links      which change speaks of which level
    implied    the value that a level and its change imply for the earlier period
    products   the product that a fact is about, as a code of the Harmonized System; it asks
               goods (what a noun phrase says of goods) and high_priority (the Common High Priority List)

Every function is pure: frames in, frames or records out.
"""
