"""Which days a quantity is of, and which it is compared with.

timing        which period belongs to a quantity, which it asks of
frames        which words of its sentence tell it; outside: which times tell no figure's; multiplied: nor
              does `half April's total`
sums          what is summed up `since …`; seasons: when seasons begin
carrying      which period the sentences before leave to it; tense: whether it may take that
periods       what a text says of a time, and the days that it means
baselines     what a quantity is compared with
"""
