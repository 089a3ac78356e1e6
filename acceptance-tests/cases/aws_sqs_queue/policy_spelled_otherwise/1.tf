resource "aws_sqs_queue" "orders" {
  name   = "orders"
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage"], "Resource": "*"}
      ]
    }
  JSON
}
