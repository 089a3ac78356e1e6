"""Platform applications, and the preferences of text messages."""

import re

from moto.core.responses import ActionResult, EmptyResult
from moto.sns import models
from moto.sns.exceptions import SNSException, SNSInvalidParameter
from moto.sns.responses import SNSResponse

from standin.patches.sns.refusals import AT_CREATION, check_arn, invalid
from standin.patches.sns.topics import page
from standin.replacing import replace

#: Platforms, and whether a principal goes with the credential.
PLATFORMS = {
    "ADM": True,
    "APNS": True,
    "APNS_SANDBOX": True,
    "APNS_VOIP": True,
    "APNS_VOIP_SANDBOX": True,
    "BAIDU": True,
    "GCM": False,
    "MACOS": True,
    "MACOS_SANDBOX": True,
    "MPNS": True,
    "WNS": True,
}

EVENTS = ("EventDeliveryFailure", "EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated")
#: Told by nobody once they are set.
SECRETS = ("PlatformCredential", "PlatformPrincipal")

#: What an endpoint may be told of.
OF_ENDPOINTS = ("CustomUserData", "Enabled", "Token")
LONGEST_USER_DATA = 2_048

SMS_TYPES = ("Promotional", "Transactional")


class ValidationError(SNSException):
    code = "ValidationError"


def _attributes(self: SNSResponse) -> dict[str, str]:
    attributes: dict[str, str] = dict(self._get_param("Attributes") or {})
    if not attributes:
        raise ValidationError(
            "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: "
            "Member must not be null"
        )
    return attributes


def _check_name(name: str) -> None:
    if not name:
        raise invalid(f"{name} Reason: cannot be empty")
    if len(name) > 256:
        raise invalid(f"{name} Reason: must be at most 256 characters long")
    if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
        raise invalid(f"{name} Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'")


def _check_credentials(platform: str, attributes: dict[str, str]) -> None:
    credential, principal = (attributes.get(name) for name in SECRETS)
    if principal and not credential:
        raise invalid(f"{AT_CREATION}PlatformPrincipal attribute provided without PlatformCredential")
    if credential and not principal and PLATFORMS[platform]:
        raise invalid(f"{AT_CREATION}PlatformCredential attribute provided without PlatformPrincipal")


