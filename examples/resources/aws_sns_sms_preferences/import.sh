# The preferences of a region are imported by any id.
terraform import aws_sns_sms_preferences.all aws_sns_sms_id
