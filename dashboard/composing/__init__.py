"""The composer: the figure of a view as a picture, seen while one chooses its size and writes its title.

The address is the state here too: the parameters of the view, as Explore has them, and those of the picture.
What is typed and chosen takes the place of what the address said, so that Back leads to Explore.

    form ──> address ──> read ──> the view and its Composition ──> preview   drawn by the reader's browser
             assets/compose.js                                 ──> texts     citation, description
                                                               ──> files     picture (assets/picture.js), data

    composition  how a picture is to be, as the address says it
    making       a view and a composition -> a picture
    beside       what stands beside a picture, as a file; the command takes it too
    layout       the parts that are always there
    callbacks    what fills them, and the files
    page         the page itself: not here, so that the command loads no web application for `beside`
"""
