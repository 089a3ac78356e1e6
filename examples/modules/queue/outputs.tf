output "queue_arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.main.arn
}

output "queue_url" {
  description = "URL of the queue, for senders and consumers."
  value       = aws_sqs_queue.main.url
}

output "queue_name" {
  description = "Name of the queue."
  value       = aws_sqs_queue.main.name
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  value       = aws_sqs_queue.dead_letter.arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue."
  value       = aws_sqs_queue.dead_letter.url
}

output "dead_letter_queue_name" {
  description = "Name of the dead-letter queue."
  value       = aws_sqs_queue.dead_letter.name
}

output "alarm_arns" {
  description = "ARNs of the alarms: `age_of_oldest_message` and `dead_letters`. Empty if `alarms` is null."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.age_of_oldest_message : "age_of_oldest_message" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.dead_letters : "dead_letters" => alarm.arn },
  )
}
