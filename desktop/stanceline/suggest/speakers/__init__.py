"""Who said it: the words beside a quotation that name its speaker, and how sure they are."""
