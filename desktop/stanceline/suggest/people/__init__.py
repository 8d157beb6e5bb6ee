"""Who is who in an article: names, their forms and cases, he and she."""
