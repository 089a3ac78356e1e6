client("sns").delete_platform_application(PlatformApplicationArn=state["aws_sns_platform_application.a"]["arn"])
