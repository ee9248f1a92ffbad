"""The web application: thin. It asks the store, calls a figure, and puts the answer on a page.

The address is the state. Every control is a link to the address that it leads to, so there is nothing to
keep in step, and Back, Forward and bookmarks work by themselves:

    address ──> route ──> the page ──> what it reads of the address ──> what it shows
           └──> fact ──> the sentence, in the source panel of every page

    app         create_app(store): the application and what guards it
    access      who gets in, and what they may do: the gate before everything
    pages       the pages, and the way from one to another
    frame       what all pages have: the document around them, the header, the look
    saved       views with names
    headers     what a page may load and run
    versions    the addresses of our own scripts and styles
    remembered  answers that are given again until what is stored changes
    address     a View <-> the query string
    drawn       a view -> the figure of it: which facts, with what beside them, as what
    chart       the part of a page that a figure is drawn in
    source      one fact beside the sentence it was read from
    markup      attributes, numbers and days
    planting    trees of HTML that the browser plants itself

    explore     find facts, see them, open the sentence
    reading     a document with its facts
    comparing   claims beside claims and official figures
    reviewing   what people say of facts
    composing   the picture of a view
    adding      documents that are not stored yet

    api         facts and documents as JSON and CSV, for notebooks
    operations  whether a server is well: its health, its logs, its metrics

    settings    what the environment says of a server
    wsgi        the application for a web server, configured by the environment
    workers     how gunicorn serves it
"""
