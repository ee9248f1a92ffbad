"""One kind of file, one module: rows as an office writes them -> drafts, which `official.finishing` finishes.

dimensions  SDMX's dimensions, by their concepts and codes: what the next two have in common
sdmx_csv    SDMX-CSV 1.0, 2.0 and 2.1, Eurostat's and Comext's among them, with or without labels
sdmx_ml     SDMX-ML, generic and structure-specific
comtrade    UN Comtrade's tables, the new and the old
baci        CEPII's BACI
tidy        a plain table with columns like ours, or with a mapping to them
"""
