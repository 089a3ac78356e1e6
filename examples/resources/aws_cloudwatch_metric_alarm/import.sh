# An alarm is imported by its name.
terraform import aws_cloudwatch_metric_alarm.orders_dead_letters orders-dead-letters
