"""Lists in pages; moto answers them whole."""

from moto.core.responses import ActionResult

from standin.patches.mq.errors import bad

#: How many are told where nobody says how many.
SIZE = 20


def page(response, name, items, **members):
    """The page of a list that the request asks for, as the member `name`."""
    size = int(response._get_param("MaxResults") or SIZE)
    token = response._get_param("NextToken") or "0"
    if not token.isdigit() or int(token) > len(items):
        raise bad("nextToken", f"The token [{token}] is invalid.")
    end = int(token) + size
    result = {**members, name: items[int(token) : end], "MaxResults": size}
    if end < len(items):
        result["NextToken"] = str(end)
    return ActionResult(result)
