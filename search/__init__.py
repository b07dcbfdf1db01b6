"""From a plain question to duties and passages, with the sentence that proves them."""
