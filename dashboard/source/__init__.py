"""One fact beside the sentence it was read from: the panel that every page opens at the side.

panel       the sentence, its document, and what the fact says
related     what other facts, documents and official figures say of it
"""
