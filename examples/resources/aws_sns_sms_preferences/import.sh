# There is one set of preferences for each region: any ID will do.
terraform import aws_sns_sms_preferences.all aws_sns_sms_id
