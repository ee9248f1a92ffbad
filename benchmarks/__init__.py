"""Measured, not felt: the speed and the appetite of Tradefacts, beside a digit scan and a peer, in one run.

    corpus      texts of any size and of three kinds, the same for the same seed
    article     one of them; amounts: its numbers; tables: words.txt and templates.txt, of which it is made

    speed       the extractor and the command beside a digit scan and quantulum3
    stages      where the extractor's time goes
    growth      time over the length of a text, of ordinary and of hostile ones
    scaling     one process and two, Dask, memory over the size of the input
    loading     a million facts into each kind of database
    startup     one short article, from the shell and back

    timing      repetitions in turn, medians, ratios and the slope of a line
    command     the command in a process of its own: its time and its memory
    peer        quantulum3 in a process of its own
    machine     what it was measured on
    limits      what is asked of each figure; report: the table; pictures: its figures

`make bench` runs all of it; speed, growth and stages run alone too: `python -m benchmarks.speed`.
"""
