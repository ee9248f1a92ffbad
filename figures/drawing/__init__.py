"""What the figures share: the frame, rows and time axes, where labels go, what a mark looks like."""
