"""What happened: the clauses around dates, with their verbs, subjects and participants."""
