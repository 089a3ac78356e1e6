resource "terraform_data" "version" {
  input = "2"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}

resource "aws_sns_topic" "orders" {
  name = "orders"

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}

resource "aws_sqs_queue" "mail" {
  name = "mail"
}

resource "aws_sns_topic" "mail" {
  name = "mail"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.mail.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.mail.arn

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.version]
  }
}
