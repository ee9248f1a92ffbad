"""Whose flow to whom a quantity is, from its sentence and from what the sentences before have said.

parties       asks the others for the two sides of a quantity
pointing      `the former`, `the country`: words for a country named before; owners: whose `its` is
listing       which country of a list; ranking: partners in a row, each with its figure
carried       the flow of the sentences before; taken: whose exports others take
unowned       the figures of no flow; unit_values: which prices are a flow's; unions: who is part of one
levies        who levies and who is hit where a sentence leaves it open; donors: who gives and who takes
"""