def _check_attributes(attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if name in EVENTS:
            if value and not re.fullmatch(r"arn:[^:]+:sns:[^:]+:\d{12}:\S+", value):
                raise invalid(f"{AT_CREATION}{name}: {value} is not the ARN of a topic")
        elif name in ("SuccessFeedbackRoleArn", "FailureFeedbackRoleArn"):
            if value and not re.fullmatch(r"arn:[^:]+:iam::\d{12}:role/\S+", value):
                raise invalid(
                    f"{AT_CREATION}{name}: {value} is not a valid role to allow SNS to write to Cloudwatch Logs"
                )
        elif name == "SuccessFeedbackSampleRate":
            if value and not re.fullmatch(r"\d{1,2}|100", value):
                raise invalid(f"{AT_CREATION}{name}: {value} value provided is not an integer between 0-100")
        elif name not in (*SECRETS, "ApplePlatformBundleID", "ApplePlatformTeamID", "Enabled"):
            raise invalid(f"{AT_CREATION}Unknown attribute {name}")


def create_platform_application(self: SNSResponse) -> ActionResult:
    name, platform = self._get_param("Name"), self._get_param("Platform")
    attributes = _attributes(self)
    _check_name(name)
    if platform not in PLATFORMS:
        raise invalid(f"Platform Reason: {platform} is not supported")
    _check_credentials(platform, attributes)
    if not attributes.get("PlatformCredential"):
        raise invalid(f"{AT_CREATION}PlatformCredential is missing")
    _check_attributes(attributes)
    application = models.PlatformApplication(
        self.current_account, self.region, name, platform, {"Enabled": "true"} | attributes
    )
    # The same again is the one that is there.
    self.backend.applications.setdefault(application.arn, application)
    return ActionResult({"PlatformApplicationArn": application.arn})


def _application(self: SNSResponse) -> models.PlatformApplication:
    arn = self._get_param("PlatformApplicationArn")
    check_arn("PlatformApplicationArn", arn, self.backend.region_name)
    return self.backend.get_application(arn)


def _told(application: models.PlatformApplication) -> dict[str, str]:
    return {name: value for name, value in application.attributes.items() if name not in SECRETS and value}


def get_platform_application_attributes(self: SNSResponse) -> ActionResult:
    return ActionResult({"Attributes": _told(_application(self))})


def set_platform_application_attributes(self: SNSResponse) -> ActionResult:
    check_arn("PlatformApplicationArn", self._get_param("PlatformApplicationArn"), self.backend.region_name)
    attributes = _attributes(self)
    application = _application(self)
    _check_credentials(application.platform, attributes)
    _check_attributes(attributes)
    application.attributes.update(attributes)
    return EmptyResult()


def _check_endpoint(attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if name not in OF_ENDPOINTS:
            raise invalid(f"{AT_CREATION}Invalid attribute name: {name}")
        if name == "CustomUserData" and len(value.encode()) > LONGEST_USER_DATA:
            raise invalid(
                f"{AT_CREATION}Invalid value for attribute: {name}: must be at most {LONGEST_USER_DATA} bytes long "
                "in UTF-8 encoding"
            )


def create_platform_endpoint(self: SNSResponse) -> ActionResult:
    application, token = _application(self), self._get_param("Token")
    attributes: dict[str, str] = dict(self._get_param("Attributes") or {})
    user_data = self._get_param("CustomUserData")
    if user_data and "CustomUserData" not in attributes:
        attributes["CustomUserData"] = user_data
    _check_endpoint(attributes)
    endpoint = self.backend.create_platform_endpoint(application, user_data, token, attributes)
    return ActionResult({"EndpointArn": endpoint.arn})


def set_endpoint_attributes(self: SNSResponse) -> ActionResult:
    arn = self._get_param("EndpointArn")
    check_arn("EndpointArn", arn, self.backend.region_name)
    attributes = _attributes(self)
    endpoint = self.backend.get_endpoint(arn)
    _check_endpoint(attributes)
    endpoint.attributes.update(attributes)
    return EmptyResult()


def delete_platform_application(self: SNSResponse) -> ActionResult:
    arn = self._get_param("PlatformApplicationArn")
    check_arn("PlatformApplicationArn", arn, self.backend.region_name)
    if arn in self.backend.applications:
        self.backend.delete_platform_application(arn)
    return EmptyResult()


def list_platform_applications(self: SNSResponse) -> ActionResult:
    applications, token = page(list(self.backend.applications.values()), self._get_param("NextToken"))
    answers = [{"PlatformApplicationArn": it.arn, "Attributes": _told(it)} for it in applications]
    return ActionResult({"PlatformApplications": answers, "NextToken": token})


def list_endpoints_by_platform_application(self: SNSResponse) -> ActionResult:
    application = _application(self)
    endpoints = self.backend.list_endpoints_by_platform_application(application.arn)
    found, token = page(endpoints, self._get_param("NextToken"))
    return ActionResult({"Endpoints": found, "NextToken": token})


def _check_sms_attribute(name: str, value: str) -> None:
    if name == "MonthlySpendLimit":
        fits = re.fullmatch(r"\d{1,9}", value)
    elif name == "DeliveryStatusSuccessSamplingRate":
        fits = re.fullmatch(r"\d{1,2}|100", value)
    elif name == "DefaultSenderID":
        fits = re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}", value)
    elif name == "DefaultSMSType":
        fits = re.fullmatch("|".join(SMS_TYPES), value)
    elif name == "DeliveryStatusIAMRole":
        fits = re.fullmatch(r"arn:[^:]+:iam::\d{12}:role/\S+", value)
    elif name == "UsageReportS3Bucket":
        fits = re.fullmatch(r"[a-z0-9.-]{3,63}", value)
    else:
        raise SNSInvalidParameter(f"{name} is not a valid attribute")
    # Nothing at all takes a preference away.
    if value and not fits:
        raise SNSInvalidParameter(f"{name} is invalid")


def set_sms_attributes(self: SNSResponse) -> ActionResult:
    attributes: dict[str, str] = dict(self._get_param("attributes") or {})
    for name, value in attributes.items():
        _check_sms_attribute(name, value)
    self.backend.set_sms_attributes(attributes)
    return EmptyResult()


def get_sms_attributes(self: SNSResponse) -> ActionResult:
    wanted = self._get_param("attributes") or []
    found = {"MonthlySpendLimit": "1"} | {name: value for name, value in self.backend.sms_attributes.items() if value}
    return ActionResult({"attributes": {name: it for name, it in found.items() if not wanted or name in wanted}})


def opt_in_phone_number(self: SNSResponse) -> ActionResult:
    number = self._get_param("phoneNumber")
    if not re.fullmatch(r"\+\d{7,15}", number):
        raise invalid("PhoneNumber Reason: input incorrectly formatted")
    self.backend.opt_in_phone_number(number)
    return EmptyResult()


def apply() -> None:
    replace(
        SNSResponse,
        create_platform_application=create_platform_application,
        create_platform_endpoint=create_platform_endpoint,
        delete_platform_application=delete_platform_application,
        get_platform_application_attributes=get_platform_application_attributes,
        get_sms_attributes=get_sms_attributes,
        list_endpoints_by_platform_application=list_endpoints_by_platform_application,
        list_platform_applications=list_platform_applications,
        opt_in_phone_number=opt_in_phone_number,
        set_endpoint_attributes=set_endpoint_attributes,
        set_platform_application_attributes=set_platform_application_attributes,
        set_sms_attributes=set_sms_attributes,
    )
