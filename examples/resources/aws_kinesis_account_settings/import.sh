# The settings are imported by their region.
terraform import aws_kinesis_account_settings.this eu-central-1
