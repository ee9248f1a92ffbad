"""Which flow a sentence speaks of, of whom, with whom.

flows         what a flow is, and which side of it a preposition names
topics        all that a sentence speaks of: nouns, verbs, goods, duties and giving (aid, investment and
              loans) read it, clauses completes it, coordination takes from one flow what the next leaves out
duties        who levies a duty and whose goods it hits; duty_rates: which figures are its rates
"""
