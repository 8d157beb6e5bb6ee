"""For or against: the words of a quotation that lean to a side of a topic."""
