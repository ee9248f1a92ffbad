"""What is in a file: its bytes -> the text of a document, and what the file says of it.

text       plain text and Markdown, as it is; `encoding` tells in which encoding
whole      files that are one document: read, and told apart by what is in them
jsonl, parquet, csv_rows     one document a line or a row

made       the text in the making, where the file holds none: paragraphs, items, tables, pages
html       the main text of a web page; `blocks` its elements, `metadata` what it says of itself
pdf/       where glyphs stand on a page -> paragraphs and tables
docx, rtf, mail, feed        Word and RTF files, e-mails with what is attached, entries of RSS and Atom

making     bytes -> what is made of them, by kind
reader     a process of its own that does it, so that no file takes this one's memory, time or life
made_documents               what was made -> documents
"""
