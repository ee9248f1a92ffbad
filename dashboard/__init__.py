"""The web application: thin. It asks the store, calls a figure, and puts the answer on one page.

The address is the state. Every control is a link to the address that it leads to, so there is nothing to
keep in step, and Back, Forward and bookmarks work by themselves:

    address ──> View (filters, figure, switches) ──> facets, chips, figure, table
           └──> fact ──> source panel

    address     a View <-> the query string
    app         create_app(store): the callbacks, and nothing else
    page        the parts that are always there: header, columns, dialogs
    facets      the filters with their counts, and the chips of those in force
    table       facts as rows
    reading     the page Read: a document with its facts
    comparing   the page Compare: claims beside claims and official figures
    panel       one fact beside its sentence
    related     what other facts, documents and official figures say of one fact
    wsgi        the application for a web server, configured by the environment
"""
