"""Frames -> pictures: pure functions from facts to plotly figures, and the one place that renders them.

catalogue   every figure by name, with the question it answers
charts/     one figure a module
drawing/    what they share: the frame, rows and time axes, where labels go, what a mark looks like
geography/  where countries lie, and the map that they are drawn on
pictures/   a figure -> the bytes of a PNG, SVG, PDF or WebP
selection   what a view shows, and what several figures find in it, once
options     what a figure is to show, and how
look        type, the colours of each theme, and the template made of them
words       what is said around a figure; described: the same for who cannot see it
shown       what is drawn, mark by mark: the table beside the picture
wording     numbers, periods and names as people write them; titles made of them
measured    what `make bench` measured: lines over size, and marks on one scale
"""
