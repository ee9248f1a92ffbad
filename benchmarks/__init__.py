"""Measured, not felt: the speed and the appetite of Tradefacts, beside a digit scan and a peer, in one run.

    corpus      texts of any size and of two kinds, the same for the same seed
    article     one of them; amounts: its numbers; tables: words.txt and templates.txt, of which it is made
    timing      repetitions in turn, medians, ratios and the slope of a line
    peer        quantulum3 in a process of its own
    speed       the extractor beside a digit scan and quantulum3
    growth      time over the length of a text, of ordinary and of hostile ones
    stages      where the extractor's time goes

`make bench` runs all of it; each module runs alone too: `python -m benchmarks.speed`.
"""
