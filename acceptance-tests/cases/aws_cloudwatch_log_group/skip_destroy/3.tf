# Nothing: the log group leaves the state, and stays.
