"""Facts -> series: what several facts say together that none of them says alone.

    rows         a validated frame as records, None where a value is unknown
    signs        which side of zero a value stands on
    rounding     the interval of values that a number, as it was written, can stand for
    steps        what a change does to a value, and how it is undone
    links        which change speaks of which level, which share of which whole
    implied      the values that arithmetic gives and no text states
    chains       from one level to the next along the changes between them
    values       one implied value
    pairs        an earlier and a later value of one thing, for before and after
    shares       shares that may stand side by side as parts of one whole
    unit_values  what one unit came to, from an amount of money and its quantity
    subjects     what facts are about, so that two can be told to speak of one thing
    products     the product that a fact is about, as a code of the Harmonized System; it asks
                 goods (what a noun phrase says of goods) and high_priority (the Common High Priority List)
    points       a fact, or an implied value, as a point of a series
    series       points in order: gaps, sums of a year taken apart, averages where asked
    rates        exchange rates averaged over a period, or why there are none
    conversion   amounts in one currency
    claims       facts about one thing in one unit
    overlaps     what several claims allow in common
    matters      whether two sentences speak of one matter
    reasons      why two figures of one thing may differ
    agreement    what several documents say about one thing
    observed     what was observed of a flow over a period; along, and before it and after it
    flows        who sends what to whom, over one period and in one unit
    comparison   a claim against what was observed; verdicts says what the one is to the other

Every function is pure: frames in, frames or records out.
"""
