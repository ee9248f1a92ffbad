"""Frames -> pictures: pure functions from facts to plotly figures, and the one place that renders them.

catalogue   every figure by name, with the question it answers
values, before_and_after, changes, counts      one figure each
rows        what the figures share that list things one under the other
style       colours, type, and the frame of title, subtitle and source line around every figure
wording     numbers, periods and names as people write them
lettering   how wide a text will be, so that none is clipped and none lies on another
measured    what `make bench` measured: lines over size, and marks on one scale
image       a figure -> the bytes of a PNG, SVG, PDF or WebP
"""
