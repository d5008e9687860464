"""What doctors see: the worklist of their facilities, and one assessment as a chart."""
