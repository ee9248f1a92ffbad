"""Where documents come from.

finding    a file, a folder, a pattern or standard input -> files
files      a file and its folder on this machine; `remote` has those of object storage
archive    a zip archive -> its files
unpacking  .gz and .zst around any file
beside     NAME.meta.json beside NAME.txt or NAME.pdf: title, publisher, author, published, url, sha256
"""
