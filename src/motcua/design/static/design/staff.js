// Officer pages: keys, dialogs, lists. Filled in the next commit.
