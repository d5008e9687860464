"""What is to be said to patients about their appointments: put down here, delivered later."""
