"""Text -> sentences -> typed tokens, and what rules over tokens are.

sentences   where sentences begin and end; dateline: where and when a report was written
cutting     where words, numbers and marks begin and end; writing: how a text writes numbers and money
lexicon     the words that matter, from words/*.csv; known_words: what it says of each piece alone
tokens      a sentence -> typed tokens
pattern     patterns over kinds of tokens; rule: what a rule is, and how it folds tokens
"""
