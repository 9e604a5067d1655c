"""Growing a province: lives of dossiers made up in memory, and written as the verbs would have written them."""
