"""Tags: which ones tag policies require, of which moto knows nothing.

The policies that are attached to anything count for everybody: there is one account.
"""

import json

from moto.core.responses import ActionResult
from moto.organizations.models import organizations_backends
from moto.resourcegroupstaggingapi.responses import ResourceGroupsTaggingAPIResponse

from standin.replacing import add


def apply():
    add(ResourceGroupsTaggingAPIResponse, list_required_tags=_list_required_tags)


def _list_required_tags(self):
    policies = organizations_backends[self.current_account][self.partition].policies
    attached = [it for it in policies if it.type == "TAG_POLICY" and it.attachments]
    contents = [json.loads(it.content or "{}") for it in attached]
    keys_by_type: dict[str, list[str]] = {}
    for tag in [tag for content in contents for tag in content["tags"].values()]:
        for resource_type in tag.get("report_required_tag_for", {}).get("@@assign", []):
            keys_by_type.setdefault(resource_type, []).append(tag["tag_key"]["@@assign"])
    required = [{"ResourceType": name, "ReportingTagKeys": keys} for name, keys in keys_by_type.items()]
    return ActionResult({"RequiredTags": required})
