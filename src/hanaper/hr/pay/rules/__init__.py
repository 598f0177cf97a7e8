"""The rules of pay: pure, over whole columns of people at once, by the figures in force on the day the law names."""
